import type { PlanFlow, World } from './expected';
import type { RulesUnderTest } from './judge';
import type { EdgeIntegrationCellProps } from '../../../src/cell/props';
import { compileAws, rulesString } from '../../../src/compile/aws';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { ValidationError } from '../../../src/errors';

/** Rules as text, with their address groups and what is expected of them. */
export interface CellRules {
  readonly under: RulesUnderTest;
  readonly text: string;
  readonly ipSets: Readonly<Record<string, readonly string[]>>;
}

/** The rules of a definition; undefined where it is not valid, or not to be expressed. */
export function underTest(data: EdgeIntegrationCellProps, deny: World['deny']): CellRules | undefined {
  try {
    const cell = new EdgeIntegrationCell(data);
    const { group, rows, problems } = compileAws(cell.definition, cell.plan, { target: 'test', deny, policyDefaultActions: [], endlessHelloBound: true });
    if (problems.length > 0) return undefined;
    const { flows } = JSON.parse(JSON.stringify(cell.plan.toJSON())) as { readonly flows: readonly PlanFlow[] };
    const { egressSources, nodeCidrs } = data.cluster;
    const observe = data.enforcement === 'observe';
    const world: World = { flows: flows.filter(({ direction }) => direction === 'egress'), pods: egressSources ?? nodeCidrs, nodes: nodeCidrs, deny: observe ? 'none' : deny };
    return { under: { label: data.name, world, rows, observe }, text: rulesString(group), ipSets: group.ipSets };
  } catch (error) {
    if (ValidationError.isValidationError(error)) return undefined;
    throw error;
  }
}

interface Resources { readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>> }
interface GroupResource {
  readonly rule_group: {
    readonly rules_source: { readonly rules_string: string };
    readonly rule_variables: { readonly ip_sets: readonly { readonly key: string; readonly ip_set: { readonly definition: readonly string[] } }[] };
  };
}

/** The rule groups of a stack, the platform's first, as the policy evaluates them. */
export function groupsOf(stack: unknown): { readonly rules: string; readonly ipSets: Readonly<Record<string, readonly string[]>> }[] {
  const groups = Object.entries((stack as Resources).resource?.aws_networkfirewall_rule_group ?? {}) as [string, GroupResource][];
  return groups.sort(([a], [b]) => Number(b.includes('Platform')) - Number(a.includes('Platform'))).map(([, { rule_group: group }]) => ({
    rules: group.rules_source.rules_string,
    ipSets: Object.fromEntries(group.rule_variables.ip_sets.map(({ key, ip_set: set }) => [key, set.definition])),
  }));
}
