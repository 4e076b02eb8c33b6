import { GcpContext, nameOf } from './context';
import { checkOverlaps } from './limits';
import { GcpNetworkOptions } from './options';
import { GcpNetworkCompilation, GcpSubnet } from './rules';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { KINDS } from '../../errors';
import { Cidr } from '../../net';
import { findingOf } from '../../plan/finding';

/** Prefixes that a subnet may have; source: Google Cloud, "Subnets". */
const [SHORTEST_PREFIX, LONGEST_PREFIX] = [4, 29];

/** Subnets for the cluster and addresses for Cloud NAT; what is given is not made. */
export function egressNetwork(definition: Definition, options: GcpNetworkOptions, context: GcpContext): GcpNetworkCompilation {
  checkPorts(options, context);
  return {
    subnets: options.givenSubnetworks ? [] : subnets(definition, context),
    addressNames: Array.from({ length: options.natAddressCount }, (_, index) => nameOf(context.cell, `nat/${index + 1}`)),
  };
}

/** A subnet for each IPv4 network of nodes; pods and Services are secondary ranges of the first. */
function subnets({ cluster }: Definition, context: GcpContext): GcpSubnet[] {
  const nodes = ranges('cluster.nodeCidrs', cluster.nodeCidrs, context);
  const pods = ranges('cluster.podCidrs', cluster.podCidrs, context);
  const services = ranges('cluster.serviceCidrs', cluster.serviceCidrs, context);
  const others = (cluster.apiServer?.cidrs ?? []).map((text) => ({ path: 'cluster.apiServer.cidrs', cidr: Cidr.trusted(text) }))
    .filter(({ cidr }) => cidr.prefix < (cidr.version === 4 ? 32 : 128));
  checkOverlaps([...nodes, ...pods, ...services, ...others], context.problems);
  if (nodes.length === 0) {
    context.problems.must(KINDS.cannotExpress, 'cluster.nodeCidrs', 'hold an IPv4 network: the subnets of the egress network carry IPv4 only', cluster.nodeCidrs.join(', '), 'give subnetworks that exist');
  }
  const secondary = (kind: string, list: typeof nodes) => list.map(({ cidr }) => ({ name: `${kind}-${dashed(cidr)}`, range: `${cidr}` }));
  return nodes.map(({ cidr }, index) => ({
    name: nameOf(context.cell, `subnet/${dashed(cidr)}`),
    range: `${cidr}`,
    secondaryRanges: index === 0 ? [...secondary('pods', pods), ...secondary('services', services)] : [],
  }));
}

function ranges(path: string, texts: readonly string[], { problems, findings }: GcpContext): { path: string; cidr: Cidr }[] {
  const all = [...new Set(texts)].map((text) => Cidr.trusted(text)).sort((a, b) => a.compare(b));
  const six = all.filter(({ version }) => version === 6);
  if (six.length > 0) findings.push(findingOf(KINDS.noIpv6, null, path, `the egress network carries no IPv6: ${six.join(', ')} ${six.length > 1 ? 'have' : 'has'} no range in it`, 'give subnetworks that exist'));
  const four = all.filter(({ version }) => version === 4);
  for (const cidr of four.filter(({ prefix }) => prefix < SHORTEST_PREFIX || prefix > LONGEST_PREFIX)) {
    problems.must(KINDS.limit, path, `have prefixes from ${SHORTEST_PREFIX} to ${LONGEST_PREFIX} for subnets`, `${cidr}`);
  }
  return four.map((cidr) => ({ path, cidr }));
}

function dashed(cidr: Cidr): string {
  return `${cidr}`.replace(/[./]/g, '-');
}

/** Dynamic port allocation takes powers of 2. */
function checkPorts({ minPortsPerVm, maxPortsPerVm }: GcpNetworkOptions, { options: { target }, problems }: GcpContext): void {
  for (const [name, value, least] of [['minPortsPerVm', minPortsPerVm, 32], ['maxPortsPerVm', maxPortsPerVm, 64]] as const) {
    if (!Number.isInteger(Math.log2(value)) || value < least || value > 65536) problems.must(KINDS.limit, child(target, name), `be a power of 2 from ${least} to 65536`, value);
  }
  if (minPortsPerVm >= maxPortsPerVm) problems.must(KINDS.conflict, child(target, 'maxPortsPerVm'), `be more than minPortsPerVm (${minPortsPerVm})`, maxPortsPerVm);
}
