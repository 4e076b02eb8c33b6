import { addressIn, edgesOf, familyOf } from './address';
import { gatewayPods, type Cell, type Pod } from './cell';
import { NOT_INTERNET, type Destination, type Protocol, type Question } from './expected';
import { gatewayPortsOf, METRICS_PORTS } from './gateway';
import { protocolOf, rangeOf, type Plan, type PlannedFlow } from './plan';

const INTERNET = ['20.50.2.1', '193.16.224.1', '2606:4700::1111'];

/** Places that an attacker looks for first. */
const INFAMOUS: Readonly<Record<string, string>> = {
  '169.254.169.254': 'metadata',
  '169.254.170.2': 'credentials of AWS ECS',
  '169.254.170.23': 'credentials of EKS pods',
  '169.254.20.10': 'DNS of the node',
  '168.63.129.16': 'WireServer of Azure',
  '100.100.100.200': 'metadata of Alibaba Cloud',
  '192.0.0.192': 'metadata of Oracle Cloud',
  'fd00:ec2::254': 'metadata of AWS',
  'fd00:ec2::23': 'credentials of EKS pods',
  'fd20:ce::254': 'metadata of Google Cloud',
  '64:ff9b::a01:203': '10.1.2.3 by NAT64',
  '2002:a01:203::1': '10.1.2.3 by 6to4',
};

const COMMON_PORTS = [22, 53, 80, 443, 6443, 8080, 15012];
const UDP_PORTS = [53, 123, 443];
const WEB = 443;

/** Questions about a cell: from each of its pods, to pods and addresses where a verdict could go wrong. */
export function questionsOf(cell: Cell, plan: Plan): Question[] {
  const flows = plan.flows.filter(({ direction }) => direction === 'egress');
  const targets = [
    ...podTargets(cell), ...gatewayTargets(cell, plan), ...internetTargets(cell, flows), ...closedTargets(cell, flows), ...apiServerTargets(cell), ...declaredTargets(flows),
  ];
  const questions = cell.pods.flatMap((from) => targets.flatMap(({ to, tcp, udp = [], sctp = [] }) => [
    ...tcp.map((port): Question => ({ from, to, port, protocol: 'TCP' })),
    ...udp.map((port): Question => ({ from, to, port, protocol: 'UDP' })),
    ...sctp.map((port): Question => ({ from, to, port, protocol: 'SCTP' })),
  ]));
  return [...new Map(questions.map((question) => [keyOf(question), question])).values()];
}

/** The same question has the same key. */
export const keyOf = ({ from, to, port, protocol }: Question): string =>
  `${from.namespace}/${from.name} → ${to.pod ? `${to.pod.namespace}/${to.pod.name} ` : ''}${to.address} ${protocol} ${port}`;

/** A destination, and the ports that it is asked for. */
interface Target {
  readonly to: Destination;
  readonly tcp: readonly number[];
  readonly udp?: readonly number[];
  readonly sctp?: readonly number[];
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const isPort = (port: number): boolean => port > 0 && port <= 65535;

/** First and last port of each range, and with `beside` the ones next to them. */
const edgePorts = ({ ports }: PlannedFlow, beside: boolean): number[] => ports.flatMap((port) => {
  const [first, last] = rangeOf(port);
  return (beside ? [first - 1, first, last, last + 1] : [first, last]).filter(isPort);
});

const portsOf = (flows: readonly PlannedFlow[], protocol: Protocol, beside: boolean): number[] =>
  unique(flows.filter((flow) => protocolOf(flow) === protocol).flatMap((flow) => edgePorts(flow, beside)));

/** Pods of the cell, of DNS and Istio, and look-alikes in the wrong place. */
function podTargets({ podCidrs, dns, istioNamespace, namespaces }: Cell): Target[] {
  const istiod = { app: 'istiod' };
  const other = { app: 'other' };
  const foreign = ['default', 'edgelm', 'edge-icell-secrets', 'istio-gateways', 'monitoring'].filter((namespace) => !namespaces.includes(namespace));
  const pods: readonly (readonly [Pod, readonly number[]])[] = [
    ...namespaces.map((namespace) => [{ name: 'any', namespace, labels: other }, [WEB, 8080, 61616]] as const),
    [{ name: 'dns', namespace: dns.namespace, labels: { ...dns.labels, version: '1' } }, [53, 5353, WEB]],
    [{ name: 'not-dns', namespace: dns.namespace, labels: other }, [53, 5353, WEB]],
    [{ name: 'false-dns', namespace: 'default', labels: dns.labels }, [53, 5353]],
    [{ name: 'istiod', namespace: istioNamespace, labels: { ...istiod, 'istio.io/rev': 'default' } }, [15010, 15012, 15017, WEB]],
    [{ name: 'not-istiod', namespace: istioNamespace, labels: other }, [15012, WEB]],
    [{ name: 'false-istiod', namespace: 'default', labels: istiod }, [15012]],
    ...foreign.map((namespace) => [{ name: 'foreign', namespace, labels: other }, [WEB, 8080]] as const),
    [{ name: 'look-alike', namespace: 'edge-icell-2', labels: { app: 'worker' } }, [WEB, 8080]],
  ];
  return podCidrs.flatMap((cidr) => pods.map(([pod, ports], index) => ({ to: { what: 'pod', address: addressIn(cidr, 11 + index), pod }, tcp: ports, udp: ports })));
}

/** Pods of the gateway's namespace, on all of its ports and those next to them. */
function gatewayTargets(cell: Cell, plan: Plan): Target[] {
  const { gateway, podCidrs } = cell;
  if (gateway === undefined) return [];
  const ports = gatewayPortsOf(plan, cell);
  // Of a range the ends, else a cell with passive FTP would ask thousands of questions.
  const ends = ports.filter((port) => !ports.includes(port - 1) || !ports.includes(port + 1));
  const tcp = unique([...ends.flatMap((port) => [port - 1, port, port + 1]), ...METRICS_PORTS, 15021, WEB]);
  return podCidrs.flatMap((cidr) => gatewayPods(gateway).map((pod, index): Target =>
    ({ to: { what: 'pod behind the mesh', address: addressIn(cidr, 41 + index), pod }, tcp, udp: ends.slice(0, 1) })));
}

/** Every port of every flow, since one pod's flows must not be open to another. */
function internetTargets({ families }: Cell, flows: readonly PlannedFlow[]): Target[] {
  const tcp = unique([...portsOf(flows, 'TCP', true), ...COMMON_PORTS]);
  const udp = unique([...portsOf(flows, 'UDP', true), ...UDP_PORTS]);
  return INTERNET.map((address) => ({
    to: { what: families.includes(familyOf(address)) ? 'Internet' : 'Internet, of the family that the cluster lacks', address }, tcp, udp, sctp: [WEB],
  }));
}

/** What is not the Internet, on the ports that are open to the Internet. */
function closedTargets({ networks }: Cell, flows: readonly PlannedFlow[]): Target[] {
  const open = portsOf(flows.filter(({ addressBound }) => !addressBound), 'TCP', false);
  const infamous = Object.entries(INFAMOUS).map(([address, what]): Target => ({ to: { what, address }, tcp: unique([...open, 53, 80]), udp: [53] }));
  const special = Object.entries(NOT_INTERNET).map(([network, what]): Target => ({ to: { what, address: addressIn(network, 1) }, tcp: [WEB] }));
  const own = networks.map((network): Target => ({ to: { what: `own network ${network}`, address: addressIn(network, 7) }, tcp: [WEB, 10250], udp: [WEB] }));
  return [...infamous, ...special, ...own];
}

function apiServerTargets({ apiServer }: Cell): Target[] {
  if (apiServer === undefined) return [];
  const { cidrs, port } = apiServer;
  return cidrs.flatMap((cidr) => [
    ...edgesOf(cidr).inside.map((address): Target => ({ to: { what: 'API server', address }, tcp: [port, port + 1], udp: [port] })),
    ...edgesOf(cidr).outside.map((address): Target => ({ to: { what: 'beside the API server', address }, tcp: [port] })),
  ]);
}

/** Addresses of all flows, and their neighbours: what one component may reach another may not. */
function declaredTargets(flows: readonly PlannedFlow[]): Target[] {
  return unique(flows.flatMap(({ to }) => to.cidrs)).flatMap((cidr) => {
    const own = flows.filter(({ to }) => to.cidrs.includes(cidr));
    const [tcp, udp] = [portsOf(own, 'TCP', true), portsOf(own, 'UDP', true)];
    const exact = unique([...portsOf(own, 'TCP', false), ...portsOf(own, 'UDP', false)]);
    return [
      ...edgesOf(cidr).inside.map((address): Target => ({ to: { what: `in ${cidr}`, address }, tcp: [...tcp, ...exact], udp: [...udp, ...exact] })),
      ...edgesOf(cidr).outside.map((address): Target => ({ to: { what: `beside ${cidr}`, address }, tcp: exact, udp: udp.length > 0 ? exact : [] })),
    ];
  });
}
