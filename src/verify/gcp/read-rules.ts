import { TerraformResource } from '../read/objects';
import { AddressSet, AddressSets, Block, blockOf, blocksOf, isExpression, NameSet, numberOf, PortSet, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { EgressRule, RuleProtocol } from './egress-rule';

/** Rules that are evaluated together: a firewall policy, or the rules of the VPC network. */
export interface RuleLevel {
  readonly name: string;
  readonly rules: readonly EgressRule[];
  /** Are these all the rules of the level? */
  readonly isWhole: boolean;
  /** The policy, where nothing in the files associates it. */
  readonly notAssociated: RuleReference | undefined;
}

interface PolicyKind { readonly policy: string; readonly withRules: string; readonly rule: string; readonly association: string }

const kindOf = (prefix: string): PolicyKind => ({ policy: prefix, withRules: `${prefix}_with_rules`, rule: `${prefix}_rule`, association: `${prefix}_association` });
const HIERARCHICAL = kindOf('google_compute_firewall_policy');
const GLOBAL = kindOf('google_compute_network_firewall_policy');
const REGIONAL = kindOf('google_compute_region_network_firewall_policy');

/** Fields of a match that are not modelled, and may make it wider. */
const NOT_MODELLED = ['dest_region_codes', 'dest_threat_intelligences', 'dest_secure_tags', 'dest_network_scope', 'dest_network_type', 'dest_network_context'];

/** Reads the levels in the order of evaluation. */
export class LevelReader {
  private readonly sets = new AddressSets();

  public constructor(private readonly values: TerraformValues) {}

  /**
   * Hierarchical policies, then rules of the VPC network, then the global and regional network policies; with `BEFORE_CLASSIC_FIREWALL`, network
   * policies come before the rules of the VPC network. Source: Google Cloud, "Firewall policies: policy and rule evaluation order".
   */
  public levels(): readonly RuleLevel[] {
    const before = this.values.ofType('google_compute_network').some((network) => network.values.network_firewall_policy_enforcement_order === 'BEFORE_CLASSIC_FIREWALL');
    const vpc = this.vpcLevel();
    const network = [...this.policyLevels(GLOBAL), ...this.policyLevels(REGIONAL)];
    const levels = [...this.policyLevels(HIERARCHICAL), ...(before ? [...network, vpc] : [vpc, ...network])];
    return levels.filter(({ rules, notAssociated }) => rules.length > 0 || notAssociated !== undefined);
  }

  private policyLevels({ policy, withRules, rule, association }: PolicyKind): RuleLevel[] {
    const owners = new Map<string, { resource?: TerraformResource; rules: EgressRule[] }>();
    const owner = (key: string, resource?: TerraformResource) => {
      const known = owners.get(key) ?? { rules: [] };
      owners.set(key, { ...known, ...(resource === undefined ? {} : { resource }) });
      return owners.get(key)!;
    };
    for (const resource of this.values.ofType(policy, withRules)) {
      const { rules } = owner(resource.address, resource);
      blocksOf(resource.values.rule).forEach((block, index) => rules.push(...this.policyRule(block, { file: resource.file, object: resource.address, path: `rule[${index}]` })));
    }
    for (const resource of this.values.ofType(rule)) {
      const of = resource.values.firewall_policy;
      const key = this.values.resource(of, policy, withRules)?.address ?? (typeof of === 'string' ? of : '');
      owner(key).rules.push(...this.policyRule(resource.values, { file: resource.file, object: resource.address, path: '' }));
    }
    const associated = new Set(this.values.ofType(association).map(({ values }) => this.values.resource(values.firewall_policy, policy, withRules)?.address));
    return [...owners].map(([key, { resource, rules }]) => ({
      name: key,
      rules: sorted(rules),
      isWhole: resource !== undefined,
      notAssociated: resource === undefined || associated.has(resource.address) ? undefined : { file: resource.file, object: resource.address, path: '' },
    }));
  }

  private policyRule(block: Block, reference: RuleReference): EgressRule[] {
    const match = blockOf(block.match);
    if (block.disabled === true || this.values.text(block.direction) !== 'EGRESS') return [];
    const ranges = this.values.texts(match.dest_ip_ranges);
    const lists = this.addressGroups(match.dest_address_groups);
    const names = this.values.texts(match.dest_fqdns);
    const action = this.values.text(block.action);
    return [{
      reference,
      priority: numberOf(block.priority, Infinity),
      action: action === 'allow' || action === 'goto_next' || action === 'apply_security_profile_group' ? action : 'deny',
      protocols: blocksOf(match.layer4_configs ?? match.layer4_config).map((config) => protocolOf(this.values.text(config.ip_protocol) ?? '', this.values.texts(config.ports))),
      sources: this.sourcesOf(match.src_ip_ranges),
      addresses: ranges.length + lists.length === 0 ? null : this.sets.of([...ranges, ...lists]),
      names: names.length === 0 ? null : new NameSet(names),
      targets: {
        serviceAccounts: this.values.texts(block.target_service_accounts),
        secureTags: blocksOf(block.target_secure_tags ?? block.target_secure_tag).flatMap(({ name }) => this.values.texts(name)),
        networkTags: [],
      },
      open: NOT_MODELLED.some((field) => isSet(match[field])) || isExpression(block.action),
      profileGroup: typeof block.security_profile_group === 'string' ? block.security_profile_group : undefined,
    }];
  }

  private vpcLevel(): RuleLevel {
    const rules = this.values.ofType('google_compute_firewall').filter(({ values }) => values.direction === 'EGRESS' && values.disabled !== true).flatMap((resource) => {
      const { file, address: object, values } = resource;
      const targets = { serviceAccounts: this.values.texts(values.target_service_accounts), secureTags: [], networkTags: this.values.texts(values.target_tags) };
      // Without destinations a rule is for every IPv4 address, and for no IPv6 address.
      const ranges = this.values.texts(values.destination_ranges);
      return (['deny', 'allow'] as const).filter((action) => blocksOf(values[action]).length > 0).map((action): EgressRule => ({
        reference: { file, object, path: '' },
        priority: numberOf(values.priority, 1000),
        action,
        protocols: blocksOf(values[action]).map((block) => protocolOf(this.values.text(block.protocol) ?? '', this.values.texts(block.ports))),
        sources: this.sourcesOf(values.source_ranges),
        addresses: this.sets.of(ranges.length === 0 ? ['0.0.0.0/0'] : ranges),
        names: null,
        targets,
        open: false,
        profileGroup: undefined,
      }));
    });
    return { name: 'VPC firewall rules', rules: sorted(rules), isWhole: true, notAssociated: undefined };
  }

  private sourcesOf(value: unknown): AddressSet {
    const texts = this.values.texts(value);
    return texts.length === 0 ? AddressSet.ANY : this.sets.of(texts);
  }

  private addressGroups(value: unknown): readonly string[] {
    return (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((id) => {
      const group = this.values.resource(id, 'google_network_security_address_group');
      return group === undefined ? [String(id)] : this.values.texts(group.values.items);
    });
  }
}

/** By priority; of the same priority, what denies comes first. */
function sorted(rules: readonly EgressRule[]): readonly EgressRule[] {
  const rank = ({ action }: EgressRule): number => (action === 'deny' ? 0 : 1);
  return [...rules].sort((a, b) => a.priority - b.priority || rank(a) - rank(b));
}

function protocolOf(protocol: string, ports: readonly string[]): RuleProtocol {
  return { protocol: protocol.toLowerCase(), ports: ports.length === 0 ? PortSet.ANY : PortSet.of(ports) };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
