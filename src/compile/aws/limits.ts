import { capacityFor, MOST_RULES } from './capacity';
import { rulesString, SuricataRule, SuricataRuleGroup } from './rules';
import { child } from '../../cell/spec';
import { KINDS, Problems } from '../../errors';
import { Finding } from '../../plan';
import { findingOf } from '../../plan/finding';

/** Characters of one rule, with the addresses of its variables in it; AWS quotas page. */
const LONGEST_RULE = 8192;
/** Bytes of the rules of one group; AWS quotas page. */
const MOST_BYTES = 2_000_000;

const SMALLER = 'give fewer, larger networks, reach receivers through a proxy (receivers.<key>.proxy), or divide them over several cells';

/** The capacity of a group with so many rules. */
export function capacityOf(rules: number, given: number | undefined, target: string, problems: Problems, findings: Finding[]): number {
  const path = child(target, 'capacity');
  if (given !== undefined) {
    if (rules > given && rules <= MOST_RULES) problems.must(KINDS.limit, path, `be at least ${rules}, the number of rules`, given, 'raise it, or leave it out');
    return given;
  }
  const { capacity, left, isNear } = capacityFor(rules);
  if (isNear) {
    findings.push(findingOf(KINDS.capacityStep, null, path, `${rules} rules; after ${left} more the group gets another capacity and name, and is replaced`,
      `give capacity: ${capacity} to fill this group first, and plan the change of its reference in the policy`));
  }
  return capacity;
}

/** What AWS limits and the provider does not check. */
export function checkLimits(target: string, group: SuricataRuleGroup, problems: Problems): void {
  const atMost = (limit: number, what: string, count: number) => {
    if (count > limit) problems.must(KINDS.limit, target, `have at most ${limit} ${what} of ${group.name}`, count, SMALLER);
  };
  atMost(MOST_RULES, 'rules', group.rules.length);
  atMost(MOST_BYTES, 'bytes in the rules', Buffer.byteLength(rulesString(group)));
  const long = group.rules.map((rule) => [rule, expandedLength(rule, group)] as const).filter(([, length]) => length > LONGEST_RULE);
  const [first] = long;
  if (first === undefined) return;
  problems.must(KINDS.limit, target, `have at most ${LONGEST_RULE} characters in each rule, with the addresses of its variables; ${long.length} of ${group.name} have more`, first[1],
    'give fewer, larger networks in cluster.egressSources and in the addresses of receivers');
}

function expandedLength({ text }: SuricataRule, { ipSets }: SuricataRuleGroup): number {
  return Object.entries(ipSets).reduce((length, [name, networks]) => (text.includes(`$${name}`) ? length - name.length + networks.join(',').length + 1 : length), text.length);
}
