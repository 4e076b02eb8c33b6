/* eslint-disable no-bitwise -- headers are bits */
import { isIP } from 'node:net';
import { clientHello, randomLooking } from './client-hello';
import { FLAG, ipPacket, pingPacket, tcpPacket, udpPacket, type PortEnds } from './packets';
import type { Packet, Probe, ProbeFlow, ProbeKind } from './probe';

const SEGMENT_SIZE = 1400;
const FIRST_SOURCE_PORT = 20000;
/** Probes of one run, each with a source port of its own. */
export const MOST_PROBES = 65535 - FIRST_SOURCE_PORT;
const DEFAULTS = { 4: { src: '10.42.1.10', dst: '203.0.113.10' }, 6: { src: 'fd00:42::10', dst: '2001:db8::10' } };
const DEFAULT_PORT: Readonly<Partial<Record<ProbeKind, number>>> = { tls: 443, http: 80, tcp: 443, udp: 443, quic: 443, dns: 53 };

/** A probe as packets; `index` gives it a source port of its own. */
export async function buildFlow(probe: Probe, index: number): Promise<ProbeFlow> {
  const family = isIP(probe.dst ?? probe.src ?? '') || (probe.family ?? 4);
  const { src, dst } = { ...DEFAULTS[family === 6 ? 6 : 4], ...given(probe) };
  const port = DEFAULT_PORT[probe.kind];
  const ends = { src, dst, sport: port === undefined ? 0 : FIRST_SOURCE_PORT + index, dport: port === undefined ? 0 : probe.port ?? port };
  return { probe, ...ends, packets: packetsOf(probe, ends, await payloads(probe)) };
}

function given({ src, dst }: Probe): { src?: string; dst?: string } {
  return { ...(src === undefined ? {} : { src }), ...(dst === undefined ? {} : { dst }) };
}

function payload(description: string): Buffer[] {
  const [, form, value = ''] = /^(text|hex|zero|random|records):(.*)$/s.exec(description) ?? [];
  switch (form) {
    case 'text': return [Buffer.from(value)];
    case 'hex': return [Buffer.from(value, 'hex')];
    case 'zero': return [Buffer.alloc(Number(value))];
    case 'random': return [randomLooking(Number(value), description)];
    case 'records': return encryptedRecords(Number(value));
    default: throw new Error(`a payload starts with text:, hex:, zero:, random: or records:, not ${description}`);
  }
}

/** TLS records as an established session sends them: bytes that are no records are dropped by the engine's own policy. */
function encryptedRecords(count: number): Buffer[] {
  return Array.from({ length: count }, () => Buffer.concat([Buffer.from('17030303e8', 'hex'), randomLooking(1000, 'record')]));
}

function dnsQuery(name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([Buffer.from('123401000001000000000000', 'hex'), ...labels, Buffer.from('0000010001', 'hex')]);
}

/** The long header of a QUIC version 1 Initial packet, then what looks encrypted. */
function quicInitial(): Buffer {
  return Buffer.concat([Buffer.from('c00000000108', 'hex'), randomLooking(1194, 'quic')]);
}

function httpRequest({ request = 'GET /', host, padding = 0 }: Probe): Buffer {
  const headers = [...(padding > 0 ? [`X-Padding: ${'a'.repeat(padding)}`] : []), ...(host === undefined ? [] : [`Host: ${host}`]), 'User-Agent: probe'];
  return Buffer.from(`${request} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
}

async function payloads(probe: Probe): Promise<Buffer[]> {
  switch (probe.kind) {
    case 'tls': return [...cut(await clientHello(probe), probe), ...encryptedRecords(probe.records ?? 2)];
    case 'http': return cut(httpRequest(probe), probe);
    case 'dns': return [dnsQuery(probe.query ?? 'example.com')];
    case 'quic': return [quicInitial()];
    case 'tcp':
    case 'udp': return (probe.data ?? ['text:probe']).flatMap(payload).flatMap((bytes) => cut(bytes, {}));
    default: return [];
  }
}

function cut(bytes: Buffer, { segments, cuts }: Pick<Probe, 'segments' | 'cuts'>): Buffer[] {
  const size = segments === undefined ? SEGMENT_SIZE : Math.ceil(bytes.length / segments);
  const equal = Array.from({ length: Math.ceil(bytes.length / size) - 1 }, (_, index) => (index + 1) * size);
  const ends = [...(cuts ?? equal), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function packetsOf(probe: Probe, ends: PortEnds, data: readonly Buffer[]): Packet[] {
  const single = (bytes: Buffer, size: number): Packet => ({ bytes, fromClient: true, payload: size });
  switch (probe.kind) {
    case 'icmp': return [single(pingPacket(ends), 5)];
    case 'ip': return [single(ipPacket(ends, probe.protocol ?? 47, randomLooking(40, 'ip')), 40)];
    case 'udp':
    case 'quic':
    case 'dns': return data.map((bytes) => single(udpPacket(ends, bytes), bytes.length));
    default: return tcpConversation(ends, data, probe.handshake);
  }
}

/** Handshake, the client's segments with the server's acknowledgements, close. */
function tcpConversation(ends: PortEnds, segments: readonly Buffer[], handshake = true): Packet[] {
  const back = { src: ends.dst, dst: ends.src, sport: ends.dport, dport: ends.sport };
  const packets: Packet[] = [];
  let [clientSeq, serverSeq] = [1000, 5000];
  const client = (flags: number, data: Buffer = Buffer.alloc(0)): void => {
    const ack = (flags & FLAG.ack) === 0 ? 0 : serverSeq;
    packets.push({ bytes: tcpPacket(ends, { seq: clientSeq, ack, flags, data }), fromClient: true, payload: data.length });
    clientSeq += data.length + ((flags & (FLAG.syn | FLAG.fin)) === 0 ? 0 : 1);
  };
  const server = (flags: number): void => {
    packets.push({ bytes: tcpPacket(back, { seq: serverSeq, ack: clientSeq, flags }), fromClient: false, payload: 0 });
    serverSeq += (flags & (FLAG.syn | FLAG.fin)) === 0 ? 0 : 1;
  };
  if (handshake) {
    client(FLAG.syn);
    server(FLAG.syn | FLAG.ack);
    client(FLAG.ack);
  }
  for (const data of segments) {
    client(FLAG.psh | FLAG.ack, data);
    server(FLAG.ack);
  }
  client(FLAG.fin | FLAG.ack);
  server(FLAG.fin | FLAG.ack);
  client(FLAG.ack);
  return packets;
}
