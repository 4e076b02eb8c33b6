/** What is to be seen of a connection on the wire. */
export type WireProtocol = 'tls' | 'http' | 'tcp' | 'udp' | 'quic' | 'icmp';

/** Where a connection starts. */
export interface Origin {
  /** Namespace of the pod.
   * @default - not a pod: a node, or something outside the cluster */
  readonly namespace?: string;
  /** Name of the pod in the objects that are judged.
   * @default - not a pod */
  readonly pod?: string;
  /** Addresses of the pod itself, one a family at most.
   * @default - unknown */
  readonly podAddresses?: readonly string[];
  /** Addresses as the cloud firewall sees them, one a family at most. */
  readonly egressAddresses: readonly string[];
}

/** Where a connection goes. */
export interface Destination {
  /** The name that is looked up, in lower case; null: an address is dialled as it is. */
  readonly host: string | null;
  /** The address that is dialled. */
  readonly address: string;
  readonly port: number;
}

/** What there is of an attempt to connect whoever makes it. */
export interface Wire {
  readonly to: Destination;
  readonly protocol: WireProtocol;
  /** Server name of the TLS or QUIC hello; null: none is sent. Always null for other protocols. */
  readonly serverName: string | null;
  /** Host header; null: none is sent. Always null but for `http`. */
  readonly httpHost: string | null;
}

/** One attempt to connect, as it is put to every layer. */
export interface Connection extends Wire {
  readonly from: Origin;
}
