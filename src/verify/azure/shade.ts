import { RuleIndex } from '../rules';
import { RuleReference } from '../verdict';
import { ApplicationRule, NetworkRule, PolicyRules } from './firewall-rules';

/** Rules that an earlier rule of their kind covers, and application rules that a network rule covers, whatever their own action. */
export function deadRules({ network, application }: PolicyRules): readonly RuleReference[] {
  const networkIndex = new RuleIndex(network, ({ addresses, names }) => ({ addresses, names: names?.patterns ?? null }));
  const applicationIndex = new RuleIndex(application, ({ names, tags }) => ({ addresses: null, names: tags.length > 0 ? null : names.keys }));
  const everyAddress = network.filter((rule) => !rule.open && rule.addresses?.isAny === true && rule.protocols.has('tcp'));
  const order = new Map<NetworkRule | ApplicationRule, number>([...network, ...application].map((rule, index) => [rule, index]));
  const isBefore = (a: NetworkRule | ApplicationRule, b: NetworkRule | ApplicationRule) => order.get(a)! < order.get(b)!;
  return [
    ...network.filter((rule) => networkIndex.above({ addresses: rule.addresses, names: rule.names?.patterns ?? null })
      .some((other) => isBefore(other, rule) && coversNetwork(other, rule))),
    ...application.filter((rule) => everyAddress.some((other) => masks(other, rule))
      || applicationIndex.above({ addresses: null, names: rule.names.keys }).some((other) => isBefore(other, rule) && coversApplication(other, rule))),
  ].map(({ reference }) => reference);
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
