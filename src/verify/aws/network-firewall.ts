import { Connection } from '../connection';
import { TerraformConfig, TerraformResource } from '../read/objects';
import { AddressSet, AllowedTraffic, blockOf, CloudEvaluator, DeadRule, isExpression, shown, sourceOf, TerraformValues } from '../rules';
import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';
import { allowedBy } from './allowed';
import { CODES } from './codes';
import { defaultDrops } from './default-actions';
import { GROUP, POLICY, StatefulReader, StatefulRules } from './read-rules';
import { deadRules } from './shade';
import { StatelessEngine } from './stateless';
import { CompiledRule, PacketDecision, Segments, SuricataEngine } from './suricata';

/** What the evaluator is to know besides the files. */
export interface AwsNetworkFirewallOptions {
  /** Name of the layer in verdicts.
   * @default 'aws-network-firewall' */
  readonly layer?: string;
  /** Address of the policy that connections meet, such as `aws_networkfirewall_firewall_policy.egress`.
   * @default - the only policy in the files, or all rule groups in the order of their addresses when there is none */
  readonly policy?: string;
}

type Verdict = { readonly decision: LayerDecision; readonly code: string; readonly text: string; readonly rule?: RuleReference };

/**
 * What AWS Network Firewall does with connections: the stateless engine first, then stateful rules in strict order, by the priority of their
 * groups, then the policy's default actions. A connection is judged as its packets come: a handshake that passes says nothing about the data.
 * Sources: AWS Network Firewall Developer Guide, "Managing evaluation order for Suricata compatible rules in AWS Network Firewall", "Strict
 * evaluation order" (default actions); Suricata 7.0 user guide. A default action is asked for what the client sends only: AWS says that replies
 * of a connection that a rule passes need no rule. What the evaluation by action (not strict) decides is `unknown`.
 */
export class AwsNetworkFirewall implements CloudEvaluator {
  private readonly layer: string;
  private readonly policy: TerraformResource | undefined;
  private readonly several: readonly string[];
  /** Do the firewalls of the files use policies that are not in them? */
  private readonly isElsewhere: boolean;
  private readonly rules: readonly CompiledRule[];
  private readonly actionOrder: RuleReference | undefined;
  private readonly engine: SuricataEngine;
  private readonly stateless: StatelessEngine | undefined;
  private readonly defaults: readonly string[];

  public constructor(private readonly config: TerraformConfig, options: AwsNetworkFirewallOptions = {}) {
    this.layer = options.layer ?? 'aws-network-firewall';
    const values = new TerraformValues(config);
    const reader = new StatefulReader(values);
    const policies = values.ofType(POLICY).filter(({ address }) => options.policy === undefined || address === options.policy);
    const arns = values.ofType('aws_networkfirewall_firewall').map((firewall) => firewall.values.firewall_policy_arn);
    const used = arns.map((arn) => values.resource(arn, POLICY));
    this.isElsewhere = options.policy === undefined && policies.length > 0 && arns.length > 0 && arns.every((arn, index) => used[index] === undefined && typeof arn === 'string' && !isExpression(arn));
    const candidates = policies.length > 1 ? policies.filter((policy) => used.includes(policy)) : policies;
    this.policy = candidates.length === 1 ? candidates[0] : undefined;
    this.several = this.policy === undefined && policies.length > 1 ? policies.map(({ address }) => address) : [];
    const stateful = this.policy === undefined ? ofGroups(values, reader) : reader.ofPolicy(this.policy);
    this.rules = stateful.rules;
    this.actionOrder = stateful.actionOrder;
    this.engine = new SuricataEngine(this.rules);
    this.stateless = this.policy && new StatelessEngine(this.policy, values);
    this.defaults = values.texts(blockOf(this.policy?.values.firewall_policy).stateful_default_actions);
  }

  public judge(connection: Connection): LayerVerdict {
    const { decision, code, text, rule } = this.decide(connection);
    return { layer: this.layer, verdict: decision, code: `aws-network-firewall/${code}`, text, rule: rule ?? null };
  }

  /** The same where the TLS hello comes in so many segments. */
  public judgeSegments(connection: Connection, segments: Segments): LayerVerdict {
    const { decision, code, text, rule } = this.decide(connection, segments);
    return { layer: this.layer, verdict: decision, code: `aws-network-firewall/${code}`, text, rule: rule ?? null };
  }

  /** One rule group on its own, without the policy around it. */
  public ofGroup(group: TerraformResource): AwsNetworkFirewall {
    return new AwsNetworkFirewall({ ...this.config, resources: this.config.resources.filter((one) => one === group || one.type === 'aws_ec2_managed_prefix_list') }, { layer: this.layer });
  }

  /** Is the policy in the files, which says in what order groups are asked? */
  public get knowsOrder(): boolean {
    return this.policy !== undefined;
  }

  /** Is there a rule that drops? */
  public get denies(): boolean {
    return this.rules.some(({ decision }) => decision === 'drop');
  }

  /** Is there a rule that only logs? */
  public get logs(): boolean {
    return this.rules.some(({ logs }) => logs);
  }

  /** Rules that log the connection before a whole hello or request, or data that is none, gets out. */
  public logsOf(connection: Connection, segments: Segments): readonly RuleReference[] {
    const source = sourceOf(connection);
    const logged: RuleReference[] = [];
    for (const decision of source === undefined ? [] : this.engine.decisions(connection, source, segments)) {
      logged.push(...decision.logged.map(({ reference }) => reference));
      const { isComplete, application, toServer, hasPayload } = decision.packet;
      if (decision.rule?.decision === 'drop' || decision.rule?.takesConnection === true || (toServer && hasPayload && (isComplete || application === 'none'))) break;
    }
    return logged;
  }

  public deadRules(): readonly DeadRule[] {
    return this.actionOrder === undefined ? deadRules(this.rules) : [];
  }

  public allowedFrom(sources: readonly string[]): readonly AllowedTraffic[] {
    const wanted = AddressSet.of(sources);
    return this.rules.filter(({ decision, source }) => decision === 'pass' && (source.set === undefined || source.set.meets(wanted))).map(allowedBy);
  }

  private decide(connection: Connection, segments?: Segments): Verdict {
    if (this.several.length > 0) return said('unknown', 'several-policies', ` (${this.several.join(', ')})`);
    if (this.isElsewhere) return said('unknown', 'other-policy');
    if (this.policy === undefined && this.rules.length === 0) return said('absent', 'absent');
    const source = sourceOf(connection);
    if (source === undefined) return said('unknown', 'no-source');
    const stateless = this.stateless?.decide(connection, source);
    if (stateless?.action === 'pass') return said('allow', 'stateless-pass', '', stateless.rule);
    if (stateless?.action === 'drop') return said('deny', 'stateless-drop', '', stateless.rule);
    if (stateless?.action === 'unknown') return said('unknown', 'not-understood', ' (stateless)', stateless.rule);
    if (this.actionOrder !== undefined) return said('unknown', 'action-order', '', this.actionOrder);
    const whole = this.stateful(connection, source, segments ?? 1);
    if (segments !== undefined || connection.protocol !== 'tls' || whole.decision !== 'allow') return whole;
    const split = this.stateful(connection, source, 2);
    return split.decision === 'deny' ? said('unknown', 'split-hello', ` (${shown(connection)})`, split.rule) : whole;
  }

  /** Packet by packet: a drop ends it, a pass of a rule that takes the whole connection too. */
  private stateful(connection: Connection, source: string, segments: Segments): Verdict {
    const shownAs = ` (${shown(connection)})`;
    let passed: CompiledRule | undefined;
    let undecided = false;
    let leaked = false;
    for (const decision of this.engine.decisions(connection, source, segments)) {
      if (decision.open !== undefined) return said('unknown', 'not-understood', shownAs, decision.open.reference);
      if (decision.rule?.decision === 'drop') return dropped(leaked, 'drop-rule', shownAs, decision.rule.reference);
      if (decision.rule?.takesConnection === true) return said('allow', 'pass-rule', shownAs, decision.rule.reference);
      if (decision.rule === undefined && this.defaultDrops(decision)) return dropped(leaked, 'default-drop', shownAs, this.defaultsAt());
      if (!decision.packet.toServer || !decision.packet.hasPayload) continue;
      // Of TCP without an application that the engine knows, nothing is waited for.
      leaked ||= decision.packet.isComplete || (decision.packet.application === 'none' && connection.protocol === 'tcp');
      passed = decision.rule;
      undecided ||= decision.rule === undefined;
    }
    if (undecided && this.policy === undefined) return said('unknown', 'rest-of-policy-not-read');
    return undecided || passed === undefined ? said('allow', 'no-deny', shownAs) : said('allow', 'pass-rule', shownAs, passed.reference);
  }

  private defaultDrops({ packet }: PacketDecision): boolean {
    return packet.toServer && this.defaults.some((action) => defaultDrops(action, packet));
  }

  private defaultsAt(): RuleReference {
    return { file: this.policy!.file, object: this.policy!.address, path: 'firewall_policy.stateful_default_actions' };
  }
}

/** Without a policy in the files: the rules of each group, as far as they decide. */
function ofGroups(values: TerraformValues, reader: StatefulReader): StatefulRules {
  const groups = values.ofType(GROUP).filter((group) => group.values.type !== 'STATELESS').map((group) => reader.ofGroup(group));
  return { rules: groups.flatMap(({ rules }) => rules), actionOrder: groups.find(({ actionOrder }) => actionOrder !== undefined)?.actionOrder };
}

/** A drop after a whole hello or request got through is no proof that nothing gets out. */
function dropped(leaked: boolean, code: string, more: string, rule: RuleReference): Verdict {
  return leaked ? said('unknown', 'dropped-later', more, rule) : said('deny', code, more, rule);
}

function said(decision: LayerDecision, code: string, more = '', rule?: RuleReference): Verdict {
  return { decision, code, text: `${CODES[`aws-network-firewall/${code}`]!.replace(/\.$/, '')}${more}.`, rule };
}
