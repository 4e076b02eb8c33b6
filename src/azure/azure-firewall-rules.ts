import { Construct } from 'constructs';
import { AzureCompilation, AzureDefaultDeny, AzureFirewallTier, compileAzure, groupsOf } from '../compile/azure';
import { TargetRow } from '../compile/target';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { Problem, ValidationError } from '../errors';
import { Finding } from '../plan';
import { FirewallPolicyRuleCollectionGroup } from './bindings';
import { checkProps, checkSiblings, ruleOptions } from './check-props';
import { ruleGroups } from './rule-groups';
import { TerraformStack } from '../terraform/engine';
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
  /**
   * `aks`: a second rule collection group with what the nodes of an AKS cluster themselves need; with a deny of ours they could not start
   * without it.
   * @default `none`
   */
  readonly platformEgress?: AzurePlatformEgress;
  /** Priority of that group; lower than `priority`, whose deny would come first otherwise. A literal.
   * @default - one less than `priority` */
  readonly platformPriority?: number;
  /** Addresses of the nodes as the firewall sees them, as networks with prefix.
   * @default - `cluster.nodeCidrs` */
  readonly platformSources?: readonly string[];
}

/** Kubernetes platform whose own needs are allowed. */
export type AzurePlatformEgress = 'none' | 'aks';

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
  /** Id of the group of the platform; a token.
   * @default - no `platformEgress` */
  public readonly platformGroupId?: string;
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of these rules. */
  public readonly findings: readonly Finding[];
  private readonly policyId: string;
  private readonly compilation: AzureCompilation;
  private readonly groups: readonly FirewallPolicyRuleCollectionGroup[];

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
    this.compilation = compilation;
    this.ruleCollectionGroupName = compilation.groupName;
    const siblings = this.siblings();
    this.refuse([...compilation.problems, ...checkSiblings(this.place(), siblings.map((other) => other.place()))]);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);
    const after = siblings.filter((other) => TerraformStack.of(other) === TerraformStack.of(this)).slice(-1).flatMap(({ groups }) => groups.slice(-1));
    const { own, all } = ruleGroups(this, compilation, props.firewallPolicyId, after);
    this.groups = all;
    this.ruleCollectionGroup = own;
    this.ruleCollectionGroupId = own.id;
    if (compilation.platformGroup !== undefined) this.platformGroupId = all[0]!.id;
  }

  private place() {
    const groups = groupsOf(this.compilation).map(({ groupName, priority }) => ({ groupName, priority }));
    return { id: this.node.id, path: this.node.path, groups };
  }

  /** Rules of other cells in the same policy: those that were given the same id. */
  private siblings(): AzureFirewallRules[] {
    const all = this.node.root.node.findAll().filter((other) => other instanceof AzureFirewallRules);
    return all.filter((other) => other !== this && other.policyId === this.policyId);
  }

  private refuse(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    throw new ValidationError(`AzureFirewallRules ${this.node.path}`, problems.map((problem) => ({ ...problem, construct: this.node.path })));
  }
}
