import { Construct } from 'constructs';
import { ComputeNetworkFirewallPolicyRule } from './bindings';
import { checkShared, sharedOptions } from './check-props';
import { refuse, takePlaces, unknownRule } from './construct-problems';
import { PolicyRules } from './policy-rules';
import type { GcpSharedProps } from './shared-props';
import { compileGcp, GcpCompilation } from '../compile/gcp';
import { TargetRow } from '../compile/target';
import { Finding } from '../plan';
import { checkEngine } from '../terraform/same-engine';

/** Properties of `GcpFirewallRules`. */
export interface GcpFirewallRulesProps extends GcpSharedProps {
  /** Id of the VPC network, `projects/…/global/networks/…`; may be a token such as `network.id`. */
  readonly network: string;
  /** `none`: what no rule of ours matches falls to the other rules of the network; `sources`: our own deny of IPv4 and IPv6 for the targets, which it needs.
   * @default `none` */
  readonly defaultDeny?: 'none' | 'sources';
}

/**
 * The flows of a cell as rules of a network firewall policy: exact names and addresses, and wildcards as the options say. TLS is never inspected.
 */
export class GcpFirewallRules extends Construct {
  /** Name of the policy; a token where it is created. */
  public readonly firewallPolicyName: string;
  /** Names of our rules. */
  public readonly ruleNames: readonly string[];
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of these rules. */
  public readonly findings: readonly Finding[];
  private readonly rules: PolicyRules;

  /**
   * @throws ValidationError with all problems: flows that the network cannot express (`EIC401`), limits (`EIC402`), names, policies and targets
   * that are taken (`EIC403`), a deny without targets (`EIC430`), priorities (`EIC431`), properties (`EIC408`), two Terraform engines (`EIC903`)
   */
  public constructor(scope: Construct, id: string, props: GcpFirewallRulesProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: GcpFirewallRulesProps, compiled: GcpCompilation);
  public constructor(scope: Construct, id: string, props: GcpFirewallRulesProps, compiled?: GcpCompilation) {
    super(scope, id);
    const check = checkShared(props, id, ['none', 'sources']);
    check.text('network', 'the id of a VPC network');
    refuse(this, [...checkEngine(scope, ComputeNetworkFirewallPolicyRule), ...check.problems.all]);
    const { cell, network, targetServiceAccounts = [], targetSecureTags = [] } = props;
    const compilation = compiled ?? compileGcp(cell.definition, cell.plan, sharedOptions(props, id, { ownNetwork: false, defaultDeny: props.defaultDeny ?? 'none' }));
    refuse(this, [...compilation.problems, ...takePlaces(this, props, network, compilation)]);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);
    this.rules = new PolicyRules(this, 'Rules', { ...props, cell: cell.name, compilation, targetServiceAccounts, targetSecureTags });
    this.firewallPolicyName = this.rules.policyName;
    this.ruleNames = Object.freeze([...this.rules.ruleNames]);
  }

  /**
   * The resource of a rule, for what the properties do not offer (`addOverride`, dependencies).
   * @throws ValidationError (`EIC407`)
   */
  public rule(name: string): ComputeNetworkFirewallPolicyRule {
    return this.rules.rule(name) ?? unknownRule(this, name, this.ruleNames);
  }
}
