import { RuleReference } from '../verdict';

/** A rule that never decides. */
export interface DeadRule extends RuleReference {
  /** The first rule before it that matches all that it matches. */
  readonly by: RuleReference;
}

/**
 * Rules that an earlier one covers, with that one.
 *
 * @param rules in the order in which they decide
 * @param coverers rules that match all that this one matches, in any order
 */
export function deadRulesOf<Rule extends { readonly reference: RuleReference }>(rules: readonly Rule[], coverers: (rule: Rule) => readonly Rule[]): DeadRule[] {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  return rules.flatMap((rule, index): DeadRule[] => {
    const first = coverers(rule).map((other) => order.get(other) ?? index).reduce((least, one) => Math.min(least, one), index);
    return first < index ? [{ ...rule.reference, by: rules[first]!.reference }] : [];
  });
}
