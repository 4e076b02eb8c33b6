import { fromByteArray, IPv4, IPv6, parse } from 'ipaddr.js';
import { Cidr, numberOf } from '../net';

/** An address as a number, with its family. */
export interface AddressValue {
  readonly version: 4 | 6;
  readonly value: bigint;
}

const MOST_KNOWN = 100_000;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const known = new Map<string, AddressValue>();

/** Reads an address; the same text is read once. IPv4 has four decimal parts, since parsers disagree on other forms. Undefined: the text is none. */
export function readAddress(text: string): AddressValue | undefined {
  return known.get(text) ?? (isAddress(text) ? addressValue(text) : undefined);
}

/** Most texts that are none are names, whose last letter tells. */
function isAddress(text: string): boolean {
  if (text.includes(':')) return IPv6.isValid(text);
  const last = text.charCodeAt(text.length - 1);
  return last >= DIGIT_0 && last <= DIGIT_9 && IPv4.isValidFourPartDecimal(text);
}

/** Reads what is known to be an address. */
export function addressValue(text: string): AddressValue {
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const address = parse(text);
  const read: AddressValue = { version: address.kind() === 'ipv4' ? 4 : 6, value: numberOf(address) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, read);
  return read;
}

/** The address at a place of a network, counted from its first one; the last one where the network is smaller. */
export function addressIn(network: Cidr, place: number): string {
  const first = addressValue(network.address);
  const bits = first.version === 4 ? 32 : 128;
  const size = 2n ** BigInt(bits - network.prefix);
  const at = BigInt(place) < size ? BigInt(place) : size - 1n;
  return addressText(first.value + at, first.version);
}

/** The last address of a network. */
export function lastAddress(network: Cidr): string {
  const first = addressValue(network.address);
  const bits = first.version === 4 ? 32 : 128;
  return addressText(first.value + 2n ** BigInt(bits - network.prefix) - 1n, first.version);
}

/** The address after this one; undefined at the end of all addresses. */
export function nextAddress(text: string, step: 1n | -1n): string | undefined {
  const { version, value } = addressValue(text);
  const next = value + step;
  return next < 0n || next >= 2n ** BigInt(version === 4 ? 32 : 128) ? undefined : addressText(next, version);
}

function addressText(value: bigint, version: 4 | 6): string {
  const hex = value.toString(16).padStart(version === 4 ? 8 : 32, '0');
  return fromByteArray([...Buffer.from(hex, 'hex')]).toString();
}

/** Finds what is filed under networks by an address in them, whatever the number of networks. */
export class NetworkIndex<T> {
  private readonly entries = new Map<string, T[]>();
  /** Answers that were given, since the same few addresses are asked for again and again. */
  private readonly answers = new Map<string, readonly T[]>();
  private readonly prefixes: Readonly<Record<4 | 6, Set<number>>> = { 4: new Set(), 6: new Set() };

  public add(network: Cidr, entry: T): void {
    const { version, value } = addressValue(network.address);
    this.answers.clear();
    this.prefixes[version].add(network.prefix);
    const key = keyOf(version, value, network.prefix);
    const there = this.entries.get(key);
    if (there === undefined) this.entries.set(key, [entry]);
    else there.push(entry);
  }

  /** Entries of all networks that hold the address. */
  public at(address: string): readonly T[] {
    const answered = this.answers.get(address);
    if (answered !== undefined) return answered;
    const { version, value } = addressValue(address);
    const found = [...this.prefixes[version]].flatMap((prefix) => this.entries.get(keyOf(version, value, prefix)) ?? []);
    if (this.answers.size >= MOST_KNOWN) this.answers.clear();
    this.answers.set(address, found);
    return found;
  }

  public has(address: string): boolean {
    return this.at(address).length > 0;
  }
}

function keyOf(version: 4 | 6, value: bigint, prefix: number): string {
  return `${version}/${prefix}/${value / 2n ** BigInt((version === 4 ? 32 : 128) - prefix)}`;
}
