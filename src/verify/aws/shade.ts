import { AddressSet, DeadRule, deadRulesOf, RuleIndex } from '../rules';
import { CompiledRule } from './suricata';

/** Keywords that say nothing about what a rule matches. */
const SILENT = new Set(['msg', 'sid', 'rev', 'gid', 'classtype', 'reference', 'metadata', 'alert']);
const APPLICATIONS: Readonly<Record<string, readonly string[]>> = { ip: ['tcp', 'udp', 'icmp', 'tls', 'http', 'ipv4', 'ipv6'], tcp: ['tls', 'http'], udp: ['quic'] };

/** Rules that pass or drop and never decide, since an earlier one that does matches all that they match. */
export function deadRules(rules: readonly CompiledRule[]): readonly DeadRule[] {
  const deciding = rules.filter(({ decision }) => decision === 'pass' || decision === 'drop');
  const index = new RuleIndex(deciding, (rule) => rule.keys);
  return deadRulesOf(deciding, (rule) => above(index, rule).filter((other) => other !== rule && covers(other, rule)));
}

/** A rule for a name is covered by one for names, or by one for its networks. */
function above(index: RuleIndex<CompiledRule>, rule: CompiledRule): readonly CompiledRule[] {
  const byNetwork = index.above({ addresses: rule.destination.set ?? null, names: null });
  return rule.keys.names === null ? byNetwork : [...new Set([...byNetwork, ...index.above(rule.keys)])];
}

function covers(rule: CompiledRule, other: CompiledRule): boolean {
  return (rule.protocol === other.protocol || (APPLICATIONS[rule.protocol] ?? []).includes(other.protocol))
    && (rule.rule.bidirectional || !other.rule.bidirectional)
    && coversList(rule.rule.source, other.rule.source, rule.source.set, other.source.set)
    && coversList(rule.rule.destination, other.rule.destination, rule.destination.set, other.destination.set)
    && coversPorts(rule.rule.sourcePorts, other.rule.sourcePorts) && coversPorts(rule.rule.destinationPorts, other.rule.destinationPorts)
    && coversOptions(rule, other);
}

function coversList(text: string, other: string, set: AddressSet | undefined, otherSet: AddressSet | undefined): boolean {
  return text === 'any' || text === other || (set !== undefined && otherSet !== undefined && set.covers(otherSet));
}

/** The same text, all, or a range that holds one port. */
function coversPorts(text: string, other: string): boolean {
  const [, low, high] = /^(\d*):(\d*)$/.exec(text) ?? [];
  const inRange = low !== undefined && /^\d+$/.test(other) && Number(low) <= Number(other) && Number(other) <= Number(high === '' ? 65535 : high);
  return text === 'any' || text === other || inRange || (text.startsWith('[') && /^\d+$/.test(other) && text.slice(1, -1).split(',').map((part) => part.trim()).includes(other));
}

/** Each condition is one of the other's too; a name may be wider. A rule on data does not cover one that sees the opening packet. */
function coversOptions(rule: CompiledRule, other: CompiledRule): boolean {
  const own = conditions(rule);
  const others = new Set(conditions(other));
  if (own.some((condition) => !others.has(condition))) return false;
  if (rule.name === undefined) return rule.options.buffers.length === 0 || sameBuffers(rule, other);
  if (other.name === undefined) return false;
  const seen = other.name.exact || other.name.text.startsWith('.') ? other.name.text : '';
  return rule.name.exact ? other.name.exact && other.name.text === rule.name.text : seen.endsWith(rule.name.text);
}

function conditions({ rule, options }: CompiledRule): string[] {
  const ofBuffers = new Set(options.buffers.flatMap((buffer) => buffer.options));
  return rule.options.filter((option) => !SILENT.has(option.keyword) && !ofBuffers.has(option) && !/^(tls|http|ja4)[._][a-z_]+$/.test(option.keyword))
    .map(({ keyword, value, negated }) => `${keyword}:${negated ? '!' : ''}${value.replace(/\s/g, '')}`);
}

function sameBuffers(rule: CompiledRule, other: CompiledRule): boolean {
  return JSON.stringify(rule.options.buffers) === JSON.stringify(other.options.buffers);
}
