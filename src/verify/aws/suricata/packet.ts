import { Connection } from '../../connection';

/** What the engine has found out about the application: `pending` not yet, `none` nothing it knows. */
export type Application = 'tls' | 'http' | 'quic' | 'pending' | 'none';

/** A packet of a connection, with what the engine knows when it sees it. */
export interface Packet {
  readonly toServer: boolean;
  /** Is it the first of its direction? */
  readonly isFirst: boolean;
  readonly established: boolean;
  readonly hasPayload: boolean;
  readonly application: Application;
  /** Is the hello or request complete, so that its names are known? */
  readonly isComplete: boolean;
  /** Bytes that the client has sent so far; `some`: not known, but less than a hello may have. */
  readonly clientBytes: number | 'some';
  /** Number of the IP protocol, where it is none that a connection has otherwise.
   * @default - TCP, UDP or ICMP, as the connection says */
  readonly ipProtocol?: number;
}

/**
 * How the client sends: its hello or request in one segment, or cut in two, as that of a post-quantum client is; a hello that goes on and never ends;
 * or packets of another IP protocol, for which GRE stands.
 */
export type Segments = 1 | 2 | 'endless' | 'gre';

/** More than any rule asks for. */
const MANY_BYTES = Number.MAX_SAFE_INTEGER;
const GRE_PROTOCOL = 47;

/**
 * The packets of a connection that rules can decide on: opening, first data, replies, the rest. The acknowledgement that ends a TCP handshake
 * is not `established` to Suricata yet (measured with 7.0.10), so it tells nothing that the SYN does not.
 */
export function packetsOf({ protocol }: Connection, segments: Segments): readonly Packet[] {
  if (segments === 'gre') return GRE;
  switch (protocol) {
    case 'tls':
      return segments === 1 ? TLS : segments === 2 ? TLS_SPLIT : endless('tls');
    case 'http':
      return segments === 1 ? HTTP : segments === 2 ? HTTP_SPLIT : endless('http');
    case 'tcp':
      return TCP;
    case 'icmp':
      return DATAGRAMS;
    default:
      return protocol === 'quic' ? QUIC : DATAGRAMS;
  }
}

const packet = (parts: Partial<Packet>): Packet =>
  ({ toServer: true, isFirst: false, established: true, hasPayload: true, application: 'pending', isComplete: false, clientBytes: 'some', ...parts });

const HANDSHAKE = [
  packet({ isFirst: true, established: false, hasPayload: false, clientBytes: 0 }),
  packet({ toServer: false, isFirst: true, established: false, hasPayload: false, clientBytes: 0 }),
];
const conversation = (application: Application): readonly Packet[] => [
  packet({ application, isComplete: true }),
  packet({ toServer: false, application, isComplete: true }),
  packet({ application, isComplete: true, clientBytes: MANY_BYTES }),
];
const TLS = [...HANDSHAKE, ...conversation('tls')];
const TLS_SPLIT = [...HANDSHAKE, packet({ application: 'tls' }), ...conversation('tls')];
const HTTP = [...HANDSHAKE, ...conversation('http')];
const HTTP_SPLIT = [...HANDSHAKE, packet({ application: 'http' }), ...conversation('http')];
const endless = (application: Application): readonly Packet[] => [...HANDSHAKE, packet({ application }), packet({ application, clientBytes: MANY_BYTES })];
const TCP = [...HANDSHAKE, packet({}), packet({ toServer: false }), packet({ application: 'none' }), packet({ application: 'none', clientBytes: MANY_BYTES })];
const datagrams = (application: Application): readonly Packet[] => [
  packet({ isFirst: true, established: false, application }),
  packet({ toServer: false, isFirst: true, application }),
  packet({ application }),
];
const DATAGRAMS = datagrams('none');
const QUIC = datagrams('quic');
const GRE = DATAGRAMS.map((one): Packet => ({ ...one, ipProtocol: GRE_PROTOCOL }));
