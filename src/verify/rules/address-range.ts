import { readAddress } from '../addresses';

/** Addresses from the first to the last, both included. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** Length of the prefix; undefined: the range is no network. */
  readonly prefix?: number;
}

/** An address, a network (host bits are ignored, as engines do) or `first-last`; undefined for anything else. */
export function rangeOf(text: string): AddressRange | undefined {
  const dash = text.indexOf('-');
  if (dash > 0) return between(text.slice(0, dash).trim(), text.slice(dash + 1).trim());
  const slash = text.indexOf('/');
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = bitsOf(address.version);
  const prefix = slash < 0 ? bits : Number(text.slice(slash + 1));
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits || text.endsWith('/')) return undefined;
  const size = 2n ** BigInt(bits - prefix);
  const first = address.value - (address.value % size);
  return { version: address.version, first, last: first + size - 1n, prefix };
}

export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

export function holds(outer: AddressRange, inner: AddressRange): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

function between(low: string, high: string): AddressRange | undefined {
  const [first, last] = [readAddress(low), readAddress(high)];
  if (first === undefined || last === undefined || first.version !== last.version || first.value > last.value) return undefined;
  return { version: first.version, first: first.value, last: last.value };
}
