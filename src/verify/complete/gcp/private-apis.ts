import { GcpView, isOfFiles } from './view';
import { CLOUD_STORAGE, PRIVATE_VIP, PRIVATE_VIP_NAMES } from '../../../catalog';
import { HostPattern } from '../../../net';
import { TerraformResource } from '../../read';
import { blockOf, blocksOf, isExpression, TerraformValues } from '../../rules';
import { networkOf } from '../../wider/own-objects';
import { lacking, Settings } from '../settings';
import { Lack } from '../wanted';

const [POLICY, RULE, ROUTE] = ['google_dns_response_policy', 'google_dns_response_policy_rule', 'google_compute_route'] as const;
const BUCKETS = HostPattern.trusted(`*.${CLOUD_STORAGE}`);

/** With `googleApis: privateVip`: names of Google APIs are answered with the private virtual address, and each flow to a bucket has a rule to it. */
export function privateApis({ wanted, layer, target, settings, rules, values }: GcpView, isForPlatform: boolean): Lack[] {
  if (settings?.googleApis !== 'privateVip') return [];
  const found = new Settings();
  const buckets = wanted.flows.filter(({ addressBound, transport, to }) => !addressBound && transport === 'https' && to.hosts.some((host) => BUCKETS.covers(host)));
  const own = new Set(rules.map(({ address }) => address));
  const carried = layer.allowedFrom(wanted.definition.cluster.nodeCidrs).filter(({ rule, cidrs, ports, protocols }) =>
    own.has(rule.object) && cidrs.includes(PRIVATE_VIP.cidr) && ports.includes('443') && protocols.includes('tcp'));
  const needs = [...buckets.map(({ key }) => key), ...(isForPlatform ? ['GKE'] : [])];
  if (new Set(carried.map(({ rule }) => rule.object)).size < needs.length) {
    found.lacks.push(lacking(`have a rule to ${PRIVATE_VIP.cidr} on TCP 443 for each of ${needs.join(', ')}`, `${carried.length} in ${layer.name}`));
  }
  const names = [...(buckets.length > 0 ? [String(BUCKETS)] : []), ...(isForPlatform ? PRIVATE_VIP_NAMES : [])];
  for (const name of new Set(names)) answer(found, values, name, settings.responsePolicy);
  if (names.length > 0) way(found, values, target?.gcp?.rules?.network ?? target?.gcp?.network?.network, settings.responsePolicy);
  return found.lacks;
}

function answer(found: Settings, values: TerraformValues, name: string, given: string | undefined): void {
  const rule = found.have(values.ofType(RULE).find(({ values: { dns_name: own } }) => own === `${name}.`), `${RULE} of ${name}: it would be dialled at its public addresses, which no rule allows`);
  if (rule === undefined) return;
  const { local_data: data, response_policy: policy } = rule.values;
  const addresses = blocksOf(blockOf(data).local_datas).filter(({ type }) => type === 'A').flatMap(({ rrdatas }) => values.texts(rrdatas));
  found.be(rule, 'local_data.local_datas', addresses, PRIVATE_VIP.addresses, 'the private virtual address of Google APIs');
  const isThere = given === undefined ? values.resource(policy, POLICY) !== undefined || isNamed(values, policy) : policy === given;
  found.hold(isThere, rule, 'response_policy', `be in the response policy ${given ?? 'of the files'}`, policy);
}

/** The network asks the policy, and has a route that leads to the address. */
function way(found: Settings, values: TerraformValues, network: string | undefined, given: string | undefined): void {
  const isOurs = (value: unknown): boolean => (network === undefined ? isOfFiles(values, value, 'google_compute_network')
    : isExpression(value) || value === network || String(value).endsWith(`/${network}`));
  const policy = given === undefined ? found.have(values.ofType(POLICY)[0], POLICY) : undefined;
  if (policy !== undefined) {
    const networks = blocksOf(policy.values.networks).map(({ network_url: url }) => url);
    found.hold(networks.some(isOurs), policy, 'networks', `be for the network ${network ?? 'of the files'}`, networks);
  }
  const isRoute = ({ values: { dest_range: range } }: TerraformResource) => typeof range === 'string' && String(networkOf(range) ?? '') === PRIVATE_VIP.cidr;
  const route = found.have(values.ofType(ROUTE).find(isRoute), `${ROUTE} to ${PRIVATE_VIP.cidr}`);
  if (route !== undefined) found.hold(isOurs(route.values.network), route, 'network', `be in the network ${network ?? 'of the files'}`, route.values.network);
}

/** In a state, a policy is named by its own name. */
function isNamed(values: TerraformValues, value: unknown): boolean {
  return typeof value === 'string' && !isExpression(value) && values.ofType(POLICY).some((policy) => policy.values.response_policy_name === value);
}
