import { contains, familyOf } from './address';
import type { Cell, Pod } from './cell';
import { whyEnters, whyToGateway, whyToProxy, flowsOfGatewayPod } from './gateway';
import { connectionsOf, hasPort, protocolOf, type Plan, type PlannedFlow } from './plan';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** Where a pod connects to: another pod, or an address outside. */
export interface Destination {
  readonly what: string;
  readonly address: string;
  readonly pod?: Pod;
}

export interface Question {
  readonly from: Pod;
  readonly to: Destination;
  readonly port: number;
  readonly protocol: Protocol;
}

/** Never the Internet: networks that are not globally reachable (IANA special-purpose registries), and where clouds serve metadata. */
export const NOT_INTERNET: Readonly<Record<string, string>> = {
  '0.0.0.0/8': 'this network',
  '10.0.0.0/8': 'private',
  '100.64.0.0/10': 'shared, with the metadata of Alibaba Cloud',
  '127.0.0.0/8': 'loopback',
  '168.63.129.16/32': 'platform services of Azure, the WireServer among them',
  '169.254.0.0/16': 'link-local, with metadata',
  '172.16.0.0/12': 'private',
  '192.0.0.0/24': 'protocol assignments, with the metadata of Oracle Cloud',
  '192.168.0.0/16': 'private',
  '198.18.0.0/15': 'benchmarks',
  '224.0.0.0/4': 'multicast',
  '240.0.0.0/4': 'reserved',
  '::/8': 'unspecified, loopback, IPv4-mapped, NAT64',
  '2001::/32': 'Teredo, which embeds IPv4',
  '2002::/16': '6to4, which embeds IPv4',
  'fc00::/7': 'private, with the metadata of AWS and Google Cloud',
  'fe80::/10': 'link-local',
  'ff00::/8': 'multicast',
};

const ISTIOD_LABELS = { app: 'istiod' };
const ISTIOD_PORT = 15012;
const NODE_LOCAL_DNS = '169.254.20.10';
const DNS_PORT = 53;

/** Why the connection should be let through; undefined: it should not. From the plan and the definition alone. */
export function whyAllowed(question: Question, plan: Plan, cell: Cell): string | undefined {
  if (cell.observe) return 'observe';
  const why = whyLeaves(question, plan, cell);
  // Only the gateway's namespace says who may call.
  return why !== undefined && question.to.pod !== undefined && isOfGateway(question.to.pod, cell) ? whyEnters(question, plan, cell) : why;
}

const isOfGateway = ({ namespace }: Pod, { gateway }: Cell): boolean => gateway !== undefined && namespace === gateway.namespace;

function whyLeaves(question: Question, plan: Plan, cell: Cell): string | undefined {
  const { from, to, port, protocol } = question;
  const ofGateway = isOfGateway(from, cell);
  if (!ofGateway && !cell.namespaces.includes(from.namespace)) return 'the pod is not of the cell';
  if (to.pod === undefined) return whyAddress(question, plan, cell);
  const system = whySystem(to.pod, port, protocol, cell);
  if (ofGateway) return system ?? whyToProxy(question, plan, cell);
  return system ?? (cell.namespaces.includes(to.pod.namespace) ? 'pods of the cell' : whyToGateway(question, plan, cell));
}

/** What every pod with a proxy of Istio needs. */
function whySystem(pod: Pod, port: number, protocol: Protocol, { dns, istioNamespace, byName }: Cell): string | undefined {
  // Cilium looks into DNS only where no other policy lets it pass.
  const isDns = byName !== 'cilium' && pod.namespace === dns.namespace && hasLabels(pod, dns.labels);
  if (isDns && dns.ports.includes(port) && protocol !== 'SCTP') return 'DNS';
  if (pod.namespace === istioNamespace && hasLabels(pod, ISTIOD_LABELS) && port === ISTIOD_PORT && protocol === 'TCP') return 'istiod';
  return undefined;
}

export const hasLabels = (pod: Pod, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => pod.labels[key] === value);

function whyAddress({ from, to: { address }, port, protocol }: Question, plan: Plan, cell: Cell): string | undefined {
  const { apiServer, dns, gateway, byName } = cell;
  const ofGateway = isOfGateway(from, cell);
  if (!ofGateway && apiServer !== undefined && protocol === 'TCP' && port === apiServer.port && apiServer.cidrs.some((cidr) => contains(cidr, address))) return 'API server';
  if (dns.nodeLocal && address === NODE_LOCAL_DNS && port === DNS_PORT && protocol !== 'SCTP') return 'DNS of the node';
  const own = ofGateway ? flowsOfGatewayPod(from, plan, cell) : connectionsOf(from, plan, cell).filter((flow) => gateway === undefined || protocolOf(flow) === 'UDP');
  const flows = own.filter((one) => protocolOf(one) === protocol && hasPort(one, port));
  // Names are checked by the mesh, which sees TCP only: no other protocol may go to any address.
  const anywhere = protocol === 'TCP' && byName === undefined && isInternet(address, cell);
  const reaches = ({ to, addressBound }: PlannedFlow): boolean =>
    to.cidrs.some((cidr) => contains(cidr, address)) || (anywhere && !addressBound && to.hosts.length > 0);
  return flows.find(reaches)?.id;
}

const isInternet = (address: string, { families, networks }: Cell): boolean =>
  families.includes(familyOf(address)) && ![...Object.keys(NOT_INTERNET), ...networks].some((network) => contains(network, address));
