import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { ConnectivityPlan, Finding } from '../../plan';
import { compareFindings, findingOf } from '../../plan/finding';
import { keySlug, NameGuard, shortened } from '../names';
import { TargetRow } from '../target';
import { COLLECTIONS, withRules } from './collections';
import { applicationDenies, finalDenyGroup, networkDenies } from './default-deny';
import { FlowContext, flowRule } from './flow-rule';
import { checkLimits } from './limits';
import { CarriedFlow, maskedNames } from './masked-names';
import { platformGroup } from './platform-group';
import { ApplicationRule, AzureCompilation, AzureRuleOptions, NetworkRule } from './rules';
import { Sources } from './sources';

/** Longest name of a rule, collection or group. */
const LONGEST_NAME = 80;

/** A cell's plan as rules of an existing Azure Firewall policy. Pure; nothing is to be rendered when there are problems. */
export function compileAzure(definition: Definition, plan: ConnectivityPlan, options: AzureRuleOptions): AzureCompilation {
  const problems = new Problems();
  const findings: Finding[] = [];
  const allowed = allowedRules(definition, plan, { options, problems, findings });
  const platform = options.platform === undefined ? undefined : platformGroup(definition, options.platform, problems);
  const ofPlatform = platform?.group.applicationCollections.flatMap(({ rules }) => rules) ?? [];
  const denied = deniedRules(definition, { ...allowed, application: [...allowed.application, ...ofPlatform] }, options, findings);
  const final = options.finalDeny === undefined || definition.enforcement === 'observe' ? undefined
    : finalDenyGroup(groupNameOf(definition), allowed.application, options.finalDeny);
  const compiled = {
    groupName: groupNameOf(definition),
    priority: options.priority,
    networkCollections: withRules<NetworkRule>([
      { ...COLLECTIONS.allowNetwork, rules: allowed.network },
      { ...COLLECTIONS.denyNetwork, rules: denied.network },
    ]),
    applicationCollections: withRules<ApplicationRule>([
      { ...COLLECTIONS.allowApplication, rules: allowed.application },
      { ...COLLECTIONS.denyApplication, rules: denied.application },
    ]),
    ...(platform === undefined ? {} : { platformGroup: platform.group }),
    ...(final === undefined ? {} : { denyGroup: final }),
    rows: [...allowed.rows, ...platform?.rows ?? []].sort((a, b) => compareText(a.flow, b.flow) || compareText(a.rule, b.rule)),
    findings: [...findings, ...maskedNames(allowed.carried, options.target)].sort(compareFindings),
  };
  checkLimits(options, compiled, problems);
  return { ...compiled, problems: problems.all };
}

interface Rules {
  readonly network: NetworkRule[];
  readonly application: ApplicationRule[];
}

interface Allowed extends Rules {
  readonly rows: TargetRow[];
  readonly carried: CarriedFlow[];
  /** Sources of pods, IPv4 only. */
  readonly sources: readonly string[];
}

/** One rule for each row of the plan that leaves the cell directly; what goes through a proxy is the proxy's flow. */
function allowedRules(definition: Definition, plan: ConnectivityPlan, context: FlowContext): Allowed {
  const flows = plan.egress.filter(({ via }) => via === null);
  const sources = new Sources(definition, flows, context.problems, context.findings);
  const names = new NameGuard(context.problems);
  const allowed: Allowed = { network: [], application: [], rows: [], carried: [], sources: sources.pods };
  for (const flow of flows) {
    const addresses = sources.of(flow);
    const found = flowRule(flow, addresses, context);
    if (found === undefined || addresses.length === 0) continue;
    const name = names.claim(shortened(keySlug(flow.key), LONGEST_NAME), flow.key, flow.path);
    if (found.mechanism === 'application-rule') allowed.application.push({ name, ...found.rule });
    else allowed.network.push({ name, ...found.rule });
    const collection = found.mechanism === 'application-rule' ? COLLECTIONS.allowApplication : COLLECTIONS.allowNetwork;
    allowed.carried.push({ flow, mechanism: found.mechanism, evidence: found.evidence });
    allowed.rows.push({ flow: flow.id, rule: `${collection.name}/${name}`, mechanism: found.mechanism, evidence: found.evidence, exact: true });
  }
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => compareText(a.name, b.name);
  allowed.network.sort(byName);
  allowed.application.sort(byName);
  return allowed;
}

/**
 * Our deny, for the cell's egress sources and never more: where nodes have other addresses than pods, what else runs on a node (container
 * runtime, agents of the platform) is not in the plan and must not be cut. Where they have the same, ports of the platform's names are left to
 * application rules too. None while observing.
 */
function deniedRules(definition: Definition, allowed: Allowed, { target, defaultDeny, finalDeny }: AzureRuleOptions, findings: Finding[]): Rules {
  if (finalDeny !== undefined) return NO_RULES;
  const { sources, application } = allowed;
  const observing = definition.enforcement === 'observe';
  if (defaultDeny === 'sources' && !observing) {
    if (sources.length === 0) return NO_RULES;
    return { network: networkDenies(sources, application), application: applicationDenies(sources, application) };
  }
  const why = defaultDeny === 'sources' ? ', since enforcement: observe leaves our deny out' : '';
  findings.push(findingOf(KINDS.ownDefaultDeny, null, child(target, 'defaultDeny'),
    `what no rule of ${groupNameOf(definition)} allows is decided by the other rules of the policy${why}`,
    observing ? 'set enforcement: enforce and defaultDeny: sources when the logs show no surprise' : 'make sure that the policy denies it, or set defaultDeny: sources'));
  return NO_RULES;
}

const NO_RULES: Rules = { network: [], application: [] };

function groupNameOf({ name }: Definition): string {
  return `eic-${name}`;
}
