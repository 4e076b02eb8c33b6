import { Labels } from './values';

/** A pod as policies see it. */
export interface PolicyPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** Addresses of the pod itself. */
  readonly addresses: readonly string[];
  /** Ports of its containers that have names.
   * @default - not known: whether a named port matches cannot be told */
  readonly namedPorts?: readonly NamedPort[];
  /** Is it on the network of its node?
   * @default false */
  readonly hostNetwork?: boolean;
}

export interface NamedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}
