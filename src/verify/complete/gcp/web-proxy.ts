import { GcpView, isOfFiles } from './view';
import { CLOUD_STORAGE, GKE_NEEDS, PRIVATE_VIP } from '../../../catalog';
import { egressSources } from '../../../cell';
import { Cidr, HostPattern } from '../../../net';
import { TerraformResource } from '../../read';
import { blockOf, blocksOf, numberOf } from '../../rules';
import { isOwnName } from '../own-names';
import { lacking, Settings } from '../settings';
import { Lack } from '../wanted';

const [POLICY, RULE] = ['google_network_security_gateway_security_policy', 'google_network_security_gateway_security_policy_rule'] as const;
const [GATEWAY, ROUTE] = ['google_network_services_gateway', 'google_network_connectivity_policy_based_route'] as const;
const BUCKETS = HostPattern.trusted(`*.${CLOUD_STORAGE}`);
const EVERYWHERE = '0.0.0.0/0';
const WEB_PORT = 443;

/** With `wildcards: secureWebProxy`: a rule of the proxy for each flow, the gateway at its address, and routes to it and around it. */
export function webProxy({ wanted, layer, settings, values, rules: ofFirewall }: GcpView, isForPlatform: boolean): Lack[] {
  const proxy = settings?.secureWebProxy;
  if (settings?.wildcards !== 'secureWebProxy' || proxy === undefined || !wanted.enforced) return [];
  const found = new Settings();
  const isOwn = ({ values: { name } }: TerraformResource) => isOwnName(name, wanted.definition.name);
  const rules = values.ofType(RULE).filter(isOwn);
  if (rules.length === 0) return [];
  for (const rule of rules) {
    found.hold(isOfFiles(values, rule.values.gateway_security_policy, POLICY), rule, 'gateway_security_policy', 'be in the policy of the files', rule.values.gateway_security_policy);
    found.be(rule, 'tls_inspection_enabled', rule.values.tls_inspection_enabled ?? false, false, 'as nobody trusts the certificates of the proxy');
  }
  const gateway = found.have(values.ofType(GATEWAY).find(isOwn), GATEWAY);
  if (gateway !== undefined) {
    const { addresses, ports, gateway_security_policy: policy, delete_swg_autogen_router_on_destroy: deletesRouter } = gateway.values;
    found.be(gateway, 'addresses', addresses, [proxy.address], 'to which the routes lead');
    found.be(gateway, 'ports', ports, [WEB_PORT]);
    found.be(gateway, 'delete_swg_autogen_router_on_destroy', deletesRouter, true, 'else the router that Google made stays');
    found.hold(isOfFiles(values, policy, POLICY), gateway, 'gateway_security_policy', 'have the policy of the files', policy);
  }
  if (proxy.proxySubnetCidr !== undefined) {
    const subnetwork = found.have(values.ofType('google_compute_subnetwork').find(({ values: { purpose } }) => purpose === 'REGIONAL_MANAGED_PROXY'), 'proxy-only subnetwork');
    if (subnetwork !== undefined) found.be(subnetwork, 'ip_cidr_range', subnetwork.values.ip_cidr_range, proxy.proxySubnetCidr);
  }
  const own = new Set(rules.map(({ address }) => address));
  const hosts = layer.allowedFrom([]).filter(({ rule }) => own.has(rule.object)).flatMap((traffic) => [...new Set(traffic.hosts)]);
  for (const [host, keys] of proxied(wanted, settings.googleApis === 'privateVip', isForPlatform)) {
    const count = hosts.filter((one) => one === host).length;
    if (count < keys.length) found.lacks.push(lacking(`have a rule of the proxy for each of ${keys.join(', ')}`, `${count} in ${layer.name} for ${host}`));
  }
  for (const rule of ofFirewall.filter(({ values: { action, match } }) => action === 'deny' && !values.texts(blockOf(match).dest_ip_ranges).some((range) => range.endsWith('/0')))) {
    const isWeb = blocksOf(blockOf(rule.values.match).layer4_configs).every(({ ip_protocol: protocol, ports }) => protocol === 'tcp' && values.texts(ports).join() === `${WEB_PORT}`);
    found.hold(isWeb, rule, 'match.layer4_configs', `deny TCP ${WEB_PORT} only, which is open on the way to the proxy`, blockOf(rule.values.match).layer4_configs);
  }
  routes(wanted, values.ofType(ROUTE).filter(isOwn), proxy.address, found);
  return found.lacks;
}

/** Hosts that the proxy decides, with who asks for them; Google APIs at the private virtual address go around it. */
function proxied({ flows }: GcpView['wanted'], isPrivate: boolean, isForPlatform: boolean): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  const add = (host: string, key: string) => hosts.set(host, [...hosts.get(host) ?? [], key]);
  for (const { to, transport, addressBound, key } of flows) {
    if (transport !== 'https' || addressBound) continue;
    for (const host of to.hosts) if (!isPrivate || !BUCKETS.covers(host)) add(String(host), key);
  }
  if (isForPlatform && !isPrivate) for (const host of GKE_NEEDS.flatMap((need) => need.hosts)) add(host, 'GKE');
  return hosts;
}

/** From each source of the cell TCP goes to the proxy, but for what the proxy does not serve, which comes before. */
function routes({ definition: { cluster }, flows }: GcpView['wanted'], all: readonly TerraformResource[], address: string, found: Settings): void {
  const four = (texts: readonly string[]) => [...new Set(texts.map((text) => Cidr.trusted(text)).filter(({ version }) => version === 4).map(String))];
  const past = four([...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.apiServer?.cidrs ?? [], PRIVATE_VIP.cidr,
    ...flows.filter(({ transport }) => transport !== 'udp').flatMap(({ to }) => to.cidrs.map(String))]);
  for (const route of all) {
    const { protocol_version: version, ip_protocol: protocol } = blockOf(route.values.filter);
    found.be(route, 'filter.protocol_version', version, 'IPV4');
    found.be(route, 'filter.ip_protocol', protocol, 'TCP', 'as the proxy serves nothing else');
  }
  const between = (source: string, destination: string) => all.find(({ values: { filter } }) => blockOf(filter).src_range === source && blockOf(filter).dest_range === destination);
  for (const source of four(egressSources(cluster))) {
    const through = found.have(between(source, EVERYWHERE), `${ROUTE} from ${source} to the proxy`);
    if (through !== undefined) found.be(through, 'next_hop_ilb_ip', through.values.next_hop_ilb_ip, address);
    for (const destination of past) {
      const around = found.have(between(source, destination), `${ROUTE} from ${source} to ${destination}, which the proxy does not serve`);
      if (around === undefined) continue;
      found.be(around, 'next_hop_other_routes', around.values.next_hop_other_routes, 'DEFAULT_ROUTING');
      if (through !== undefined) found.hold(numberOf(around.values.priority, NaN) < numberOf(through.values.priority, NaN), around, 'priority', 'come before the route to the proxy', around.values.priority);
    }
  }
}
