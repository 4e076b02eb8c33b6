import { Construct } from 'constructs';
import { AzureCompilation, AzureDefaultDeny, AzureFirewallTier, compileAzure } from '../compile/azure';
import { TargetRow } from '../compile/target';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { Problem, ValidationError } from '../errors';
import { Finding } from '../plan';
import { FirewallPolicyRuleCollectionGroup } from './bindings';
import { checkProps, checkSiblings, ruleOptions } from './check-props';
import { groupConfig } from './group-config';
import { checkEngine } from '../terraform/same-engine';

/** Properties of `AzureFirewallRules`. */
export interface AzureFirewallRulesProps {
  /** The cell whose flows the rules allow. */
  readonly cell: EdgeIntegrationCell;
  /** Id of the existing firewall policy; may be a token of your stack, such as `policy.id`. */
  readonly firewallPolicyId: string;
  /** Priority of our rule collection group in the policy, 100 to 65000; lower is evaluated first. A literal, since it is checked now. */
  readonly priority: number;
  /** Tier of the policy; with Basic, flows other than HTTP and HTTPS need addresses.
   * @default `Standard` */
  readonly tier?: AzureFirewallTier;
  /** Is the DNS proxy of the policy on, and do the cell's nodes use it? Then flows other than HTTP and HTTPS can go by exact names.
   * @default false */
  readonly dnsProxy?: boolean;
  /**
   * `none`: what no rule of ours matches falls to the other rules of the policy; `sources`: our own deny, for the cell's egress sources only.
   * Azure evaluates network rules before application rules, whatever their groups: on ports that no application rule of the cell uses, our
   * deny also precedes application rules of other groups.
   * @default `none`
   */
  readonly defaultDeny?: AzureDefaultDeny;
}

/**
 * The flows of a cell as rules of an existing Azure Firewall policy: one rule collection group, with application rules for HTTP and HTTPS
 * hosts, and network rules for addresses and exact names. TLS is never inspected.
 */
export class AzureFirewallRules extends Construct {
  /** Id of the rule collection group; a token. */
  public readonly ruleCollectionGroupId: string;
  /** Name of the rule collection group in the policy: `eic-<cell>`. */
  public readonly ruleCollectionGroupName: string;
  /** The resource, for what the properties do not offer (`addOverride`, dependencies). */
  public readonly ruleCollectionGroup: FirewallPolicyRuleCollectionGroup;
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of these rules. */
  public readonly findings: readonly Finding[];
  private readonly policyId: string;
  private readonly priority: number;

  /**
   * @throws ValidationError with all problems: flows that the policy cannot express (`EIC401`), limits (`EIC402`), names and priorities that
   * are taken (`EIC403`), properties (`EIC408`), two Terraform engines (`EIC903`)
   */
  public constructor(scope: Construct, id: string, props: AzureFirewallRulesProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: AzureFirewallRulesProps, compiled: AzureCompilation);
  public constructor(scope: Construct, id: string, props: AzureFirewallRulesProps, compiled?: AzureCompilation) {
    super(scope, id);
    this.refuse([...checkEngine(scope, FirewallPolicyRuleCollectionGroup), ...checkProps(props, id)]);
    const compilation = compiled ?? compileAzure(props.cell.definition, props.cell.plan, ruleOptions(props, id));
    this.policyId = props.firewallPolicyId;
    this.priority = compilation.priority;
    this.ruleCollectionGroupName = compilation.groupName;
    this.refuse([...compilation.problems, ...checkSiblings(this.place(), this.siblings())]);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);
    this.ruleCollectionGroup = new FirewallPolicyRuleCollectionGroup(this, 'Group', groupConfig(compilation, props.firewallPolicyId));
    this.ruleCollectionGroupId = this.ruleCollectionGroup.id;
  }

  private place() {
    return { id: this.node.id, path: this.node.path, groupName: this.ruleCollectionGroupName, priority: this.priority };
  }

  /** Rules of other cells in the same policy: those that were given the same id. */
  private siblings() {
    const all = this.node.root.node.findAll().filter((other) => other instanceof AzureFirewallRules);
    return all.filter((other) => other !== this && other.policyId === this.policyId).map((other) => other.place());
  }

  private refuse(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    throw new ValidationError(`AzureFirewallRules ${this.node.path}`, problems.map((problem) => ({ ...problem, construct: this.node.path })));
  }
}
