import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { ConnectivityPlan, Finding } from '../../plan';
import { compareFindings, findingOf } from '../../plan/finding';
import { keySlug, NameGuard, shortened } from '../names';
import { TargetRow } from '../target';
import { applicationDenies, networkDenies } from './default-deny';
import { FlowContext, flowRule } from './flow-rule';
import { checkLimits } from './limits';
import { ApplicationRule, AzureCompilation, AzureRuleOptions, NetworkRule, RuleCollection } from './rules';
import { Sources } from './sources';

/** Longest name of a rule, collection or group. */
const LONGEST_NAME = 80;

/** Our collections in the order of evaluation; what is denied is denied after everything that is allowed. */
const COLLECTIONS = {
  allowNetwork: { name: 'allow-network', priority: 1000, action: 'Allow' },
  denyNetwork: { name: 'deny-network', priority: 2000, action: 'Deny' },
  allowApplication: { name: 'allow-application', priority: 3000, action: 'Allow' },
  denyApplication: { name: 'deny-application', priority: 4000, action: 'Deny' },
} as const;

/** A cell's plan as rules of an existing Azure Firewall policy. Pure; nothing is to be rendered when there are problems. */
export function compileAzure(definition: Definition, plan: ConnectivityPlan, options: AzureRuleOptions): AzureCompilation {
  const problems = new Problems();
  const findings: Finding[] = [];
  const allowed = allowedRules(definition, plan, { options, problems, findings });
  const sources = denySources(definition, plan, options, findings);
  const compiled = {
    groupName: `eic-${definition.name}`,
    priority: options.priority,
    networkCollections: collections<NetworkRule>(
      [COLLECTIONS.allowNetwork, allowed.network], [COLLECTIONS.denyNetwork, sources.length > 0 ? networkDenies(sources, allowed.application) : []]),
    applicationCollections: collections<ApplicationRule>(
      [COLLECTIONS.allowApplication, allowed.application], [COLLECTIONS.denyApplication, sources.length > 0 ? applicationDenies(sources, allowed.application) : []]),
    rows: allowed.rows,
    findings: findings.sort(compareFindings),
  };
  checkLimits(options.target, compiled, problems);
  return { ...compiled, problems: problems.all };
}

interface Allowed {
  readonly network: NetworkRule[];
  readonly application: ApplicationRule[];
  readonly rows: TargetRow[];
}

/** One rule for each row of the plan that leaves the cell directly; what goes through a proxy is the proxy's flow. */
function allowedRules(definition: Definition, plan: ConnectivityPlan, context: FlowContext): Allowed {
  const flows = plan.egress.filter(({ via }) => via === null);
  const sources = new Sources(definition, flows, context.problems, context.findings);
  const names = new NameGuard(context.problems);
  const allowed: Allowed = { network: [], application: [], rows: [] };
  for (const flow of flows) {
    const addresses = sources.of(flow);
    const found = flowRule(flow, addresses, context);
    if (found === undefined || addresses.length === 0) continue;
    const name = names.claim(shortened(keySlug(flow.key), LONGEST_NAME), flow.key, flow.path);
    if (found.mechanism === 'application-rule') allowed.application.push({ name, ...found.rule });
    else allowed.network.push({ name, ...found.rule });
    const collection = found.mechanism === 'application-rule' ? COLLECTIONS.allowApplication : COLLECTIONS.allowNetwork;
    allowed.rows.push({ flow: flow.id, rule: `${collection.name}/${name}`, mechanism: found.mechanism, evidence: found.evidence, exact: true });
  }
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => compareText(a.name, b.name);
  allowed.network.sort(byName);
  allowed.application.sort(byName);
  allowed.rows.sort((a, b) => compareText(a.flow, b.flow) || compareText(a.rule, b.rule));
  return allowed;
}

/**
 * Sources that our deny is for: the cell's egress sources, never more. Where nodes have other addresses than pods, what else runs on a
 * node (container runtime, agents of the platform) is not in the plan and must not be cut. None without a deny, and while observing.
 */
function denySources(definition: Definition, plan: ConnectivityPlan, { target, defaultDeny }: AzureRuleOptions, findings: Finding[]): readonly string[] {
  const observing = definition.enforcement === 'observe';
  if (defaultDeny === 'sources' && !observing) return new Sources(definition, plan.egress, new Problems(), []).pods;
  findings.push(findingOf(KINDS.ownDefaultDeny, null, child(target, 'defaultDeny'),
    `what no rule of eic-${definition.name} allows is decided by the other rules of the policy${defaultDeny === 'sources' ? ', since enforcement: observe leaves our deny out' : ''}`,
    observing ? 'set enforcement: enforce with defaultDeny: sources when the logs show no surprise' : 'make sure that the policy denies it, or set defaultDeny: sources'));
  return [];
}

/** Collections that have rules; Azure takes no empty ones. */
function collections<R>(...entries: readonly (readonly [Omit<RuleCollection<R>, 'rules'>, readonly R[]])[]): RuleCollection<R>[] {
  return entries.filter(([, rules]) => rules.length > 0).map(([collection, rules]) => ({ ...collection, rules }));
}
