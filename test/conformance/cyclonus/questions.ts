import { addressIn, edgesOf, familyOf } from './address';
import type { Cell, Pod } from './cell';
import { NOT_INTERNET, type Destination, type Protocol, type Question } from './expected';
import { connectionsOf, rangeOf, type Plan, type PlannedFlow } from './plan';

const INTERNET = ['8.8.8.8', '20.50.2.1', '52.216.100.5', '193.16.224.1', '2606:4700::1111', '2a00:1450:4001:81b::200e'];

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

/** Questions about a cell: from each of its pods, to pods and addresses where a verdict could go wrong. */
export function questionsOf(cell: Cell, plan: Plan): Question[] {
  const pods = podDestinations(cell);
  const fixed = fixedDestinations(cell);
  const declared = declaredDestinations(cell, plan);
  const questions = cell.pods.flatMap((from) => [
    ...pods.flatMap(({ to, ports }) => ask(from, to, ports, ports)),
    ...outside(from, [...fixed, ...declared], cell, plan),
  ]);
  const unique = new Map(questions.map((question) => [keyOf(question), question]));
  return [...unique.values()];
}

/** The same question has the same key. */
export const keyOf = ({ from, to, port, protocol }: Question): string =>
  `${from.namespace}/${from.name} → ${to.pod ? `${to.pod.namespace}/${to.pod.name} ` : ''}${to.address} ${protocol} ${port}`;

const ask = (from: Pod, to: Destination, tcp: readonly number[], udp: readonly number[]): Question[] => [
  ...tcp.map((port): Question => ({ from, to, port, protocol: 'TCP' })),
  ...udp.map((port): Question => ({ from, to, port, protocol: 'UDP' })),
];

/** Ports that the pod's own flows use and the next ones, since only there something can be open; and ports that are never asked for. */
function outside(from: Pod, destinations: readonly Destination[], cell: Cell, plan: Plan): Question[] {
  const flows = connectionsOf(from, plan, cell);
  const tcp = [...new Set([...flows.flatMap(edgePorts), ...COMMON_PORTS, ...cell.apiServer ? [cell.apiServer.port, cell.apiServer.port + 1] : []])];
  const udp = [...new Set([...flows.filter(({ transport }) => transport === 'udp').flatMap(edgePorts), ...UDP_PORTS])];
  const sctp: Protocol = 'SCTP';
  return destinations.flatMap((to) => [...ask(from, to, tcp, udp), { from, to, port: 443, protocol: sctp }]);
}

const edgePorts = ({ ports }: PlannedFlow): number[] => ports.flatMap((port) => {
  const [first, last] = rangeOf(port);
  return [first - 1, first, last, last + 1].filter((number) => number > 0 && number <= 65535);
});

interface PodDestination {
  readonly to: Destination;
  readonly ports: readonly number[];
}

/** Pods of the cell, of DNS and Istio, and look-alikes in the wrong place. */
function podDestinations({ podCidrs, dns, istioNamespace, namespaces }: Cell): PodDestination[] {
  const istiod = { app: 'istiod' };
  const other = { app: 'other' };
  const pods: readonly (readonly [Pod, readonly number[]])[] = [
    ...namespaces.map((namespace) => [{ name: 'any', namespace, labels: other }, [443, 8080, 61616]] as const),
    [{ name: 'dns', namespace: dns.namespace, labels: { ...dns.labels, version: '1' } }, [53, 5353, 443]],
    [{ name: 'not-dns', namespace: dns.namespace, labels: other }, [53, 5353, 443]],
    [{ name: 'false-dns', namespace: 'default', labels: dns.labels }, [53, 5353]],
    [{ name: 'istiod', namespace: istioNamespace, labels: { ...istiod, 'istio.io/rev': 'default' } }, [15010, 15012, 15017, 443]],
    [{ name: 'not-istiod', namespace: istioNamespace, labels: other }, [15012, 443]],
    [{ name: 'false-istiod', namespace: 'default', labels: istiod }, [15012]],
    ...['default', 'edgelm', 'edge-icell-secrets', 'istio-gateways', 'monitoring'].filter((namespace) => !namespaces.includes(namespace))
      .map((namespace) => [{ name: 'foreign', namespace, labels: other }, [80, 443, 8080]] as const),
    [{ name: 'look-alike', namespace: 'edge-icell-2', labels: { app: 'worker' } }, [443, 8080]],
  ];
  return podCidrs.flatMap((cidr) => pods.map(([pod, ports], index) => ({ to: { what: 'pod', address: addressIn(cidr, 11 + index), pod }, ports })));
}

function fixedDestinations({ networks, apiServer, families }: Cell): Destination[] {
  const special = Object.entries(NOT_INTERNET).map(([network, what]) => ({ what, address: addressIn(network, 1) }));
  const infamous = Object.entries(INFAMOUS).map(([address, what]) => ({ what, address }));
  const own = networks.map((network) => ({ what: `own network ${network}`, address: addressIn(network, 7) }));
  const server = (apiServer?.cidrs ?? []).flatMap((cidr) => [
    ...edgesOf(cidr).inside.map((address) => ({ what: 'API server', address })), ...edgesOf(cidr).outside.map((address) => ({ what: 'beside the API server', address })),
  ]);
  const internet = INTERNET.map((address) => ({ what: families.includes(familyOf(address)) ? 'Internet' : 'Internet, of the family that the cluster lacks', address }));
  return [...special, ...infamous, ...own, ...server, ...internet];
}

/** Addresses of all flows and their neighbours: what one component may reach another may not. */
const declaredDestinations = (_: Cell, { flows }: Plan): Destination[] =>
  [...new Set(flows.filter(({ direction }) => direction === 'egress').flatMap(({ to }) => to.cidrs))].flatMap((cidr) => [
    ...edgesOf(cidr).inside.map((address) => ({ what: `in ${cidr}`, address })),
    ...edgesOf(cidr).outside.map((address) => ({ what: `beside ${cidr}`, address })),
  ]);
