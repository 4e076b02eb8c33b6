import { PlanScope } from './plan-scope';
import { egressSources } from '../../cell';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { KINDS, Problem, problemOf } from '../../errors';
import { FirewallTargets } from '../../read-cell';
import { Layer } from '../layer';
import { firewallLayers } from '../layers/firewall-layer';
import { ReadOutput } from '../read';
import { firewallNeeds } from './firewall-needs';
import { CHECKS } from './objects';
import { flowsOf, isOfCell, isOurs } from './own-objects';
import { beyondPlan } from './rules';

const WAY_OUT = 'remove it, or declare a flow that asks for it';

/** Objects and rules that allow more than the plan, whether or not a question happens to meet what they open. */
export function widerThanPlan({ name, plan, definition }: EdgeIntegrationCell, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets = {}): Problem[] {
  const flows = plan.egress.filter(({ via }) => via === null);
  const scope = new PlanScope(flows);
  const ids = new Set(plan.flows.map(({ id }) => id));
  const own = output.objects.filter(({ value }) => isOurs(value) && isOfCell(value, name));
  const report = (file: string, message: string): Problem => ({ ...problemOf(KINDS.widerThanPlan, '', message), file });
  return [
    ...own.flatMap((object) => flowsOf(object).filter((id) => !ids.has(id))
      .map((id) => report(object.file, `must be for a flow of the plan, got: ${object.id} for ${id}, which the plan does not have; remove it, or declare the flow`))),
    ...own.flatMap((object) => (CHECKS[object.value.kind]?.(object, scope, definition) ?? [])
      .map(({ path, what }) => report(object.file, `must lie inside the plan, got: ${what} in ${object.id} ${path}; ${WAY_OUT}`))),
    ...firewallLayers(layers).flatMap((layer) => {
      const { kind, target } = layer;
      const withNeeds = new PlanScope([...flows, ...firewallNeeds(kind, definition, targets[target], output.terraform[target]!)]);
      return layer.allowedFrom(egressSources(definition.cluster)).flatMap((traffic) => beyondPlan(traffic, withNeeds).map((what) => report(traffic.rule.file, `must lie inside the plan, got: ${what} in ${traffic.rule.object} ${traffic.rule.path}; ${WAY_OUT}`)));
    }),
  ];
}
