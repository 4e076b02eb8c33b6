/** What a probe sends. */
export type ProbeKind = 'tls' | 'http' | 'tcp' | 'udp' | 'quic' | 'dns' | 'icmp' | 'ip';

/**
 * `pass`: all packets get through. `drop`: from some packet with payload on, nothing does. `mixed`: data gets through after a drop.
 * `unanswered`: the engine did not count every packet, which nothing may be concluded from.
 */
export type Outcome = 'pass' | 'drop' | 'mixed' | 'unanswered';

/** One connection that is tried. */
export interface Probe {
  readonly name: string;
  readonly kind: ProbeKind;
  /** Address family of the default addresses.
   * @default 4 */
  readonly family?: 4 | 6;
  /** @default `10.42.1.10` or `fd00:42::10` */
  readonly src?: string;
  /** @default `203.0.113.10` or `2001:db8::10` */
  readonly dst?: string;
  /** @default 443; http 80, dns 53 */
  readonly port?: number;
  /** tls: server name; none when absent. */
  readonly sni?: string;
  /** tls */
  readonly alpn?: readonly string[];
  /** tls: a hello of about 1.6 kB, which needs two segments. */
  readonly postQuantum?: boolean;
  /** tls: encrypted records of 1 kB after the hello.
   * @default 2 */
  readonly records?: number;
  /** Cuts the (first) payload into so many equal segments. */
  readonly segments?: number;
  /** … or at these bytes. */
  readonly cuts?: readonly number[];
  /** http: Host header. */
  readonly host?: string;
  /** http: first line without the version.
   * @default `GET /` */
  readonly request?: string;
  /** http: bytes of a header before the Host header.
   * @default 0 */
  readonly padding?: number;
  /** dns: name asked for. */
  readonly query?: string;
  /** tcp, udp: payloads as `text:GET /`, `hex:1603`, `zero:200`, `random:200` or `records:3` (encrypted TLS records of 1 kB). */
  readonly data?: readonly string[];
  /** tcp: false sends the data without opening a connection. */
  readonly handshake?: boolean;
  /** ip: protocol number.
   * @default 47 (GRE) */
  readonly protocol?: number;
}

/** A packet of a probe. */
export interface Packet {
  readonly bytes: Buffer;
  readonly fromClient: boolean;
  /** Size of its payload in bytes. */
  readonly payload: number;
}

/** A probe as packets. */
export interface ProbeFlow {
  readonly probe: Probe;
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  readonly packets: readonly Packet[];
}

/** What became of a probe. */
export interface Verdict {
  readonly probe: Probe;
  readonly got: Outcome;
  /** Payload bytes that got through before the drop. */
  readonly leak: number;
  /** Ids (`sid`) of the rules that matched and are logged, or the engine's own reason. */
  readonly by: readonly string[];
}
