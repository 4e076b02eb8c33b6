import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { ConnectivityPlan } from '../../plan';
import type { FirewallTarget } from '../../read-cell';
import { notRendered } from '../not-rendered';
import { Claim, Compiled, OutgoingAddress, TargetContext } from '../target';
import { compileGcp } from './compile-gcp';
import { GcpNetworkOptions, GcpRuleOptions } from './options';
import { GcpCompilation } from './rules';

type Settings = NonNullable<FirewallTarget['gcp']>;
type Given = NonNullable<Settings['rules']> | NonNullable<Settings['network']>;

/** What Google Cloud makes of a cell for `firewall.<key>.gcp`. */
export function compileGcpTarget({ path, settings }: TargetContext<Settings>, definition: Definition, plan: ConnectivityPlan): Compiled | GcpCompilation {
  const { rules, network, platformEgress } = settings;
  const kind = rules === undefined ? 'network' : 'rules';
  const given = rules ?? network;
  if (given === undefined) return { rows: [], problems: [], findings: [] };
  const compiled = compileGcp(definition, plan, ruleOptions(child(path, kind), given, platformEgress), network === undefined ? undefined : networkOptions(network));
  const foreign = platformEgress === 'aks' || platformEgress === 'eks'
    ? [notRendered(child(path, 'platformEgress'), `no rules are written for what ${platformEgress} itself needs: it is no platform of Google Cloud`, 'allow it yourself')] : [];
  return {
    ...compiled,
    findings: [...compiled.findings, ...foreign],
    claims: claims(child(path, kind), given, compiled),
    ...(network === undefined ? {} : { addresses: outgoing(network.natAddresses, compiled) }),
  };
}

function ruleOptions(target: string, given: Given, platformEgress: string): GcpRuleOptions {
  const { region, network, targets, priorityBase, wildcards, urlFiltering, secureWebProxy, googleApis, defaultDeny } = given;
  return {
    target, region, ownNetwork: network === undefined, targets: targets ?? { serviceAccounts: [], secureTags: [] }, priorityBase, wildcards, googleApis, defaultDeny,
    ...(urlFiltering === undefined ? {} : { urlFiltering }),
    ...(secureWebProxy === undefined ? {} : { secureWebProxy }),
    platformEgress: platformEgress === 'gke',
  };
}

function networkOptions({ subnetworks, natAddresses, natAddressCount, minPortsPerVm, maxPortsPerVm }: NonNullable<Settings['network']>): GcpNetworkOptions {
  return { givenSubnetworks: subnetworks.length > 0, natAddressCount: natAddresses.length > 0 ? 0 : natAddressCount, minPortsPerVm, maxPortsPerVm };
}

/** Names of the outputs of a stack with the reserved addresses. */
export function natOutput(index: number): string {
  return `nat_address_${index + 1}`;
}

function outgoing(given: readonly string[], { egressNetwork }: GcpCompilation): OutgoingAddress[] {
  return [
    ...given.map((id) => ({ owner: `reserved address ${id}` })),
    ...(egressNetwork?.addressNames ?? []).map((name, index) => ({ owner: `Cloud NAT address ${name}`, output: natOutput(index) })),
  ];
}

/** What is there once in a policy or network. */
function claims(path: string, { project, network, targets, firewallPolicy, urlFiltering, wildcards }: Given, { name, rules }: GcpCompilation): Claim[] {
  const policy = `gcp policy ${project}/${firewallPolicy}`;
  const place = `gcp network ${network ?? `${project}/${name}`}`;
  return [
    // A policy of our own holds this cell only.
    ...(firewallPolicy === undefined ? [{
      place: `gcp project ${project}`, what: 'policy', value: name, path, rule: 'have its own policy in a project once only', remedy: 'name a policy in firewallPolicy, or remove one of the two',
    }] : rules.map((rule): Claim => ({ place: policy, what: 'priority', value: rule.priority, path: child(path, 'priorityBase'), rule: `have priorities of its own in the same policy (rule ${rule.name})`, remedy: 'give one of the cells another priorityBase' }))),
    ...[...targets?.serviceAccounts ?? [], ...targets?.secureTags ?? []].map((value): Claim => ({
      place, what: 'target', value, path: child(path, 'targets'), rule: 'have nodes of its own in the same network, whose rules apply to nobody else', remedy: 'give the nodes of each cell a service account or tag of their own',
    })),
    ...(firewallPolicy === undefined ? [{ place, what: 'firewall policy', value: 'association', path, rule: 'share the firewall policy of the network, which has one only', remedy: 'name it in firewallPolicy' }] : []),
    ...(wildcards === 'urlFiltering' && urlFiltering?.associate === true ? urlFiltering.zones.map((value): Claim => ({
      place, what: 'endpoint association', value, path: child(child(path, 'urlFiltering'), 'zones'), rule: 'associate the firewall endpoint of a zone once in the same network', remedy: 'use associate: false in one of them',
    })) : []),
  ];
}
