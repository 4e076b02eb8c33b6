import { DeadRule, deadRulesOf, RuleIndex } from '../rules';
import { EgressRule } from './egress-rule';

/** Rules of a level that never decide, since an earlier one matches all that they match. */
export function deadRules(rules: readonly EgressRule[], index: RuleIndex<EgressRule>): readonly DeadRule[] {
  return deadRulesOf(rules, (rule) => index.above({ addresses: rule.addresses, names: rule.names?.keys ?? null }).filter((other) => covers(other, rule)));
}

function covers(rule: EgressRule, other: EgressRule): boolean {
  return !rule.open && !other.open && rule.sources.covers(other.sources) && coversTargets(rule, other) && coversDestinations(rule, other)
    && other.protocols.every(({ protocol, ports }) => rule.protocols.some((entry) => (entry.protocol === 'all' || entry.protocol === protocol) && entry.ports.covers(ports)));
}

function coversDestinations(rule: EgressRule, other: EgressRule): boolean {
  if (rule.addresses === null && rule.names === null) return true;
  if (other.addresses === null && other.names === null) return false;
  return (other.addresses === null || (rule.addresses !== null && rule.addresses.covers(other.addresses)))
    && (other.names === null || (rule.names !== null && rule.names.covers(other.names)));
}

/** A rule for every VM, or for at least the other's targets. */
function coversTargets({ targets }: EgressRule, other: EgressRule): boolean {
  const kinds = ['serviceAccounts', 'secureTags', 'networkTags'] as const;
  if (kinds.every((kind) => targets[kind].length === 0)) return true;
  return kinds.some((kind) => other.targets[kind].length > 0) && kinds.every((kind) => other.targets[kind].every((target) => targets[kind].includes(target)));
}
