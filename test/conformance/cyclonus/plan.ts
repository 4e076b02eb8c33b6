import type { Cell, Pod } from './cell';

/** What is read of `plan.json`. */
export interface Plan {
  readonly cell: string;
  readonly flows: readonly PlannedFlow[];
}

export interface PlannedFlow {
  readonly id: string;
  readonly direction: 'egress' | 'ingress';
  readonly from: readonly { readonly namespace?: string; readonly component?: string }[];
  readonly to: { readonly hosts: readonly string[]; readonly cidrs: readonly string[] };
  readonly via: 'proxy' | null;
  /** Numbers, and ranges such as `40000-40100`. */
  readonly ports: readonly (number | string)[];
  readonly transport: string;
  readonly addressBound: boolean;
}

/** The flows that the pod itself opens, with or without the proxy that takes them. */
function flowsFrom(pod: Pod, { flows }: Plan, { byComponent }: Cell): PlannedFlow[] {
  const isFor = (component: string | undefined, flow: PlannedFlow): boolean =>
    component === undefined || !byComponent || component === pod.component || (pod.component === undefined && isOfSap(flow));
  return flows.filter((flow) => flow.direction === 'egress'
    && flow.from.some(({ namespace, component }) => namespace === pod.namespace && isFor(component, flow)));
}

/** SAP's own flows, which pods get that nobody can tell apart: an upgrade may bring new ones. The customer's have a key. */
const isOfSap = ({ id }: PlannedFlow): boolean => !id.includes('/') && id !== HTTP_PROXY;

const HTTP_PROXY = 'http-proxy';

/** What a NetworkPolicy sees of them: a flow by the HTTP proxy is one to the proxy. */
export function connectionsOf(pod: Pod, plan: Plan, cell: Cell): PlannedFlow[] {
  const own = flowsFrom(pod, plan, cell);
  const proxied = pod.component === undefined && own.some(({ via, id }) => via === 'proxy' && !id.startsWith('receiver/'));
  return [...own.filter(({ via }) => via === null), ...(proxied ? plan.flows.filter(({ id }) => id === HTTP_PROXY) : [])];
}

export const protocolOf = ({ transport }: PlannedFlow): 'TCP' | 'UDP' => (transport === 'udp' ? 'UDP' : 'TCP');

/** First and last port. */
export const rangeOf = (port: number | string): readonly [number, number] => {
  const [first = 0, last = first] = String(port).split('-').map(Number);
  return [first, last];
};

export const hasPort = ({ ports }: PlannedFlow, port: number): boolean => ports.some((entry) => {
  const [first, last] = rangeOf(entry);
  return first <= port && port <= last;
});
