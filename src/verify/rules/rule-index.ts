import { AddressRange, bitsOf } from './address-range';
import { readAddress } from '../addresses';
import { AddressSet } from './address-set';

/** What a rule needs to be found by: where it goes to. Empty: it can match any destination. */
export interface DestinationKeys {
  readonly addresses: AddressSet | null;
  /** Names: exact, or with a leading dot for all below. */
  readonly names: readonly string[] | null;
}

/**
 * Finds the rules that could match a destination without looking at all: each rule stands under its networks and names, and a question looks
 * up the few networks and domains above its own.
 */
export class RuleIndex<R> {
  private readonly rules: readonly R[];
  private readonly buckets = new Map<string, number[]>();
  private readonly everywhere: number[] = [];
  private readonly prefixes: Readonly<Record<4 | 6, Set<number>>> = { 4: new Set(), 6: new Set() };
  private readonly keysOfAddress = new Map<string, readonly string[]>();
  private readonly found = new Map<string, readonly R[]>();

  /** Rules in the order of their evaluation. */
  public constructor(rules: readonly R[], keys: (rule: R) => DestinationKeys) {
    this.rules = rules;
    rules.forEach((rule, order) => {
      const own = this.keysOf(keys(rule));
      if (own === undefined) this.everywhere.push(order);
      else for (const key of own) this.bucket(key).push(order);
    });
  }

  /** Rules that could match the address or one of the names, in order. */
  public candidates(address: string | null, names: readonly string[]): readonly R[] {
    const question = `${address ?? ''} ${names.join(' ')}`;
    const known = this.found.get(question);
    if (known !== undefined) return known;
    const keys = [...(address === null ? [] : this.addressKeys(address)), ...names.flatMap(nameKeys)];
    const orders = new Set(this.everywhere);
    for (const key of keys) for (const order of this.buckets.get(key) ?? []) orders.add(order);
    const found = [...orders].sort((a, b) => a - b).map((order) => this.rules[order]!);
    if (this.found.size > REMEMBERED) this.found.clear();
    this.found.set(question, found);
    return found;
  }

  /** Earlier rules that could cover one with these destinations: looked up by its first destination. */
  public above({ addresses, names }: DestinationKeys): readonly R[] {
    const range = addresses === null || addresses.isAny ? undefined : addresses.ranges[0];
    const name = names?.[0];
    const keys = [
      ...(range?.prefix === undefined ? [] : this.rangeKeys(range)),
      ...(name === undefined ? [] : name.startsWith('.') ? [...nameKeys(name.slice(1)), name] : nameKeys(name)),
    ];
    const orders = new Set(this.everywhere);
    for (const key of keys) for (const order of this.buckets.get(key) ?? []) orders.add(order);
    return [...orders].sort((a, b) => a - b).map((order) => this.rules[order]!);
  }

  private keysOf({ addresses, names }: DestinationKeys): string[] | undefined {
    if ((addresses === null && names === null) || addresses?.isAny === true || addresses?.isExact === false) return undefined;
    if (addresses?.ranges.some(({ prefix }) => prefix === undefined || prefix === 0) === true) return undefined;
    if (names?.some((name) => !INDEXED_NAME.test(name)) === true) return undefined;
    for (const { version, prefix } of addresses?.ranges ?? []) this.prefixes[version].add(prefix!);
    return [...(addresses?.ranges ?? []).map((range) => networkKey(range.version, range.prefix!, range.first)), ...(names ?? [])];
  }

  private bucket(key: string): number[] {
    const bucket = this.buckets.get(key) ?? [];
    this.buckets.set(key, bucket);
    return bucket;
  }

  private addressKeys(address: string): readonly string[] {
    const known = this.keysOfAddress.get(address);
    if (known !== undefined) return known;
    const point = readAddress(address);
    const bits = point === undefined ? 0 : bitsOf(point.version);
    const keys = point === undefined ? [] : this.rangeKeys({ version: point.version, first: point.value, last: point.value, prefix: bits });
    this.keysOfAddress.set(address, keys);
    return keys;
  }

  private rangeKeys({ version, first, prefix }: AddressRange): string[] {
    return [...this.prefixes[version]].filter((length) => length <= prefix!).map((length) => networkKey(version, length, first));
  }
}

const REMEMBERED = 50_000;
const INDEXED_NAME = /^\.?[^*${}/. ]+(\.[^*${}/. ]+)*$/;

function networkKey(version: 4 | 6, prefix: number, address: bigint): string {
  return `${version}/${prefix}/${(address / 2n ** BigInt(bitsOf(version) - prefix)).toString(36)}`;
}

/** The name itself, and `.x` for itself and each `x` above it. */
function nameKeys(name: string): string[] {
  const text = name.toLowerCase();
  const keys = [text, `.${text}`];
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) keys.push(text.slice(dot));
  return keys;
}
