import { IPv6 } from 'ipaddr.js';
import { addressValue } from '../addresses';

/** An address as a number, with the version of IP. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
  /** The same for the same address, however it is written. */
  readonly key: string;
}

const BITS = { 4: 32, 6: 128 } as const;
/** The first 96 bits of ::ffff:0:0/96. */
const MAPPED = 0xffffn;
/** Of the last 32 bits. */
const LOW = 2n ** 32n;
const MOST_KNOWN = 100_000;
const known = new Map<string, Address>();

/** Reads an address; the same text is read once. An IPv4-mapped one is sent as IPv4 (RFC 4291 2.5.5.2), and is that address. */
export function addressOf(text: string): Address {
  const read = known.get(text);
  if (read !== undefined) return read;
  const written = addressValue(text);
  const isMapped = written.version === 6 && written.value / LOW === MAPPED;
  const { version, value } = isMapped ? { version: 4 as const, value: written.value % LOW } : written;
  const address: Address = { version, value, key: `${version}/${value}` };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, address);
  return address;
}

/** A network, by its first and last address. */
export interface Network {
  readonly version: 4 | 6;
  readonly prefix: number;
  readonly value: bigint;
  readonly last: bigint;
}

/** Reads a network as the API server takes it; host bits are cut off, as network plug-ins do. Undefined: it is none. */
export function networkOf(text: string): Network | undefined {
  const [, host, prefix] = /^([0-9a-fA-F.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (host === undefined || !isAddress(host)) return undefined;
  const { version, value } = addressOf(host);
  const bits = Number(prefix);
  if (bits > BITS[version]) return undefined;
  const size = 2n ** BigInt(BITS[version] - bits);
  const first = value - value % size;
  return { version, value: first, last: first + size - 1n, prefix: bits };
}

/** IPv4 has four decimal parts without leading zeros, since parsers disagree on all other forms, as they do on IPv4-mapped networks. */
function isAddress(text: string): boolean {
  if (!text.includes(':')) return /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
  return IPv6.isValid(text) && !IPv6.parse(text).isIPv4MappedAddress();
}

export function contains({ version, value, last }: Network, address: Address): boolean {
  return version === address.version && value <= address.value && address.value <= last;
}

/** What is filed under networks, found by an address in them: the time depends on how many sizes there are, not on how many networks. */
export class NetworkTable<T> {
  private readonly bySize: Readonly<Record<4 | 6, Map<bigint, Map<bigint, T[]>>>> = { 4: new Map(), 6: new Map() };

  public add({ version, value, last }: Network, entry: T): void {
    const size = last - value + 1n;
    const networks = this.bySize[version].get(size) ?? new Map<bigint, T[]>();
    this.bySize[version].set(size, networks);
    const there = networks.get(value / size);
    if (there === undefined) networks.set(value / size, [entry]);
    else there.push(entry);
  }

  /** Entries of all networks that hold the address. */
  public at({ version, value }: Address): T[] {
    const found: T[] = [];
    for (const [size, networks] of this.bySize[version]) found.push(...networks.get(value / size) ?? []);
    return found;
  }
}
