import { IPv4, IPv6, isValid, isValidCIDR, parse, parseCIDR } from 'ipaddr.js';

/** A network that is asked for many addresses. */
export interface Network {
  readonly bits: number;
  holds(address: string): boolean;
}

const parsed = new Map<string, IPv4 | IPv6 | null>();

function read(address: string): IPv4 | IPv6 | null {
  const known = parsed.get(address);
  if (known !== undefined) return known;
  if (parsed.size > 20_000) parsed.clear();
  const value = isValid(address) ? parse(address) : null;
  parsed.set(address, value);
  return value;
}

/** The network of an address with or without prefix; undefined: it is neither. */
export function network(text: string): Network | undefined {
  const withPrefix = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  if (!isValidCIDR(withPrefix)) return undefined;
  const [base, bits] = parseCIDR(withPrefix);
  const holds = (address: string): boolean => {
    const given = read(address);
    return given !== null && given.kind() === base.kind() && given.match(base, bits);
  };
  return { bits, holds };
}

/** Is the text an address? */
export function isAddress(text: string): boolean {
  return read(text) !== null;
}
