import { TerraformResource } from '../read/objects';
import { blockOf, blocksOf, isExpression, numberOf, TerraformValues, unescaped } from '../rules';
import { RuleReference } from '../verdict';
import { domainListRules, RuleText, statefulRules, stringRules } from './generated-rules';
import { CompiledRule, parseRule, Variables } from './suricata';

export const GROUP = 'aws_networkfirewall_rule_group';
export const POLICY = 'aws_networkfirewall_firewall_policy';

/** Stateful rules in the order of evaluation. */
export interface StatefulRules {
  readonly rules: readonly CompiledRule[];
  /** A group or policy that evaluates by action. */
  readonly actionOrder: RuleReference | undefined;
}

/** Reads the stateful rules of a policy, or of a group on its own. */
export class StatefulReader {
  public constructor(private readonly values: TerraformValues) {}

  /** All groups that a policy refers to, by the priority of the reference. */
  public ofPolicy(policy: TerraformResource): StatefulRules {
    const body = blockOf(policy.values.firewall_policy);
    const at = (path: string): RuleReference => ({ file: policy.file, object: policy.address, path });
    const order = this.values.text(blockOf(body.stateful_engine_options).rule_order);
    const variables = this.variables(blockOf(body.policy_variables).rule_variables, 'ip_set_definition');
    const references = blocksOf(body.stateful_rule_group_reference).map((reference, index) => ({ reference, index }))
      .sort((a, b) => numberOf(a.reference.priority, Infinity) - numberOf(b.reference.priority, Infinity));
    const groups = references.map(({ reference, index }): StatefulRules => {
      const group = this.values.resource(reference.resource_arn, GROUP);
      if (group === undefined) return { rules: [new CompiledRule(undefined, at(`firewall_policy.stateful_rule_group_reference[${index}]`), NO_VARIABLES)], actionOrder: undefined };
      return this.ofGroup(group, variables);
    });
    // AWS takes groups of the policy's own order only.
    const actionOrder = order === 'STRICT_ORDER' ? groups.find((group) => group.actionOrder !== undefined)?.actionOrder : at('firewall_policy.stateful_engine_options');
    return { rules: groups.flatMap(({ rules }) => rules), actionOrder };
  }

  /** Rules of one group; variables of the policy win. */
  public ofGroup(group: TerraformResource, ofPolicy: Variables = NO_VARIABLES): StatefulRules {
    const body = blockOf(group.values.rule_group);
    const own = this.variables(blockOf(body.rule_variables).ip_sets, 'ip_set');
    const ports = this.variables(blockOf(body.rule_variables).port_sets, 'port_set');
    const lists = this.referenceSets(blockOf(body.reference_sets).ip_set_references);
    const variables = new Map([...this.builtIn(), ...ports, ...lists, ...own, ...ofPolicy]);
    if (!variables.has('EXTERNAL_NET')) variables.set('EXTERNAL_NET', ['!$HOME_NET']);
    const at = (path: string): RuleReference => ({ file: group.file, object: group.address, path });
    const texts = this.texts(group);
    const rules = texts === undefined ? [new CompiledRule(undefined, at('rule_group.rules_source'), variables)]
      : texts.map(({ text, path }) => new CompiledRule(parseRule(text), at(path), variables));
    const order = this.values.text(blockOf(body.stateful_rule_options).rule_order);
    return { rules, actionOrder: order === 'STRICT_ORDER' ? undefined : at('rule_group.stateful_rule_options') };
  }

  private texts({ values }: TerraformResource): RuleText[] | undefined {
    const source = blockOf(blockOf(values.rule_group).rules_source);
    const below = (rules: readonly RuleText[]): RuleText[] => rules.map(({ text, path }) => ({ text, path: `rule_group.rules_source.${path}` }));
    const text = source.rules_string ?? values.rules;
    if (typeof text === 'string' && text !== '') {
      if (isExpression(text)) return undefined;
      return stringRules(unescaped(text), source.rules_string === undefined ? 'rules' : 'rule_group.rules_source.rules_string');
    }
    const [list] = blocksOf(source.rules_source_list);
    const ofList = list === undefined ? [] : domainListRules(list, this.values);
    return ofList && below([...ofList, ...statefulRules(source.stateful_rule, this.values)]);
  }

  /** `HOME_NET` is the VPC of the firewall where nobody says otherwise; without it the variable is not known. */
  private builtIn(): Variables {
    const [firewall] = this.values.ofType('aws_networkfirewall_firewall');
    const vpc = this.values.resource(firewall?.values.vpc_id, 'aws_vpc');
    const cidrs = this.values.texts(vpc?.values.cidr_block);
    return cidrs.length === 0 ? NO_VARIABLES : new Map([['HOME_NET', cidrs]]);
  }

  private variables(sets: unknown, definition: string): Map<string, readonly string[]> {
    return new Map(blocksOf(sets).flatMap((set) => {
      const key = this.values.text(set.key);
      return key === undefined ? [] : [[key, this.values.texts(blockOf(set[definition]).definition)] as const];
    }));
  }

  /** `@NAME`: a managed prefix list, whose entries are known if it is in the files. */
  private referenceSets(references: unknown): Map<string, readonly string[]> {
    return new Map(blocksOf(references).flatMap((reference) => {
      const list = this.values.resource(blockOf(reference.ip_set_reference).reference_arn, 'aws_ec2_managed_prefix_list');
      const entries = blocksOf(list?.values.entry);
      const key = this.values.text(reference.key);
      return key === undefined || entries.length === 0 ? [] : [[key, entries.flatMap(({ cidr }) => this.values.texts(cidr))] as const];
    }));
  }
}

const NO_VARIABLES: Variables = new Map();
