import { Connection } from '../connection';
import { TerraformConfig } from '../read/objects';
import {
  AddressSet, AllowedTraffic, CloudEvaluator, DeadRule, every, firstMatch, Match, matchIf, RuleIndex, some, sourceOf, TerraformValues, Verdicts,
} from '../rules';
import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';
import { CODES } from './codes';
import { ApplicationRule, NetworkRule, PolicyRules } from './firewall-rules';
import { mayBeInfrastructure, mayBeInTag } from './microsoft-names';
import { PolicyReader, POLICY } from './read-rules';
import { deadRules } from './shade';

/** What the evaluator is to know besides the files. */
export interface AzureFirewallOptions {
  /** Name of the layer in verdicts.
   * @default 'azure-firewall' */
  readonly layer?: string;
  /** The policy that connections meet: its address (`azurerm_firewall_policy.hub`) or its id.
   * @default - the policy of the only firewall, or the only policy that has rules */
  readonly policy?: string;
}

type Decider = (connection: Connection, source: string) => LayerVerdict | undefined;

/**
 * What Azure Firewall does with connections, by the documented order: DNAT rules, network rules, application rules, the names of Azure's own
 * infrastructure, deny. Rules of a base policy come first, then groups and collections by priority; the first match ends it. A network rule
 * masks every application rule. Application rules see HTTP by its Host header and TLS by its server name, on the ports they name.
 * Source: Microsoft Learn, "Configure Azure Firewall rules" (rule processing), "FQDN filtering in network rules", and the wildcard table of the FAQ.
 * Threat intelligence and IDPS, which only take away, are not modelled.
 */
export class AzureFirewall implements CloudEvaluator {
  private readonly verdicts: Verdicts;
  private readonly rules: PolicyRules | undefined;
  private readonly policies: readonly string[];
  private readonly network: RuleIndex<NetworkRule>;
  private readonly application: RuleIndex<ApplicationRule>;

  public constructor(config: TerraformConfig, options: AzureFirewallOptions = {}) {
    this.verdicts = new Verdicts(options.layer ?? 'azure-firewall', CODES);
    const values = new TerraformValues(config);
    const reader = new PolicyReader(values);
    const policy = options.policy === undefined ? this.onlyPolicy(values, reader) : reader.policyOf(options.policy.startsWith(`${POLICY}.`) ? `\${${options.policy}.id}` : options.policy);
    this.policies = reader.policies();
    this.rules = policy === undefined ? undefined : reader.rules(policy);
    this.network = new RuleIndex(this.rules?.network ?? [], ({ addresses, names }) => ({ addresses, names: names?.patterns ?? null }));
    this.application = new RuleIndex(this.rules?.application ?? [], applicationKeys);
  }

  public deadRules(): readonly DeadRule[] {
    return this.rules === undefined ? [] : deadRules(this.rules);
  }

  public allowedFrom(sources: readonly string[]): readonly AllowedTraffic[] {
    const wanted = AddressSet.of(sources);
    const isWanted = (rule: NetworkRule | ApplicationRule) => rule.action === 'Allow' && rule.sources.meets(wanted);
    return [
      ...(this.rules?.network ?? []).filter(isWanted).map(({ reference, names, addresses, ports, protocols, open }) => ({
        rule: reference,
        hosts: names?.patterns ?? [],
        cidrs: addresses?.toStrings() ?? [],
        ports: ports.toStrings(),
        protocols: [...protocols],
        exact: !open && addresses?.isExact !== false && names?.isExact !== false,
      })),
      ...(this.rules?.application ?? []).filter(isWanted).map(({ reference, names, tags, protocols, open }) => ({
        rule: reference,
        hosts: names.patterns,
        cidrs: [],
        ports: [...new Set([...protocols].map((protocol) => protocol.slice(protocol.indexOf(':') + 1)))],
        protocols: [...new Set([...protocols].map((protocol) => (protocol.startsWith('Https:') ? 'tls' : protocol.startsWith('Http:') ? 'http' : 'tcp')))],
        exact: !open && tags.length === 0 && names.isExact,
      })),
    ];
  }

  private onlyPolicy(values: TerraformValues, reader: PolicyReader): string | undefined {
    const used = [...new Set(values.ofType('azurerm_firewall').map((firewall) => reader.policyOf(firewall.values.firewall_policy_id)))].filter((policy) => policy !== '');
    const candidates = used.length > 0 ? used : reader.policies();
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  public judge(connection: Connection): LayerVerdict {
    if (this.rules === undefined) {
      return this.policies.length === 0 ? this.said('absent', 'absent') : this.said('unknown', 'several-policies', null, this.policies.join(', '));
    }
    if (connection.to.address.includes(':')) return this.said('absent', 'no-ipv6');
    const source = sourceOf(connection);
    if (source === undefined) return this.said('unknown', 'no-source');
    const steps: readonly Decider[] = [this.byDnat, this.byNetworkRule, this.byApplicationRule];
    for (const step of steps) {
      const verdict = step.call(this, connection, source);
      if (verdict !== undefined) return verdict;
    }
    return this.byDefault(connection);
  }

  private byDnat({ to, protocol }: Connection, source: string): LayerVerdict | undefined {
    const dnat = protocol === 'icmp' ? undefined
      : this.rules!.dnat.find((rule) => every(rule.sources.has(source), rule.addresses.has(to.address), rule.ports.has(to.port)) === 'yes');
    return dnat && this.said('unknown', 'dnat', dnat.reference);
  }

  private byNetworkRule(connection: Connection, source: string): LayerVerdict | undefined {
    const { to } = connection;
    const names = to.host === null ? [] : [to.host];
    const { rule, open } = firstMatch(this.network.candidates(to.address, names), (candidate) => matchesNetwork(candidate, connection, source));
    return this.verdictOf(rule, open, 'network-rule');
  }

  private byApplicationRule(connection: Connection, source: string): LayerVerdict | undefined {
    const name = webName(connection);
    if (name === undefined) return undefined;
    const candidates = this.application.candidates(null, name === null ? [] : [name]);
    const { rule, open } = firstMatch(candidates, (candidate) => matchesApplication(candidate, connection, source, name));
    return this.verdictOf(rule, open, 'application-rule');
  }

  /** Rules that were not understood count where they would decide otherwise than the rule, or than what comes after all rules. */
  private verdictOf(rule: NetworkRule | ApplicationRule | undefined, open: readonly (NetworkRule | ApplicationRule)[], kind: string): LayerVerdict | undefined {
    const doubtful = open.find(({ action }) => action !== rule?.action);
    if (doubtful !== undefined && (rule !== undefined || doubtful.action === 'Allow' || kind === 'network-rule')) {
      return this.said('unknown', 'not-understood', doubtful.reference);
    }
    if (rule === undefined) return undefined;
    return rule.action === 'Allow' ? this.said('allow', `${kind}-allow`, rule.reference) : this.said('deny', `${kind}-deny`, rule.reference);
  }

  private byDefault(connection: Connection): LayerVerdict {
    if (!this.rules!.isWhole) return this.said('unknown', 'rest-of-policy-not-read');
    const name = webName(connection);
    if (name !== undefined && name !== null && mayBeInfrastructure(name)) return this.said('unknown', 'infrastructure-names');
    return this.said('deny', 'implicit-deny');
  }

  private said(decision: LayerDecision, code: string, rule: RuleReference | null = null, more = ''): LayerVerdict {
    return this.verdicts.of(decision, `azure-firewall/${code}`, rule, more);
  }
}

function matchesNetwork(rule: NetworkRule, { to, protocol }: Connection, source: string): Match {
  const transport = protocol === 'icmp' ? 'icmp' : protocol === 'udp' || protocol === 'quic' ? 'udp' : 'tcp';
  return every(
    rule.open ? 'maybe' : matchIf(rule.protocols.has(transport)),
    transport === 'icmp' ? 'yes' : rule.ports.has(to.port),
    rule.sources.has(source),
    // Azure refuses wildcards here, so only exact names count; an address that is dialled as it is was resolved from no name.
    some(rule.addresses?.has(to.address) ?? 'no', to.host === null || rule.names === null ? 'no' : rule.names.hasExactly(to.host)),
  );
}

/** `null` as name: TLS or HTTP that names nobody. */
function matchesApplication(rule: ApplicationRule, { to, protocol }: Connection, source: string, name: string | null): Match {
  const type = protocol === 'http' ? 'Http' : 'Https';
  if (!rule.protocols.has(`${type}:${to.port}`)) return 'no';
  return every(
    rule.sources.has(source),
    some(matchesName(rule, name), ...(name === null ? [] : rule.tags.map((tag): Match => (mayBeInTag(tag, name) ? 'maybe' : 'no')))),
    rule.open ? 'maybe' : 'yes',
  );
}

/** Without a name only a rule for every name can match; a deny of every name does, whether an allow does is not documented. */
function matchesName({ names, action }: ApplicationRule, name: string | null): Match {
  if (name !== null) return names.has(name);
  return names.isAny ? (action === 'Deny' ? 'yes' : 'maybe') : 'no';
}

/** The name that application rules see; undefined: not a protocol of theirs. */
function webName({ protocol, serverName, httpHost }: Connection): string | null | undefined {
  if (protocol === 'http') return httpHost?.replace(/:\d+$/, '') ?? null;
  return protocol === 'tls' ? serverName : undefined;
}

function applicationKeys({ names, tags }: ApplicationRule): { addresses: null; names: readonly string[] | null } {
  return { addresses: null, names: tags.length > 0 ? null : names.keys };
}
