import { Evidence } from '../catalog';
import { compareText } from '../errors';
import { Cidr, HostPattern, Port, Transport } from '../net';

/** Where a flow starts: a component, all pods of a namespace, an address, or the nodes. Exactly one kind of the three. */
export interface FlowSource {
  /** Namespace of the pods.
   * @default - not pods */
  readonly namespace?: string;
  /** Component in the namespace.
   * @default - all pods of the namespace */
  readonly component?: string;
  /** Address outside the cluster.
   * @default - inside the cluster */
  readonly cidr?: string;
  /** The nodes themselves, such as the container runtime.
   * @default false */
  readonly nodes?: boolean;
}

/** Where a flow ends. With hosts and addresses: the hosts, which have these addresses. */
export interface FlowTarget {
  readonly hosts: readonly HostPattern[];
  readonly cidrs: readonly Cidr[];
  /** Component of the cell that takes an ingress flow. */
  readonly component: string | null;
}

/** Why a flow is there. */
export interface Reason {
  readonly text: string;
  /** SAP page, vendor document, or the path in the definition. */
  readonly source: string;
}

/** One planned permission. */
export interface Flow {
  /** What permits it: SAP's flow name, or the kind and key of the definition's entry. Rows that differ in port or direction can share it. */
  readonly id: string;
  /** The id, or the id with what sets this row apart; unique in the plan. Names of rules and objects come from it. */
  readonly key: string;
  readonly direction: 'egress' | 'ingress';
  readonly from: readonly FlowSource[];
  readonly to: FlowTarget;
  /** Is the target on the Internet or in a private network? */
  readonly network: 'internet' | 'private';
  /** Is the target at the addresses in `to` only? Otherwise its hosts have other addresses (too). */
  readonly addressBound: boolean;
  /** `proxy`: the connection goes to a proxy, which has a flow of its own. */
  readonly via: 'proxy' | null;
  readonly ports: readonly Port[];
  /** Application protocol. */
  readonly protocol: string;
  /** What is to be seen of the protocol on the wire. */
  readonly transport: Transport;
  readonly evidence: Evidence;
  readonly reasons: readonly Reason[];
  /** Where the definition decides it; problems of targets point there. */
  readonly path: string;
}

/** Ids of flows, in order, each once. */
export function flowIds(flows: readonly { readonly id: string }[]): string[] {
  return [...new Set(flows.map(({ id }) => id))].sort(compareText);
}

/** Order of sources in a flow. */
export function sourceText({ namespace, component, cidr, nodes }: FlowSource): string {
  if (nodes === true) return 'nodes';
  return cidr ?? (component === undefined ? `${namespace}/*` : `${namespace}/${component}`);
}
