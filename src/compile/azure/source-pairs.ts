import { NetworkRule } from './rules';

/** Different pairs of source and destination. Counted by groups of sources with the same rules, since there can be many millions of pairs. */
export function countPairs(rules: readonly NetworkRule[]): number {
  const lists = new Map<readonly string[], Set<string>>();
  for (const { sourceAddresses, destinationAddresses = [], destinationFqdns = [] } of rules) {
    const destinations = lists.get(sourceAddresses) ?? new Set();
    for (const destination of [...destinationAddresses, ...destinationFqdns]) destinations.add(destination);
    lists.set(sourceAddresses, destinations);
  }
  const destinationsOf = [...lists.values()];
  const memberships = new Map<string, number[]>();
  [...lists.keys()].forEach((sources, index) => {
    for (const source of sources) memberships.set(source, [...(memberships.get(source) ?? []), index]);
  });
  const groups = new Map<string, { readonly indices: readonly number[]; sources: number }>();
  for (const indices of memberships.values()) {
    const group = groups.get(indices.join()) ?? { indices, sources: 0 };
    group.sources += 1;
    groups.set(indices.join(), group);
  }
  return [...groups.values()].reduce((sum, { indices, sources }) =>
    sum + sources * new Set(indices.flatMap((index) => [...destinationsOf[index]!])).size, 0);
}
