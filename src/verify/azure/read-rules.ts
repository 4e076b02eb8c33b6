import { TerraformResource } from '../read/objects';
import { AddressSet, AddressSets, Block, blockOf, blocksOf, isExpression, isPrivate, NameSet, numberOf, PortSet, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { ApplicationRule, DnatRule, NetworkRule, PolicyRules } from './firewall-rules';

export const POLICY = 'azurerm_firewall_policy';
export const GROUP = 'azurerm_firewall_policy_rule_collection_group';

/** Fields of an application rule that narrow or change it in ways that are not modelled. */
const NOT_MODELLED = ['destination_urls', 'web_categories', 'http_headers', 'destination_addresses', 'terminate_tls'];

/** Reads the rules of a policy in the order in which Azure evaluates them. */
export class PolicyReader {
  // A service tag stands for public addresses of Microsoft, never for private ones.
  private readonly sets = new AddressSets((text, address) => isExpression(text) || !isPrivate(address));

  public constructor(private readonly values: TerraformValues) {}

  /** Policies that groups belong to or that are written, as their address or the text that names them. */
  public policies(): readonly string[] {
    const used = this.values.ofType(GROUP).map((group) => this.policyOf(group.values.firewall_policy_id));
    const bases = this.values.ofType(POLICY).map(({ values }) => values.base_policy_id).filter((base) => base !== undefined);
    const parents = new Set(bases.map((base) => this.policyOf(base)));
    const written = this.values.ofType(POLICY).map(({ address }) => address);
    return [...new Set([...used, ...written])].filter((policy) => !parents.has(policy));
  }

  /** The rules of a policy: those of its base policy first, whatever the priorities; then groups and collections by priority. */
  public rules(policy: string): PolicyRules {
    const { chain, isWhole } = this.chain(policy);
    const groupsOf = (owner: string) => this.values.ofType(GROUP).filter(({ values }) => this.policyOf(values.firewall_policy_id) === owner);
    const groups = chain.flatMap((owner) => byPriority(groupsOf(owner), ({ values }) => values.priority));
    return {
      dnat: groups.flatMap((group) => this.collections(group, 'nat_rule_collection', (rule, at) => this.dnatRule(rule, at))),
      network: groups.flatMap((group) => this.collections(group, 'network_rule_collection', (rule, at, action) => this.networkRule(rule, at, action))),
      application: groups.flatMap((group) => this.collections(group, 'application_rule_collection', (rule, at, action) => this.applicationRule(rule, at, action))),
      isWhole,
    };
  }

  /** The address of the policy that a value names, else the value itself. */
  public policyOf(value: unknown): string {
    return this.values.resource(value, POLICY)?.address ?? (typeof value === 'string' ? value.toLowerCase() : '');
  }

  private chain(policy: string): { readonly chain: readonly string[]; readonly isWhole: boolean } {
    const chain: string[] = [];
    let current: string | undefined = policy;
    let isWhole = true;
    while (current !== undefined && !chain.includes(current)) {
      chain.unshift(current);
      const resource: TerraformResource | undefined = this.values.ofType(POLICY).find(({ address }) => address === current);
      isWhole &&= resource !== undefined;
      const base: unknown = resource?.values.base_policy_id;
      current = base === undefined || base === null || base === '' ? undefined : this.policyOf(base);
    }
    return { chain, isWhole };
  }

  private collections<R>(group: TerraformResource, kind: string, read: (rule: Block, at: RuleReference, action: 'Allow' | 'Deny') => R): R[] {
    const collections = blocksOf(group.values[kind]).map((collection, index) => ({ collection, index }));
    return byPriority(collections, ({ collection }) => collection.priority).flatMap(({ collection, index }) =>
      blocksOf(collection.rule).map((rule, number) =>
        read(rule, { file: group.file, object: group.address, path: `${kind}[${index}].rule[${number}]` }, collection.action === 'Deny' ? 'Deny' : 'Allow')));
  }

  private dnatRule(rule: Block, reference: RuleReference): DnatRule {
    const addresses = this.sets.of(this.values.texts(rule.destination_address));
    return { reference, sources: this.sources(rule), addresses, ports: PortSet.of(this.values.texts(rule.destination_ports)) };
  }

  private networkRule(rule: Block, reference: RuleReference, action: 'Allow' | 'Deny'): NetworkRule {
    const names = this.values.texts(rule.destination_fqdns);
    const addresses = [...this.values.texts(rule.destination_addresses), ...this.ipGroups(rule.destination_ip_groups)];
    const protocols = this.values.texts(rule.protocols).map((protocol) => protocol.toLowerCase());
    return {
      kind: 'network',
      reference,
      action,
      sources: this.sources(rule),
      open: protocols.some(isExpression),
      protocols: new Set(protocols.includes('any') ? ['tcp', 'udp', 'icmp', ...protocols] : protocols),
      addresses: addresses.length === 0 ? null : this.sets.of(addresses),
      names: names.length === 0 ? null : new NameSet(names),
      ports: PortSet.of(this.values.texts(rule.destination_ports)),
    };
  }

  private applicationRule(rule: Block, reference: RuleReference, action: 'Allow' | 'Deny'): ApplicationRule {
    return {
      kind: 'application',
      reference,
      action,
      sources: this.sources(rule),
      open: NOT_MODELLED.some((field) => isSet(rule[field])),
      protocols: new Set(blocksOf(rule.protocols).map(({ type, port }) => `${String(type)}:${numberOf(port, 0)}`)),
      names: new NameSet(this.values.texts(rule.destination_fqdns)),
      tags: this.values.texts(rule.destination_fqdn_tags),
    };
  }

  private sources(rule: Block): AddressSet {
    return this.sets.of([...this.values.texts(rule.source_addresses), ...this.ipGroups(rule.source_ip_groups)]);
  }

  private ipGroups(value: unknown): readonly string[] {
    return (Array.isArray(value) ? (value as readonly unknown[]) : isSet(value) ? [value] : []).flatMap((id) => {
      const group = this.values.resource(id, 'azurerm_ip_group');
      // An IP group that is not in the files may hold any address, as an expression may.
      return group === undefined ? [`\${${String(id)}}`] : this.values.texts(blockOf(group.values).cidrs);
    });
  }
}

function byPriority<T>(items: readonly T[], priority: (item: T) => unknown): readonly T[] {
  return [...items].sort((a, b) => numberOf(priority(a), Infinity) - numberOf(priority(b), Infinity));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}
