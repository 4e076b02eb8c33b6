import { IPv4, IPv6, parse as parseAddress } from 'ipaddr.js';
import { KINDS, problemOf, show, ValidationError } from '../errors';
import { isToken, TOKEN_RULE } from './token';

/** Networks that are never a remote system; anything that overlaps them is refused (so `128.0.0.0/1` is, too). */
const REFUSED: readonly (readonly [string, string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local and metadata'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['::/127', 'unspecified and loopback'],
  ['::ffff:0:0/96', 'IPv4-mapped'],
  ['fe80::/10', 'link-local'],
  ['fd00:ec2::/32', 'metadata'],
  ['ff00::/8', 'multicast'],
];

const MOST_KNOWN = 10_000;
const trustedOnes = new Map<string, Cidr>();

/** A network: an address and its prefix, in canonical form. Versions 4 and 6. */
export class Cidr {
  /**
   * Reads a network address with prefix.
   * @throws ValidationError (`EIC107`, `EIC110`)
   */
  public static of(text: string): Cidr {
    const read = Cidr.read(text);
    if (read instanceof Cidr) return read;
    const kind = isToken(text) ? KINDS.token : KINDS.badCidr;
    const wayOut = read.suggestion === undefined ? '' : `; did you mean "${read.suggestion}"?`;
    throw new ValidationError('address', [problemOf(kind, '', `must ${read.rule}, got: ${show(text)}${wayOut}`)]);
  }

  /** A network of our own tables, where the ranges refused to definitions may be named; the same text is read once. */
  public static trusted(text: string): Cidr {
    const known = trustedOnes.get(text);
    if (known !== undefined) return known;
    const read = parse(text);
    if (!(read instanceof Cidr)) throw new Error(`${text} is not a network`);
    if (trustedOnes.size >= MOST_KNOWN) trustedOnes.clear();
    trustedOnes.set(text, read);
    return read;
  }

  /** The network, or the rule that the text breaks and, if there is one, what was meant. */
  public static read(text: string): Cidr | { readonly rule: string; readonly suggestion?: string } {
    if (isToken(text)) return { rule: TOKEN_RULE };
    const read = parse(text);
    if (!(read instanceof Cidr)) return read;
    if (read.prefix === 0) return { rule: 'not be every address: name the networks that are needed' };
    const refused = refusedNetworks().find(({ network }) => network.overlaps(read));
    return refused === undefined ? read : { rule: `not hold ${refused.what} addresses (${refused.network})` };
  }

  /** 4 or 6. */
  public readonly version: 4 | 6;
  /** Length of the prefix in bits. */
  public readonly prefix: number;
  private readonly first: bigint;
  private readonly last: bigint;
  private readonly text: string;

  /** @internal */
  public constructor(address: IPv4 | IPv6, prefix: number) {
    this.version = address.kind() === 'ipv4' ? 4 : 6;
    this.prefix = prefix;
    this.first = numberOf(address);
    this.last = this.first + 2n ** BigInt(bitsOf(this.version) - prefix) - 1n;
    this.text = `${address.toString()}/${prefix}`;
  }

  /** One address only? */
  public get isSingle(): boolean {
    return this.prefix === bitsOf(this.version);
  }

  /** The network address without the prefix. */
  public get address(): string {
    return this.text.slice(0, this.text.indexOf('/'));
  }

  /** Do the two have an address in common? */
  public overlaps(other: Cidr): boolean {
    return this.version === other.version && this.first <= other.last && other.first <= this.last;
  }

  /** Does every address of the other lie in this one? */
  public contains(other: Cidr): boolean {
    return this.version === other.version && this.first <= other.first && other.last <= this.last;
  }

  /** Orders by version, then address, then prefix. */
  public compare(other: Cidr): number {
    if (this.version !== other.version) return this.version - other.version;
    if (this.first !== other.first) return this.first < other.first ? -1 : 1;
    return this.prefix - other.prefix;
  }

  /** As a definition and `plan.json` write it. */
  public toJSON(): string {
    return this.text;
  }

  /** `address/prefix`, canonical. */
  public toString(): string {
    return this.text;
  }
}

/** A network as it is, a single address with its prefix. */
export function withPrefix(text: string): string {
  return text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
}

let refusedCache: { network: Cidr; what: string }[] | undefined;

function refusedNetworks(): { network: Cidr; what: string }[] {
  refusedCache ??= REFUSED.map(([text, what]) => ({ network: Cidr.trusted(text), what }));
  return refusedCache;
}

function parse(text: string): Cidr | { readonly rule: string; readonly suggestion?: string } {
  if (typeof text !== 'string') return { rule: 'be text such as 10.20.0.0/16' };
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const isV6 = host.includes(':');
  if (!(isV6 ? isIPv6(host) : IPv4.isValidFourPartDecimal(host))) {
    return { rule: 'be a network address: four decimal parts without leading zeros, or IPv6, and a prefix' };
  }
  const bits = bitsOf(isV6 ? 6 : 4);
  if (slash < 0) return { rule: 'have a prefix', suggestion: `${parseAddress(host).toString()}/${bits}` };
  const prefix = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) return { rule: `have a prefix from 0 to ${bits}` };
  const network = (isV6 ? IPv6 : IPv4).networkAddressFromCIDR(`${host}/${prefix}`);
  if (numberOf(network) !== numberOf(parseAddress(host))) {
    return { rule: 'be the network address, without host bits', suggestion: `${network.toString()}/${prefix}` };
  }
  return new Cidr(network, Number(prefix));
}

/** Groups of hexadecimal digits; the last two may be four decimal parts without leading zeros. */
function isIPv6(host: string): boolean {
  const tail = host.slice(host.lastIndexOf(':') + 1);
  const groups = tail.includes('.') ? host.slice(0, -tail.length) : host;
  return /^[0-9a-fA-F:]+$/.test(groups) && (groups === host || IPv4.isValidFourPartDecimal(tail)) && IPv6.isValid(host);
}

function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

/** An address as a number. */
export function numberOf(address: IPv4 | IPv6): bigint {
  if (address instanceof IPv4) return BigInt(address.octets.reduce((sum, octet) => sum * 256 + octet, 0));
  return BigInt(`0x${address.parts.map((part) => part.toString(16).padStart(4, '0')).join('')}`);
}
