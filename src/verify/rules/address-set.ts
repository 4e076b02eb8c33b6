import { AddressRange, holds, overlaps, rangeOf } from './address-range';
import { readAddress } from '../addresses';
import { Match } from './match';

/** Addresses of a rule. What was not understood (an expression, a service tag) makes the answer `maybe` where it could decide. */
export class AddressSet {
  /** Every address of both versions. */
  public static readonly ANY = new AddressSet([], [], { any: true });

  /**
   * Reads addresses, networks and ranges as a rule lists them, `*` and `any` for all.
   * @param couldHold may a text that is no address stand for this address? By default it may.
   */
  public static of(texts: readonly string[], couldHold?: (text: string, address: string) => boolean): AddressSet {
    if (texts.some((text) => text === '*' || text.toLowerCase() === 'any')) return AddressSet.ANY;
    const ranges: AddressRange[] = [];
    const open: string[] = [];
    for (const text of texts) {
      const range = rangeOf(text);
      if (range === undefined) open.push(text);
      else ranges.push(range);
    }
    return new AddressSet(ranges, open, { couldHold, texts });
  }

  public readonly isAny: boolean;
  private readonly couldHold: (text: string, address: string) => boolean;
  private readonly texts: readonly string[];
  private readonly answers = new Map<string, Match>();

  private constructor(public readonly ranges: readonly AddressRange[], private readonly open: readonly string[],
    options: { readonly any?: boolean; readonly couldHold?: (text: string, address: string) => boolean; readonly texts?: readonly string[] }) {
    this.isAny = options.any === true;
    this.couldHold = options.couldHold ?? (() => true);
    this.texts = options.texts ?? ['*'];
  }

  /** Was everything understood? */
  public get isExact(): boolean {
    return this.open.length === 0;
  }

  public has(address: string): Match {
    if (this.isAny) return 'yes';
    const known = this.answers.get(address);
    if (known !== undefined) return known;
    const answer = this.find(address);
    this.answers.set(address, answer);
    return answer;
  }

  /** Is every address of the other surely in this one? */
  public covers(other: AddressSet): boolean {
    if (this.isAny || this === other) return true;
    return !other.isAny && other.isExact && other.ranges.every((inner) => this.ranges.some((outer) => holds(outer, inner)));
  }

  /** Could the two have an address in common? */
  public meets(other: AddressSet): boolean {
    if (this.isAny || other.isAny || !this.isExact || !other.isExact) return true;
    return this.ranges.some((a) => other.ranges.some((b) => overlaps(a, b)));
  }

  /** As the rule writes it. */
  public toStrings(): readonly string[] {
    return this.texts;
  }

  private find(address: string): Match {
    const point = readAddress(address);
    if (point === undefined) return 'maybe';
    const { version, value } = point;
    if (this.ranges.some((range) => range.version === version && range.first <= value && value <= range.last)) return 'yes';
    return this.open.some((text) => this.couldHold(text, address)) ? 'maybe' : 'no';
  }
}

/** One set for each list of texts, as most rules have the same sources. */
export class AddressSets {
  private readonly known = new Map<string, AddressSet>();

  public constructor(private readonly couldHold?: (text: string, address: string) => boolean) {}

  public of(texts: readonly string[]): AddressSet {
    const key = texts.join('\n');
    const set = this.known.get(key) ?? AddressSet.of(texts, this.couldHold);
    this.known.set(key, set);
    return set;
  }
}

/** Networks that no service of a cloud has: private, shared and link-local addresses. */
export function isPrivate(address: string): boolean {
  return PRIVATE.has(address) === 'yes';
}

const PRIVATE = AddressSet.of(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8', 'fc00::/7', 'fe80::/10', '::1']);
