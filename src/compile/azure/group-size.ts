import { ApplicationRule, AzureCompilation, NetworkRule, RuleCollection } from './rules';

interface Sourced { readonly sourceAddresses: readonly string[] }
type Group = Pick<AzureCompilation, 'priority' | 'networkCollections' | 'applicationCollections'>;

/**
 * Bytes of a rule collection group as the API is sent it: compact JSON, without empty lists. Lists of sources, which most rules share, are
 * measured once each.
 */
export function groupSize({ priority, networkCollections, applicationCollections }: Group): number {
  const measured = new Map<readonly string[], number>();
  const sourcesSize = (sources: readonly string[]): number => {
    const known = measured.get(sources) ?? bytes(sources);
    measured.set(sources, known);
    return known;
  };
  const ruleSize = <R extends Sourced>(rule: R, body: (rule: R) => unknown): number =>
    bytes(body({ ...rule, sourceAddresses: [] })) + sourcesSize(rule.sourceAddresses) - '[]'.length + ','.length;
  const collectionSize = <R extends Sourced>(collection: RuleCollection<R>, body: (rule: R) => unknown): number =>
    collection.rules.reduce((sum, rule) => sum + ruleSize(rule, body), bytes(collectionBody(collection)));
  return [
    bytes({ properties: { priority, ruleCollections: [] } }),
    ...networkCollections.map((collection) => collectionSize(collection, networkBody)),
    ...applicationCollections.map((collection) => collectionSize(collection, applicationBody)),
  ].reduce((sum, size) => sum + size, 0);
}

function collectionBody<R>({ name, priority, action }: RuleCollection<R>) {
  return { ruleCollectionType: 'FirewallPolicyFilterRuleCollection', name, priority, action: { type: action }, rules: [] };
}

function networkBody({ protocols, ...rule }: NetworkRule) {
  return { ruleType: 'NetworkRule', ipProtocols: protocols, ...rule };
}

function applicationBody({ protocols, destinationFqdns, destinationFqdnTags, ...rule }: ApplicationRule) {
  const named = { targetFqdns: destinationFqdns, ...(destinationFqdnTags === undefined ? {} : { fqdnTags: destinationFqdnTags }) };
  return { ruleType: 'ApplicationRule', protocols: protocols.map(({ type, port }) => ({ protocolType: type, port })), ...named, ...rule };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
