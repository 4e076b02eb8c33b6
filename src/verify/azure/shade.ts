import { DeadRule, deadRulesOf, RuleIndex } from '../rules';
import { ApplicationRule, NetworkRule, PolicyRules } from './firewall-rules';

/** Rules that an earlier rule of their kind covers, and application rules that a network rule covers, whatever their own action. */
export function deadRules({ network, application }: PolicyRules): readonly DeadRule[] {
  const networkIndex = new RuleIndex(network, ({ addresses, names }) => ({ addresses, names: names?.patterns ?? null }));
  const applicationIndex = new RuleIndex(application, ({ names, tags }) => ({ addresses: null, names: tags.length > 0 ? null : names.keys }));
  const everyAddress = network.filter((rule) => !rule.open && rule.addresses?.isAny === true && rule.protocols.has('tcp'));
  return deadRulesOf<NetworkRule | ApplicationRule>([...network, ...application], (rule) => {
    if (rule.kind === 'network') return networkIndex.above({ addresses: rule.addresses, names: rule.names?.patterns ?? null }).filter((other) => coversNetwork(other, rule));
    const byName = applicationIndex.above({ addresses: null, names: rule.names.keys }).filter((other) => coversApplication(other, rule));
    return [...everyAddress.filter((other) => masks(other, rule)), ...byName];
  });
}

function coversNetwork(rule: NetworkRule, other: NetworkRule): boolean {
  return !rule.open && !other.open && isSubset(other.protocols, rule.protocols) && rule.ports.covers(other.ports) && rule.sources.covers(other.sources)
    && (rule.addresses?.isAny === true
      || ((other.addresses === null || (rule.addresses !== null && rule.addresses.covers(other.addresses)))
        && (other.names === null || (rule.names !== null && rule.names.covers(other.names)))));
}

function coversApplication(rule: ApplicationRule, other: ApplicationRule): boolean {
  return !rule.open && isSubset(other.protocols, rule.protocols) && rule.sources.covers(other.sources)
    && rule.names.covers(other.names) && (rule.names.isAny || other.tags.every((tag) => rule.tags.includes(tag)));
}

/** A network rule for every address takes all ports of an application rule. */
function masks(rule: NetworkRule, other: ApplicationRule): boolean {
  return rule.sources.covers(other.sources) && [...other.protocols].every((protocol) => rule.ports.has(Number(protocol.slice(protocol.indexOf(':') + 1))) === 'yes');
}

function isSubset(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((entry) => outer.has(entry));
}
