import { NetworkParts } from './network-checks';
import { Definition } from '../../cell';
import { child, item } from '../../cell/spec';
import { KINDS, Problem, Problems } from '../../errors';
import { Cidr, isToken } from '../../net';
import { ConnectivityPlan, Finding, Flow } from '../../plan';
import { compareFindings, findingOf } from '../../plan/finding';

interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

interface Source {
  readonly path: string;
  readonly cidr: Cidr;
}

/**
 * Does what leaves the cell get to the firewall of an egress network, and answers back? Its routes, subnets and NAT gateways carry IPv4, and it routes
 * workload subnets only: what starts elsewhere has no way out, or one beside the firewall.
 */
export function checkNetworkSources(definition: Definition, plan: ConnectivityPlan, network: NetworkParts, target: string): Checked {
  const [problems, findings] = [new Problems(), [] as Finding[]];
  const flows = plan.egress.filter(({ via }) => via === null);
  const workloads = Object.values(network.zones).flatMap(({ workloadSubnets }) => Object.values(workloadSubnets)).map(({ cidr }) => cidr);
  const subnets = workloads.map((text) => (isToken(text) ? undefined : Cidr.read(text))).filter((cidr) => cidr instanceof Cidr);
  for (const { path, sources } of sourcesOf(definition, flows)) {
    const four = sources.filter(({ cidr }) => cidr.version === 4);
    if (four.length === 0) {
      problems.must(KINDS.awsNetwork, path, `hold an IPv4 network: ${target} has no route for IPv6`, sources.map(({ cidr }) => cidr).join(', '),
        'give the IPv4 networks that the firewall sees, or use rules for a firewall whose routes carry IPv6');
    }
    // What a token stands for is known at apply only.
    if (subnets.length === 0 || subnets.length < workloads.length) continue;
    for (const { path: at, cidr } of four.filter((source) => !covers(subnets, source.cidr))) {
      problems.must(KINDS.awsNetwork, at, `lie in the workload subnets of ${target}, ${subnets.join(', ')}: traffic from elsewhere is not routed through the firewall`, String(cidr),
        `give all of its subnets under ${child(target, 'zones')}, or the networks of these subnets alone`);
    }
  }
  const { nodeCidrs, podCidrs, egressSources = [] } = definition.cluster;
  const six = [...new Set([...nodeCidrs, ...podCidrs, ...egressSources])].map((text) => Cidr.trusted(text)).filter(({ version }) => version === 6).sort((a, b) => a.compare(b));
  if (six.length > 0) {
    findings.push(findingOf(KINDS.noIpv6, null, target, `the egress network carries no IPv6: ${six.join(', ')} ${six.length > 1 ? 'have' : 'has'} no route in it`,
      'make sure that their subnets have no other way out by IPv6, such as an egress-only internet gateway'));
  }
  for (const flow of flows) checkAddresses(flow, target, problems, findings);
  return { problems: problems.all, findings: findings.sort(compareFindings) };
}

/** Addresses that rules name as sources: the cell's, and the nodes' where a flow is theirs. */
function sourcesOf({ cluster }: Definition, flows: readonly Flow[]): { readonly path: string; readonly sources: readonly Source[] }[] {
  const ofNodes = flows.some(({ from }) => from.some(({ nodes }) => nodes === true));
  const fields = cluster.egressSources === undefined ? ['nodeCidrs'] as const : ofNodes ? ['egressSources', 'nodeCidrs'] as const : ['egressSources'] as const;
  return fields.map((field) => ({ path: `cluster.${field}`, sources: cluster[field]!.map((text, index) => ({ path: item(`cluster.${field}`, index), cidr: Cidr.trusted(text) })) }));
}

/** Do networks that do not overlap hold all of an IPv4 network? */
function covers(networks: readonly Cidr[], whole: Cidr): boolean {
  if (networks.some((network) => network.contains(whole))) return true;
  const inside = networks.filter((network) => whole.contains(network)).reduce((sum, { prefix }) => sum + 2 ** (32 - prefix), 0);
  return inside === 2 ** (32 - whole.prefix);
}

/** Addresses of a flow that only IPv6 gets to. */
function checkAddresses({ id, path, to }: Flow, target: string, problems: Problems, findings: Finding[]): void {
  const six = to.cidrs.filter(({ version }) => version === 6);
  if (six.length === 0) return;
  if (six.length === to.cidrs.length) {
    problems.must(KINDS.cannotExpress, path, `have an IPv4 address for ${target}, whose routes carry no IPv6`, six.join(', '), 'give its IPv4 addresses, or use rules for a firewall whose routes carry IPv6');
  } else {
    findings.push(findingOf(KINDS.noIpv6, id, path, `the egress network carries no IPv6: ${six.join(', ')} ${six.length > 1 ? 'have' : 'has'} no route`,
      'make sure that the cell does not need the address, and has no other way out by IPv6'));
  }
}
