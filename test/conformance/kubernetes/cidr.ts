import { isIPv4, isIPv6 } from 'node:net';

export interface Cidr {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly bits: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

const fromGroups = (groups: readonly string[], radix: 10 | 16): bigint =>
  groups.reduce((value, group) => value * (radix === 10 ? 256n : 65536n) + BigInt(Number.parseInt(group || '0', radix)), 0n);

function ipv6(text: string): bigint {
  const [before = '', after] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return fromGroups([...left, ...zeros, ...right], 16);
}

export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', prefix = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : undefined;
  if (family === undefined || Number(prefix) > WIDTH[family]) return undefined;
  return { family, address: family === 4 ? fromGroups(address.split('.'), 10) : ipv6(address), bits: Number(prefix) };
}

/** How many addresses a prefix of this length holds. */
const sizeOf = (family: 4 | 6, bits: number): bigint => 2n ** BigInt(WIDTH[family] - bits);

const network = ({ family, address }: Cidr, bits: number): bigint => address / sizeOf(family, bits);

/** Bits behind the prefix; Kubernetes 1.36 refuses them. */
export const hasHostBits = ({ family, address, bits }: Cidr): boolean => address % sizeOf(family, bits) !== 0n;

/** An IPv4 address written as IPv6; Kubernetes 1.36 refuses it. */
export const isMappedIpv4 = ({ family, address }: Cidr): boolean => family === 6 && address / 2n ** 32n === 0xffffn;

/** A part of the other, and not all of it. */
export const isStrictlyInside = (inner: Cidr, outer: Cidr): boolean =>
  inner.family === outer.family && inner.bits > outer.bits && network(inner, outer.bits) === network(outer, outer.bits);
