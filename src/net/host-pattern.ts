import { domainToASCII } from 'node:url';
import { hasUnprintable, KINDS, problemOf, ValidationError, show } from '../errors';
import { isPublicSuffix } from './public-suffix';
import { isToken, TOKEN_RULE } from './token';

const LONGEST = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const CLUSTER_NAME = /\.svc$|\.svc\.|\.cluster\.local$/;
const LABELS = 'be labels of letters, digits and hyphens (at most 63 each), separated by single dots';
const METADATA = ['metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal'];

/**
 * A host that may be reached: an exact DNS name, or `*.` in front of one. `*.x` means one or more labels in front of `x`,
 * never `x` itself and never a name that only ends with the same letters. Names are lower case; internationalised names are A-labels.
 */
export class HostPattern {
  /**
   * Reads a pattern.
   * @throws ValidationError (`EIC106`, `EIC110`)
   */
  public static of(text: string): HostPattern {
    const reason = HostPattern.refusal(text);
    if (reason === undefined) return HostPattern.trusted(normal(text));
    const kind = isToken(text) ? KINDS.token : KINDS.badHost;
    throw new ValidationError('host', [problemOf(kind, '', `must ${reason}, got: ${show(text)}`)]);
  }

  /** A pattern of the catalogue, or one that was checked before: not checked again. */
  public static trusted(text: string): HostPattern {
    return new HostPattern(text);
  }

  /** The rule that the text breaks, or undefined when it is a pattern. */
  public static refusal(text: string): string | undefined {
    if (isToken(text)) return TOKEN_RULE;
    if (typeof text !== 'string') return 'be text';
    if (text === '') return 'not be empty';
    if (text.length > LONGEST + 2) return `have at most ${LONGEST} characters`;
    if (hasUnprintable(text)) return 'hold visible characters only';
    if (text === '*' || text === '*.') return 'name a domain: * would allow every host';
    if (text.includes('://')) return 'be a host without scheme';
    const wildcard = text.startsWith('*.');
    const rest = wildcard ? text.slice(2) : text;
    if (rest.includes('*')) return 'have its wildcard as the whole first label only, as in *.acme.example';
    if (isIpLiteral(rest)) return 'be a name: give IP addresses under addresses, with their prefix';
    if (/[/?#@\\]/.test(rest)) return 'be a host without path, query or user';
    if (rest.includes(':')) return 'be a host without port';
    if (/\s/.test(rest)) return 'be one name without spaces';
    if (rest.endsWith('.')) return 'be written without the trailing dot';
    // Before IDNA, which would decode %2e and map some signs to others.
    if (/[^a-z0-9.\u0080-\u{10ffff}-]/iu.test(rest)) return LABELS;
    return refusalOfName(normal(rest), wildcard);
  }

  /** The name without `*.`. */
  public readonly name: string;
  /** Does it match any name below `name`, instead of `name` itself? */
  public readonly wildcard: boolean;

  private constructor(text: string) {
    this.wildcard = text.startsWith('*.');
    this.name = this.wildcard ? text.slice(2) : text;
  }

  /** Does the pattern allow this host? */
  public matches(host: string): boolean {
    const name = host.toLowerCase();
    return this.wildcard ? name.endsWith(`.${this.name}`) && !name.startsWith('.') : name === this.name;
  }

  /** Does every host of the other pattern match this one too? */
  public covers(other: HostPattern): boolean {
    if (!this.wildcard) return !other.wildcard && other.name === this.name;
    return other.name.endsWith(`.${this.name}`) || (other.wildcard && other.name === this.name);
  }

  /** As a definition and `plan.json` write it. */
  public toJSON(): string {
    return this.toString();
  }

  /** The pattern as a definition writes it. */
  public toString(): string {
    return this.wildcard ? `*.${this.name}` : this.name;
  }
}

function refusalOfName(name: string, wildcard: boolean): string | undefined {
  if (name === '') return 'be a valid internationalised name';
  if (name.length > LONGEST) return `have at most ${LONGEST} characters`;
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return LABELS;
  }
  if (/^\d+$|^0x[0-9a-f]*$/.test(labels[labels.length - 1]!)) return 'not end with a number: IP addresses go under addresses';
  if (name === 'localhost' || name.endsWith('.localhost')) return 'not be localhost';
  if (METADATA.some((host) => host === name || (wildcard && host.endsWith(`.${name}`)))) return 'not be, or cover, a metadata service of a cloud';
  if (CLUSTER_NAME.test(`.${name}`)) return 'not be a name inside a cluster';
  if (labels.length < 2) return wildcard ? 'be a wildcard over a domain, not over a top-level domain' : 'have two labels or more';
  if (wildcard && isPublicSuffix(name)) return `not be a wildcard over the public suffix ${name}: anybody can register names there`;
  return undefined;
}

/** Lower case, internationalised names as A-labels; empty when they cannot be. */
function normal(text: string): string {
  const wildcard = text.startsWith('*.');
  const rest = wildcard ? text.slice(2) : text;
  const ascii = /^[ -~]*$/.test(rest) && !/(^|\.)xn--/i.test(rest) ? rest.toLowerCase() : domainToASCII(rest);
  return ascii === '' ? '' : `${wildcard ? '*.' : ''}${ascii}`;
}

function isIpLiteral(text: string): boolean {
  return /^\[.*\]$/.test(text) || /^\d+(\.\d+){3}(\/\d+)?$/.test(text) || (text.match(/:/g) ?? []).length > 1;
}
