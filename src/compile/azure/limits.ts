import { KINDS, Problems } from '../../errors';
import { child } from '../../cell/spec';
import { AzureCompilation, NetworkRule, RuleCollection } from './rules';

/** Priorities of groups and collections. */
export const PRIORITIES = { lowest: 100, highest: 65000 } as const;
/** Names in network rules of one firewall: advice of Microsoft, above which resolving them gets unreliable. */
const MOST_FQDNS = 1000;
/** Pairs of source and destination in network rules of one policy: above it Microsoft promises no performance. */
const MOST_PAIRS = 20000;
/** Bytes of one rule collection group, in policies since July 2022; as the JSON that the API is sent. */
const MOST_BYTES = 2000000;

const SMALLER = 'reach receivers through a proxy (receivers.<key>.proxy), or divide them over several cells';

/** What Azure limits and the provider does not check. `path` is where the options are. */
export function checkLimits(path: string, compiled: Omit<AzureCompilation, 'problems'>, problems: Problems): void {
  const { priority, networkCollections } = compiled;
  if (!Number.isInteger(priority) || priority < PRIORITIES.lowest || priority > PRIORITIES.highest) {
    problems.must(KINDS.limit, child(path, 'priority'), `be a whole number from ${PRIORITIES.lowest} to ${PRIORITIES.highest}`, priority);
  }
  const rules = networkCollections.flatMap((collection) => collection.rules);
  const fqdns = new Set(rules.flatMap(({ destinationFqdns = [] }) => destinationFqdns)).size;
  if (fqdns > MOST_FQDNS) {
    problems.must(KINDS.limit, path, `have at most ${MOST_FQDNS} names in network rules of ${compiled.groupName}`, fqdns, 'give addresses instead of names, or use a proxy');
  }
  const pairs = countPairs(rules);
  if (pairs > MOST_PAIRS) {
    problems.must(KINDS.limit, path, `have at most ${MOST_PAIRS} pairs of source and destination in network rules of ${compiled.groupName}`, pairs,
      `give fewer, larger networks as sources and addresses, or ${SMALLER}`);
  }
  const bytes = sizeOf(compiled);
  if (bytes > MOST_BYTES) {
    problems.must(KINDS.limit, path, `have rules of at most ${MOST_BYTES} bytes in ${compiled.groupName}`, bytes, SMALLER);
  }
}

/** Different pairs of source and destination, counted by list of sources: there are few lists, and the pairs can be many millions. */
function countPairs(rules: readonly NetworkRule[]): number {
  const destinations = new Map<string, { sources: readonly string[]; destinations: Set<string> }>();
  for (const { sourceAddresses, destinationAddresses = [], destinationFqdns = [] } of rules) {
    const list = sourceAddresses.join(' ');
    const entry = destinations.get(list) ?? { sources: sourceAddresses, destinations: new Set() };
    for (const destination of [...destinationAddresses, ...destinationFqdns]) entry.destinations.add(destination);
    destinations.set(list, entry);
  }
  const lists = [...destinations.values()];
  const sources = new Set(lists.flatMap((entry) => entry.sources));
  return [...sources].reduce((sum, source) => {
    const having = lists.filter((entry) => entry.sources.includes(source));
    return sum + (having.length === 1 ? having[0]!.destinations.size : new Set(having.flatMap((entry) => [...entry.destinations])).size);
  }, 0);
}

/** Size of the group as the API is sent it, without the empty lists. */
function sizeOf({ priority, networkCollections, applicationCollections }: Omit<AzureCompilation, 'problems'>): number {
  const collection = <R>({ name, priority: order, action, rules }: RuleCollection<R>, rule: (rule: R) => unknown) =>
    ({ ruleCollectionType: 'FirewallPolicyFilterRuleCollection', name, priority: order, action: { type: action }, rules: rules.map(rule) });
  const body = {
    properties: {
      priority,
      ruleCollections: [
        ...networkCollections.map((entry) => collection(entry, ({ protocols, ...rule }) => ({ ruleType: 'NetworkRule', ipProtocols: protocols, ...rule }))),
        ...applicationCollections.map((entry) => collection(entry, ({ protocols, destinationFqdns, ...rule }) =>
          ({ ruleType: 'ApplicationRule', protocols: protocols.map(({ type, port }) => ({ protocolType: type, port })), targetFqdns: destinationFqdns, ...rule }))),
      ],
    },
  };
  return Buffer.byteLength(JSON.stringify(body));
}
