import { Construct } from 'constructs';
import { NetworkfirewallRuleGroup } from './bindings';
import { DEFAULT_ACTION, PropChecks, REGION } from './check-props';
import { groupConfig } from './group-config';
import { refuseIn } from './refuse';
import { AwsCompilation, AwsDefaultDeny, compileAws } from '../compile/aws';
import { TargetRow } from '../compile/target';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, Problem, Problems } from '../errors';
import { Finding } from '../plan';
import { checkEngine } from '../terraform/same-engine';

/** Properties of `AwsNetworkFirewallRules`. */
export interface AwsNetworkFirewallRulesProps {
  /** The cell whose flows the rules allow. */
  readonly cell: EdgeIntegrationCell;
  /** Rule order of the policy that the group goes into. Action order is refused.
   * @default `STRICT_ORDER` */
  readonly ruleOrder?: string;
  /** Stateful default actions of that policy, such as `aws:drop_established_app_layer`; they see what our rules leave open.
   * @default - none */
  readonly policyDefaultActions?: readonly string[];
  /** `none`: what no rule of ours matches falls to the other rules of the policy; `sources`: our own deny, for the cell's egress sources only.
   * @default `none` */
  readonly defaultDeny?: AwsDefaultDeny;
  /** Rules that the group can hold, 1 to 30000; another number replaces the group.
   * @default - the next of a few coarse steps, with head-room */
  readonly capacity?: number;
  /** Does our deny end a TLS hello that is longer than 8 kB? It uses the keyword `stream_size`, which nobody has tried on AWS.
   * @default true */
  readonly endlessHelloBound?: boolean;
  /** What the Kubernetes platform itself needs, as a group of its own: `none` or `eks`.
   * @default `none` */
  readonly platformEgress?: string;
  /** AWS Region, a literal; needed with `platformEgress`, whose hosts carry it.
   * @default - not needed */
  readonly region?: string;
  /** Tags of the groups; values may be tokens.
   * @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The flows of a cell as a stateful rule group (Suricata rules, strict order) for a policy of AWS Network Firewall that exists, and what EKS needs
 * as a second one. The policy references them: `snippet` says how. TLS is never inspected.
 */
export class AwsNetworkFirewallRules extends Construct {
  /** ARN of the rule group; a token. */
  public readonly ruleGroupArn: string;
  /** Name of the rule group: `eic-<cell>-rules-<capacity>`. */
  public readonly ruleGroupName: string;
  /** ARN of the group with what the platform needs, which the policy evaluates first; a token.
   * @default - without `platformEgress` */
  public readonly platformRuleGroupArn?: string;
  /** The resource, for what the properties do not offer (`addOverride`, dependencies). */
  public readonly ruleGroup: NetworkfirewallRuleGroup;
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of these rules. */
  public readonly findings: readonly Finding[];
  /** What the owners of the policy add to it. */
  public readonly snippet: string;

  /**
   * @throws ValidationError with all problems: flows that the firewall cannot express (`EIC401`), limits (`EIC402`), names that are taken (`EIC403`),
   * properties (`EIC408`), two rules with one id (`EIC420`), default actions of the policy (`EIC421`), two Terraform engines (`EIC903`)
   */
  public constructor(scope: Construct, id: string, props: AwsNetworkFirewallRulesProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: AwsNetworkFirewallRulesProps, compiled: AwsCompilation);
  public constructor(scope: Construct, id: string, props: AwsNetworkFirewallRulesProps, compiled?: AwsCompilation) {
    super(scope, id);
    const refuse = (problems: readonly Problem[]) => refuseIn(this, 'AwsNetworkFirewallRules', problems);
    refuse([...checkEngine(scope, NetworkfirewallRuleGroup), ...checkProps(props, id)]);
    const { group, platform, rows, findings, snippet, problems } = compiled ?? compileProps(props, id);
    this.ruleGroupName = group.name;
    refuse([...problems, ...this.checkSiblings()]);
    this.rows = Object.freeze([...rows]);
    this.findings = Object.freeze([...findings]);
    this.snippet = snippet ?? '';
    const { name } = props.cell;
    this.ruleGroup = new NetworkfirewallRuleGroup(this, 'Group', groupConfig(group, `Egress of edge integration cell ${name}`, props.tags));
    this.ruleGroupArn = this.ruleGroup.arn;
    if (platform !== undefined) {
      this.platformRuleGroupArn = new NetworkfirewallRuleGroup(this, 'Platform', groupConfig(platform, `What the platform of edge integration cell ${name} needs`, props.tags)).arn;
    }
  }

  /** One cell twice in a stack would be one group twice. */
  private checkSiblings(): readonly Problem[] {
    const problems = new Problems();
    const others = this.node.root.node.findAll().filter((other) => other instanceof AwsNetworkFirewallRules && other !== this);
    for (const { ruleGroupName, node: { path } } of others as AwsNetworkFirewallRules[]) {
      if (ruleGroupName === this.ruleGroupName) {
        problems.must(KINDS.nameClash, `${this.node.id}.cell`, `be rendered once only, as by ${path}`, ruleGroupName, 'remove one of the two');
      }
    }
    return problems.all;
  }
}

function checkProps(props: AwsNetworkFirewallRulesProps, id: string): readonly Problem[] {
  const checks = new PropChecks(props as unknown as Readonly<Record<string, unknown>>, id);
  checks.cell('cell');
  checks.word('ruleOrder', 'STRICT_ORDER');
  checks.word('defaultDeny', 'none', 'sources');
  checks.word('platformEgress', 'none', 'eks');
  checks.texts('policyDefaultActions', DEFAULT_ACTION, 'be a stateful default action such as aws:drop_established_app_layer');
  checks.integer('capacity', 1, 30000);
  checks.truth('endlessHelloBound');
  if (props.platformEgress === 'eks') checks.literal('region', REGION, 'be an AWS Region such as eu-central-1, for platformEgress');
  return checks.all;
}

function compileProps({ cell, ...props }: AwsNetworkFirewallRulesProps, id: string): AwsCompilation {
  const { defaultDeny = 'none', policyDefaultActions = [], endlessHelloBound = true, capacity, platformEgress, region } = props;
  const options = { target: id, deny: defaultDeny, policyDefaultActions, endlessHelloBound, ...(capacity === undefined ? {} : { capacity }) };
  return compileAws(cell.definition, cell.plan, options, platformEgress === 'eks' ? { region: region! } : undefined);
}
