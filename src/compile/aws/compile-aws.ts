import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { Port } from '../../net';
import { ConnectivityPlan, Finding, Flow } from '../../plan';
import { compareFindings, findingOf } from '../../plan/finding';
import { TargetRow } from '../target';
import { DENY_KEY, denyRules, LONGEST_HELLO } from './default-deny';
import { FlowContext, flowRules } from './flow-rules';
import { capacityOf, checkLimits } from './limits';
import { platformFlows } from './platform';
import { checkPolicyActions } from './policy-actions';
import { portList } from './rule-text';
import { AwsCompilation, AwsRuleOptions, SuricataRule, SuricataRuleGroup } from './rules';
import { Sids } from './sids';
import { policySnippet } from './snippet';
import { HOME_NET, RuleSources } from './sources';

/** What the Kubernetes platform needs too: where, and in which Region. */
export interface AwsPlatform {
  readonly region: string;
}

/** A cell's plan as a stateful rule group of AWS Network Firewall. Pure; nothing is to be rendered when there are problems. */
export function compileAws(definition: Definition, plan: ConnectivityPlan, options: AwsRuleOptions, platform?: AwsPlatform): AwsCompilation {
  const problems = new Problems();
  const findings: Finding[] = [];
  const context: FlowContext = { cell: definition.name, options, problems, sids: new Sids(definition.name, problems) };
  const sources = new RuleSources(definition);
  const flows = plan.egress.filter(({ via }) => via === null);
  const allowed = allowedRules(flows, sources, context);
  checkPolicyActions(options, problems, findings);
  const groupOf = (kind: 'rules' | 'platform', rules: readonly SuricataRule[], given?: number): SuricataRuleGroup => {
    const capacity = capacityOf(rules.length, given, options.target, problems, findings);
    const group = { name: `eic-${definition.name}-${kind}-${capacity}`, capacity, ipSets: sources.sets(rules), rules };
    checkLimits(options.target, group, problems);
    return group;
  };
  const needed = platform === undefined ? undefined : allowedRules(platformFlows(platform.region), sources, context);
  const platformGroup = needed === undefined ? undefined : groupOf('platform', needed.rules);
  const group = groupOf('rules', [...allowed.rules, ...deniedRules(definition, flows, options, context, findings)], options.capacity);
  return {
    group,
    ...(platformGroup === undefined ? {} : { platform: platformGroup }),
    rows: [...allowed.rows, ...needed?.rows ?? []].sort((a, b) => compareText(a.flow, b.flow) || compareText(a.rule, b.rule)),
    findings: findings.sort(compareFindings),
    problems: problems.all,
    ...(options.deny === 'any' ? {} : { snippet: policySnippet(group, platformGroup) }),
  };
}

/** Rules for each row of the plan that leaves the cell directly; what goes through a proxy is the proxy's flow. */
function allowedRules(flows: readonly Flow[], sources: RuleSources, context: FlowContext): { readonly rules: readonly SuricataRule[]; readonly rows: readonly TargetRow[] } {
  const made = [...flows].sort((a, b) => compareText(a.key, b.key)).flatMap((flow) => flowRules(flow, sources.of(flow), context));
  return { rules: made.map(({ rule }) => rule), rows: made.map(({ row }) => row) };
}

/**
 * Our deny: for the cell's egress sources and never more where the firewall is not ours; what else runs on a node that has other addresses is not
 * in the plan and must not be cut. While observing, what would be denied is logged.
 */
function deniedRules(definition: Definition, flows: readonly Flow[], options: AwsRuleOptions, { cell, sids }: FlowContext, findings: Finding[]): SuricataRule[] {
  const { target, deny, endlessHelloBound } = options;
  const observe = definition.enforcement === 'observe';
  if (deny === 'none' || observe) notDenied(deny, observe, target, findings);
  if (deny === 'none' && !observe) return [];
  if (!endlessHelloBound && !observe) {
    findings.push(findingOf(KINDS.endlessHello, null, child(target, 'endlessHelloBound'),
      `a TLS hello that never ends reaches any host, with any amount of data; with the bound it ends after ${LONGEST_HELLO} bytes`, 'set endlessHelloBound: true'));
  }
  const http = flows.filter(({ transport, to }) => transport === 'http' && to.hosts.length > 0).flatMap(({ ports }) => ports);
  return denyRules({
    from: deny === 'any' ? 'any' : HOME_NET,
    ...(http.length === 0 ? {} : { httpPorts: portList(distinct(http)) }),
    endlessHelloBound,
    observe,
    cell,
    sid: (part) => sids.claim(DENY_KEY, part, target),
  });
}

function notDenied(deny: AwsRuleOptions['deny'], observe: boolean, target: string, findings: Finding[]): void {
  const why = deny === 'none' ? '' : ', since enforcement: observe leaves our deny out';
  const whose = deny === 'any' ? 'passes' : 'is decided by the other rules and the default actions of the policy';
  findings.push(findingOf(KINDS.ownDefaultDeny, null, deny === 'any' ? target : child(target, 'defaultDeny'), `what no rule of the cell allows ${whose}${why}`,
    observe ? 'set enforcement: enforce when the logs show no surprise' : 'make sure that the policy denies it, or set defaultDeny: sources'));
}

function distinct(ports: readonly Port[]): Port[] {
  return [...new Map(ports.map((port) => [String(port), port])).values()].sort((a, b) => a.compare(b));
}
