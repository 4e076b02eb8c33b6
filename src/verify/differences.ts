import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, Problem, problemOf } from '../errors';
import { FirewallTargets } from '../read-cell';
import { narrowerThanPlan } from './complete';
import { Layer } from './layer';
import { RoutesLayer } from './layers/routes-layer';
import { ReadOutput } from './read';
import { widerThanPlan } from './wider';

/** What is wrong with the output, whether or not a question meets it: rules that never decide, ways out, what is wider or narrower than the plan. */
export function differences(cell: EdgeIntegrationCell, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets = {}): Problem[] {
  return [
    ...layers.flatMap(deadRules),
    ...layers.flatMap(routeProblems),
    ...widerThanPlan(cell, output, layers, targets),
    ...narrowerThanPlan(cell, output, layers, targets),
  ];
}

function deadRules(layer: Layer): Problem[] {
  return (layer.deadRules?.() ?? []).map(({ file, object, path, by }) => {
    const earlier = `${by.object === object ? '' : `${by.object} `}${by.path}`;
    const message = `must match something that no earlier rule of ${layer.name} does, got: ${object} ${path}, behind ${earlier}; leave it where two flows share a host, else remove it or narrow the earlier one`;
    return { ...problemOf(KINDS.deadRule, '', message), file };
  });
}

function routeProblems(layer: Layer): Problem[] {
  if (!(layer instanceof RoutesLayer)) return [];
  return layer.problems.map(({ code, text, rule }) => ({ ...problemOf(KINDS.wrongRoute, '', `must lead through the firewall and back, got: ${rule.object} ${rule.path} (${code}: ${text})`), file: rule.file }));
}
