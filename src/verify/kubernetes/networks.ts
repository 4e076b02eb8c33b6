import { IPv6, parse } from 'ipaddr.js';

/** An address as a number, with the version of IP. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const MOST_KNOWN = 100_000;
const known = new Map<string, Address>();

/** Reads an address; the same text is read once. An IPv4-mapped one is sent as IPv4 (RFC 4291 2.5.5.2), and is that address. */
export function addressOf(text: string): Address {
  const read = known.get(text);
  if (read !== undefined) return read;
  const written = parse(text);
  const parsed = written instanceof IPv6 && written.isIPv4MappedAddress() ? written.toIPv4Address() : written;
  const address: Address = { version: parsed.kind() === 'ipv4' ? 4 : 6, value: parsed.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, address);
  return address;
}

/** A network: an address of it, and the length of its prefix. */
export interface Network extends Address {
  readonly prefix: number;
}

/** Reads a network as the API server takes it; host bits are cut off, as network plug-ins do. Undefined: it is none. */
export function networkOf(text: string): Network | undefined {
  const [, host, prefix] = /^([0-9a-fA-F.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (host === undefined || !isAddress(host)) return undefined;
  const { version, value } = addressOf(host);
  const bits = Number(prefix);
  return bits > BITS[version] ? undefined : { version, value, prefix: bits };
}

/** IPv4 has four decimal parts without leading zeros, since parsers disagree on all other forms, as they do on IPv4-mapped networks. */
function isAddress(text: string): boolean {
  if (!text.includes(':')) return /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
  return IPv6.isValid(text) && !IPv6.parse(text).isIPv4MappedAddress();
}

export function contains({ version, value, prefix }: Network, address: Address): boolean {
  const size = 2n ** BigInt(BITS[version] - prefix);
  return version === address.version && value / size === address.value / size;
}

/** What is filed under networks, found by an address in them: the time does not depend on how many networks there are. */
export class NetworkTable<T> {
  private readonly entries = new Map<string, T[]>();
  private readonly sizes: Readonly<Record<4 | 6, Set<bigint>>> = { 4: new Set(), 6: new Set() };

  public add({ version, value, prefix }: Network, entry: T): void {
    const size = 2n ** BigInt(BITS[version] - prefix);
    this.sizes[version].add(size);
    const key = `${version}/${size}/${value / size}`;
    const there = this.entries.get(key);
    if (there === undefined) this.entries.set(key, [entry]);
    else there.push(entry);
  }

  /** Entries of all networks that hold the address. */
  public at({ version, value }: Address): T[] {
    const found: T[] = [];
    for (const size of this.sizes[version]) {
      const entries = this.entries.get(`${version}/${size}/${value / size}`);
      if (entries !== undefined) found.push(...entries);
    }
    return found;
  }
}
