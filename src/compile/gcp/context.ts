import { Problems } from '../../errors';
import { Cidr } from '../../net';
import { Finding, Flow } from '../../plan';
import { shortened, shortHash } from '../names';
import { GcpRuleOptions } from './options';
import { Band, Priorities } from './priorities';
import { GcpRule } from './rules';

/** Longest name of anything on Google Cloud. */
const LONGEST_NAME = 63;

/** What the steps of compiling a cell share. */
export interface GcpContext {
  readonly cell: string;
  readonly options: GcpRuleOptions;
  readonly observing: boolean;
  /** Wildcards are inspected: by URL filtering, by a proxy, or not at all. */
  readonly inspection: 'urlFiltering' | 'secureWebProxy' | 'none';
  readonly problems: Problems;
  readonly findings: Finding[];
  readonly priorities: Priorities;
}

/** What sets a rule apart from the others of its kind. */
export interface RuleDraft extends Omit<GcpRule, 'name' | 'priority' | 'logging'> {
  readonly band: Band;
  /** Kind and key: `fqdn/receiver/s4`. */
  readonly key: string;
  readonly path: string;
  readonly logging?: boolean;
}

/** The rule of a draft, with its name and priority. Allows are logged while observing, everything else always. */
export function ruleOf({ band, key, path, logging, ...rule }: RuleDraft, { cell, priorities, observing }: GcpContext): GcpRule {
  return { name: nameOf(cell, key), priority: priorities.of(band, key, path), logging: logging ?? (observing || rule.action !== 'allow'), ...rule };
}

/** `eic-<cell>-<key>` in lower-case letters, digits and hyphens; a hash is added where the key has a colon, since keys have hyphens of their own. */
export function nameOf(cell: string, key: string): string {
  const slug = key.replace(/[/:]/g, '-');
  return shortened(`eic-${cell}-${slug}${key.includes(':') ? `-${shortHash(key)}` : ''}`, LONGEST_NAME);
}

/** IPv4 and IPv6 networks: a rule has one version only. */
export function byVersion(cidrs: readonly Cidr[]): readonly { readonly version: 4 | 6; readonly ranges: readonly string[] }[] {
  const ranges = (version: 4 | 6) => cidrs.filter((cidr) => cidr.version === version).map(String);
  return ([4, 6] as const).map((version) => ({ version, ranges: ranges(version) })).filter((entry) => entry.ranges.length > 0);
}

/** Pieces of a list of at most `longest`. */
export function pieces<T>(list: readonly T[], longest: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / longest) }, (_, index) => list.slice(index * longest, (index + 1) * longest));
}

/** How messages call a flow. */
export function called({ key, protocol }: Flow, { options }: GcpContext): string {
  return `flow ${key} (${protocol}) on Google Cloud (${options.target})`;
}
