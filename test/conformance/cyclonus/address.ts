import { parseCidr, type Cidr } from '../kubernetes/cidr';

export type Family = 4 | 6;

const WIDTH = { 4: 32n, 6: 128n } as const;

/** A network or an address; throws if it is neither. */
export function networkOf(text: string): Cidr {
  const cidr = parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  if (cidr === undefined) throw new Error(`${text} is not a network`);
  return cidr;
}

export const familyOf = (text: string): Family => networkOf(text).family;

const sizeOf = ({ family, bits }: Cidr): bigint => 2n ** (WIDTH[family] - BigInt(bits));

/** Does the address lie in the network? */
export function contains(network: string, address: string): boolean {
  const [outer, inner] = [networkOf(network), networkOf(address)];
  return outer.family === inner.family && inner.address >= outer.address && inner.address < outer.address + sizeOf(outer);
}

/** First and last address of a network, and those just outside. */
export function edgesOf(network: string): { readonly inside: readonly string[]; readonly outside: readonly string[] } {
  const cidr = networkOf(network);
  const last = cidr.address + sizeOf(cidr) - 1n;
  const text = (address: bigint): string => addressText(cidr.family, address);
  return {
    inside: [...new Set([cidr.address, last])].map(text),
    outside: [cidr.address - 1n, last + 1n].filter((address) => address >= 0n && address < 2n ** WIDTH[cidr.family]).map(text),
  };
}

/** The address so many places after the first of a network. */
export function addressIn(network: string, place: number): string {
  const cidr = networkOf(network);
  return addressText(cidr.family, cidr.address + BigInt(place));
}

function addressText(family: Family, address: bigint): string {
  const [groups, size, radix] = family === 4 ? [4, 256n, 10] as const : [8, 65536n, 16] as const;
  const parts = Array.from({ length: groups }, (_, index) => ((address / size ** BigInt(groups - 1 - index)) % size).toString(radix));
  return parts.join(family === 4 ? '.' : ':');
}
