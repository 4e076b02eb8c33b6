/* eslint-disable no-bitwise -- headers are bits */
import { isIPv4, isIPv6 } from 'node:net';
import { uint16 } from './client-hello';

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 };
export const FLAG = { fin: 1, syn: 2, psh: 8, ack: 16 };

/** Where a packet comes from and goes to. */
export interface Ends {
  readonly src: string;
  readonly dst: string;
}

/** The same with ports. */
export interface PortEnds extends Ends {
  readonly sport: number;
  readonly dport: number;
}

export interface TcpSegment {
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly data?: Buffer;
}

export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [left = [], right] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = right === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.concat(groups.map((group) => uint16(Number.parseInt(group, 16))));
}

function checksum(data: Buffer): number {
  let sum = 0;
  for (let index = 0; index < data.length; index += 2) sum += (data[index]! << 8) | (data[index + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

export function ipPacket({ src, dst }: Ends, protocol: number, payload: Buffer): Buffer {
  if (isIPv6(src)) {
    const header = Buffer.alloc(8);
    header[0] = 0x60;
    header.writeUInt16BE(payload.length, 4);
    header[6] = protocol;
    header[7] = 64;
    return Buffer.concat([header, addressBytes(src), addressBytes(dst), payload]);
  }
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header[6] = 0x40; // do not fragment
  header[8] = 64;
  header[9] = protocol;
  addressBytes(src).copy(header, 12);
  addressBytes(dst).copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

function withChecksum(ends: Ends, protocol: number, segment: Buffer, checksumAt: number): Buffer {
  const pseudoHeader = Buffer.concat([addressBytes(ends.src), addressBytes(ends.dst), uint16(protocol), uint16(segment.length)]);
  segment.writeUInt16BE(checksum(Buffer.concat([pseudoHeader, segment])), checksumAt);
  return ipPacket(ends, protocol, segment);
}

export function tcpPacket({ sport, dport, ...ends }: PortEnds, { seq, ack, flags, data = Buffer.alloc(0) }: TcpSegment): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(sport, 0);
  header.writeUInt16BE(dport, 2);
  header.writeUInt32BE(seq, 4);
  header.writeUInt32BE(ack, 8);
  header[12] = 5 << 4; // header length in words
  header[13] = flags;
  header.writeUInt16BE(64240, 14); // window
  return withChecksum(ends, PROTOCOL.tcp, Buffer.concat([header, data]), 16);
}

export function udpPacket({ sport, dport, ...ends }: PortEnds, data: Buffer): Buffer {
  return withChecksum(ends, PROTOCOL.udp, Buffer.concat([uint16(sport), uint16(dport), uint16(8 + data.length), uint16(0), data]), 6);
}

export function pingPacket(ends: Ends): Buffer {
  const v6 = isIPv6(ends.src);
  const echo = Buffer.from([v6 ? 128 : 8, 0, 0, 0, 0x12, 0x34, 0, 1, ...Buffer.from('probe')]);
  if (v6) return withChecksum(ends, PROTOCOL.icmp6, echo, 2);
  echo.writeUInt16BE(checksum(echo), 2);
  return ipPacket(ends, PROTOCOL.icmp, echo);
}

/** A pcap file of Ethernet frames with the IP packets, a tenth of a millisecond apart, so that nothing times out in a large file. */
export function pcapFile(packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262144, 16); // longest frame
  header.writeUInt32LE(1, 20); // Ethernet
  const frames = packets.flatMap((packet, index) => {
    const ethernet = Buffer.from(`020000000001020000000002${packet[0]! >> 4 === 6 ? '86dd' : '0800'}`, 'hex');
    const length = ethernet.length + packet.length;
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + Math.floor(index / 10_000), 0);
    record.writeUInt32LE((index % 10_000) * 100, 4);
    record.writeUInt32LE(length, 8);
    record.writeUInt32LE(length, 12);
    return [record, ethernet, packet];
  });
  return Buffer.concat([header, ...frames]);
}
