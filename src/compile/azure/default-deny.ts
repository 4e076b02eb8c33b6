import { COLLECTIONS, withRules } from './collections';
import { ApplicationProtocol, ApplicationRule, AzureFinalDeny, NetworkRule, RuleGroup } from './rules';

const LAST_PORT = 65535;
const EVERYTHING = ['*'];
const WEB_PORTS = [80, 443];

/**
 * Network denies for the sources: all UDP (QUIC too) and ICMP, and TCP on every port that no application rule of ours uses.
 * Azure evaluates all network rules of all groups before the first application rule: a deny on a used port would cut the allowed names.
 */
export function networkDenies(sourceAddresses: readonly string[], allowed: readonly ApplicationRule[], otherPorts: readonly number[] = []): NetworkRule[] {
  const deny = (protocol: NetworkRule['protocols'][number], destinationPorts: readonly string[]): NetworkRule => ({
    name: `deny-${protocol.toLowerCase()}`,
    protocols: [protocol],
    sourceAddresses,
    destinationAddresses: EVERYTHING,
    destinationPorts,
  });
  const rest = portsBeside(new Set([...usedPorts(allowed), ...otherPorts]));
  return [deny('ICMP', EVERYTHING), ...(rest.length > 0 ? [deny('TCP', rest)] : []), deny('UDP', EVERYTHING)];
}

/**
 * Application denies for the sources on the ports that application rules use, and on 80 and 443: also ahead of the names that Azure allows
 * for its own infrastructure. One rule for each protocol, so that no rule has a port twice.
 */
export function applicationDenies(sourceAddresses: readonly string[], allowed: readonly ApplicationRule[], otherPorts: readonly number[] = []): ApplicationRule[] {
  const ports = [...new Set([...WEB_PORTS, ...usedPorts(allowed), ...otherPorts])].sort((a, b) => a - b);
  const deny = (type: ApplicationProtocol['type']): ApplicationRule => ({
    name: `deny-${type.toLowerCase()}`,
    protocols: ports.map((port) => ({ type, port })),
    sourceAddresses,
    destinationFqdns: EVERYTHING,
  });
  return [deny('Http'), deny('Https')];
}

/**
 * Denies for everybody, as the last group of a firewall that is ours: so that what is denied is denied by a rule with a name, ahead of the names
 * that Azure allows for its own infrastructure. TCP on 80 and 443 is left to the application rules of everybody.
 */
export function finalDenyGroup(groupName: string, allowed: readonly ApplicationRule[], { priority, otherWebPorts }: AzureFinalDeny): RuleGroup {
  return {
    groupName: `${groupName}.deny`,
    priority,
    networkCollections: withRules([{ ...COLLECTIONS.denyNetwork, rules: networkDenies(EVERYTHING, allowed, [...WEB_PORTS, ...otherWebPorts]) }]),
    applicationCollections: [{ ...COLLECTIONS.denyApplication, rules: applicationDenies(EVERYTHING, allowed, otherWebPorts) }],
  };
}

function usedPorts(rules: readonly ApplicationRule[]): ReadonlySet<number> {
  return new Set(rules.flatMap(({ protocols }) => protocols.map(({ port }) => port)));
}

/** All ports from 1 to 65535 but the given ones, as ports and ranges in order. */
export function portsBeside(used: ReadonlySet<number>): string[] {
  const ends = [...used].filter((port) => port >= 1 && port <= LAST_PORT).sort((a, b) => a - b);
  const starts = [1, ...ends.map((port) => port + 1)];
  return starts.flatMap((first, index) => {
    const last = (ends[index] ?? LAST_PORT + 1) - 1;
    return first > last ? [] : first === last ? [`${first}`] : [`${first}-${last}`];
  });
}
