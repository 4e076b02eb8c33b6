import { Connection, Wire } from '../connection';

/**
 * What is asked. `own`: a connection that the plan permits. The rest are its neighbours, which differ from it in one thing; the table in
 * `docs/verdicts.md` says in which, and which layer sees that.
 */
export type ProbeKind =
  | 'own' | 'apex' | 'sibling' | 'subdomain' | 'look-alike' | 'suffix-attack' | 'other-tenant'
  | 'other-port' | 'other-protocol' | 'quic' | 'plaintext' | 'no-tls' | 'no-sni'
  | 'foreign-address' | 'foreign-ipv6' | 'ip-literal' | 'private-address' | 'metadata'
  | 'dns-elsewhere' | 'dns-tunnel' | 'past-proxy' | 'other-component' | 'other-namespace'
  | 'question' | 'cluster-need' | 'caller' | 'stranger' | 'plaintext-caller' | 'outside-caller';

/** Where a question starts. */
export interface ProbeOrigin {
  /** @default - not a pod */
  readonly namespace?: string;
  /** Name of the component, or of the sample pod that stands for all others.
   * @default - not a pod */
  readonly component?: string;
  /** @default false */
  readonly nodes?: boolean;
  /** An address outside the cluster.
   * @default - inside the cluster */
  readonly cidr?: string;
}

/** One question that is put to every layer. */
export interface Probe {
  /** `<flow key>/<kind>/<what>`, unique in a cell. */
  readonly id: string;
  /** Key of the flow it belongs to, or `cluster/…` for what the cluster itself needs. */
  readonly flow: string;
  /** Path in the definition that decides the flow; empty: none does. */
  readonly path: string;
  readonly kind: ProbeKind;
  readonly direction: 'egress' | 'ingress' | 'inside';
  readonly origin: ProbeOrigin;
  readonly connection: Connection;
  /** The connection whoever makes it: one and the same object in all questions of a cell that differ in nothing else, so that layers can answer once. */
  readonly wire: Wire;
  /** Hosts of the ingress flow that the question is about.
   * @default - not about callers from outside */
  readonly hosts?: readonly string[];
  /** Where a Service sends the connection, for layers that see pods: address and port of the pod.
   * @default - the connection goes where it is dialled */
  readonly backend?: { readonly address: string; readonly port: number };
  /** What must happen, by the plan alone. */
  readonly expected: 'allow' | 'deny';
}

/** Where a question starts, in few words. */
export function originText({ namespace, component, nodes, cidr }: ProbeOrigin): string {
  if (nodes === true) return 'nodes';
  return cidr ?? `${namespace}/${component}`;
}
