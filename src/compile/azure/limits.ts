import { groupSize } from './group-size';
import { AzureCompilation, AzureRuleOptions } from './rules';
import { countPairs } from './source-pairs';
import { child } from '../../cell/spec';
import { KINDS, Problems } from '../../errors';

/** Names in network rules of one firewall; Microsoft's advice, above which resolving them gets unreliable. */
const MOST_FQDNS = 1000;
/** Pairs of source and destination in network rules of one policy; Microsoft's advice, above which performance suffers. */
const MOST_PAIRS = 20000;
/** Bytes of one rule collection group, in policies made since July 2022. */
const MOST_BYTES = 2000000;
const [LOWEST_PRIORITY, HIGHEST_PRIORITY] = [100, 65000];

const SMALLER = 'reach receivers through a proxy (receivers.<key>.proxy), or divide them over several cells';

/** What Azure limits and the provider does not check. */
export function checkLimits({ target: path, platform, finalDeny }: AzureRuleOptions, compiled: Omit<AzureCompilation, 'problems'>, problems: Problems): void {
  const { priority, groupName, networkCollections } = compiled;
  const inRange = isPriority(child(path, 'priority'), priority, problems);
  if (platform !== undefined && inRange && isPriority(platform.priorityPath, platform.priority, problems) && platform.priority >= priority) {
    problems.must(KINDS.limit, platform.priorityPath, `be lower than that of the cell, ${priority}: the deny of the cell would come first and cut the nodes off`, platform.priority);
  }
  if (finalDeny !== undefined && inRange && isPriority(child(path, 'denyPriority'), finalDeny.priority, problems) && finalDeny.priority <= priority) {
    problems.must(KINDS.limit, child(path, 'denyPriority'), `be higher than that of the cell, ${priority}: what is denied is denied last`, finalDeny.priority);
  }
  const atMost = (limit: number, what: string, count: number, wayOut: string) => {
    if (count > limit) problems.must(KINDS.limit, path, `have at most ${limit} ${what} of ${groupName}`, count, wayOut);
  };
  const rules = networkCollections.flatMap((collection) => collection.rules);
  atMost(MOST_FQDNS, 'names in the network rules', new Set(rules.flatMap(({ destinationFqdns = [] }) => destinationFqdns)).size, 'give addresses instead of names, or use a proxy');
  atMost(MOST_PAIRS, 'pairs of source and destination in the network rules', countPairs(rules), `give fewer, larger networks, or ${SMALLER}`);
  atMost(MOST_BYTES, 'bytes in the rule collection group', groupSize(compiled), SMALLER);
}

function isPriority(path: string, priority: number, problems: Problems): boolean {
  const fits = Number.isInteger(priority) && priority >= LOWEST_PRIORITY && priority <= HIGHEST_PRIORITY;
  if (!fits) problems.must(KINDS.limit, path, `be a whole number from ${LOWEST_PRIORITY} to ${HIGHEST_PRIORITY}`, priority);
  return fits;
}
