import type { Cell, Gateway, Pod } from './cell';
import { hasLabels, type Question } from './expected';
import { connectionsOf, protocolOf, rangeOf, type Plan, type PlannedFlow } from './plan';

/** Where Istio's proxies give their metrics. */
export const METRICS_PORTS: readonly number[] = [15020, 15090];

/** The gateway's port for a port outside, as docs/ids.md has it. */
export const portOfGateway = (port: number): number => 20000 + port % 11000;

const isByGateway = (flow: PlannedFlow): boolean => flow.direction === 'egress' && flow.via === null && protocolOf(flow) === 'TCP';

/** Flows of the cell's pods that leave by the gateway. */
const carried = ({ flows }: Plan, { namespaces }: Cell): PlannedFlow[] =>
  flows.filter((flow) => isByGateway(flow) && flow.from.some(({ namespace = '' }) => namespaces.includes(namespace)));

const isWild = (host: string): boolean => host.startsWith('*.');

/** Those that go on to the SNI proxy, and those that the gateway sends out itself; one flow can have hosts of both kinds. */
const byProxy = (flows: readonly PlannedFlow[]): PlannedFlow[] => flows.filter(({ to }) => to.hosts.some(isWild));
const direct = (flows: readonly PlannedFlow[]): PlannedFlow[] => flows.filter(({ to }) => to.hosts.length === 0 || !to.hosts.every(isWild));

const portsOf = (flows: readonly PlannedFlow[]): number[] => flows.flatMap(({ ports }) => ports.flatMap((port) => {
  const [first, last] = rangeOf(port);
  return Array.from({ length: last - first + 1 }, (_, index) => portOfGateway(first + index));
}));

const known = new WeakMap<Plan, readonly number[]>();

/** Every port of the gateway; asked for by every question, so kept. */
export function gatewayPortsOf(plan: Plan, cell: Cell): readonly number[] {
  const ports = known.get(plan) ?? [...new Set(portsOf(carried(plan, cell)))].sort((a, b) => a - b);
  known.set(plan, ports);
  return ports;
}

const isGateway = (pod: Pod, { namespace, labels }: Gateway): boolean => pod.namespace === namespace && hasLabels(pod, labels);
const isProxy = (pod: Pod, { namespace, proxy }: Gateway): boolean => proxy !== undefined && pod.namespace === namespace && hasLabels(pod, proxy);

/** What a pod of the gateway's namespace sends to addresses outside. */
export function flowsOfGatewayPod(pod: Pod, plan: Plan, cell: Cell): PlannedFlow[] {
  if (cell.gateway === undefined) return [];
  if (isGateway(pod, cell.gateway)) return direct(carried(plan, cell));
  return isProxy(pod, cell.gateway) ? byProxy(carried(plan, cell)) : [];
}

/** A pod of the cell reaches the gateway on the ports of its own flows. */
export function whyToGateway({ from, to, port, protocol }: Question, plan: Plan, cell: Cell): string | undefined {
  if (cell.gateway === undefined || to.pod === undefined || protocol !== 'TCP' || !isGateway(to.pod, cell.gateway)) return undefined;
  return connectionsOf(from, plan, cell).find((flow) => isByGateway(flow) && portsOf([flow]).includes(port))?.id;
}

/** The gateway reaches the proxy on the ports of wildcards, and nobody else of its namespace. */
export function whyToProxy({ from, to, port, protocol }: Question, plan: Plan, cell: Cell): string | undefined {
  const { gateway } = cell;
  if (gateway === undefined || to.pod === undefined || protocol !== 'TCP' || !isGateway(from, gateway) || !isProxy(to.pod, gateway)) return undefined;
  return portsOf(byProxy(carried(plan, cell))).includes(port) ? 'SNI proxy' : undefined;
}

/** Who may call a pod of the gateway's namespace. */
export function whyEnters(question: Question, plan: Plan, cell: Cell): string | undefined {
  const { from, to, port, protocol } = question;
  const { gateway } = cell;
  if (gateway === undefined || to.pod === undefined || protocol !== 'TCP') return undefined;
  if (gateway.scrapers.includes(from.namespace) && METRICS_PORTS.includes(port)) return 'metrics';
  const isClient = carried(plan, cell).some((flow) => flow.from.some(({ namespace = '' }) => namespace === from.namespace && cell.namespaces.includes(namespace)));
  if (isGateway(to.pod, gateway)) return isClient && gatewayPortsOf(plan, cell).includes(port) ? 'client of the gateway' : undefined;
  return isProxy(to.pod, gateway) ? whyToProxy(question, plan, cell) : undefined;
}
