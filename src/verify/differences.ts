import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, Problem, problemOf } from '../errors';
import { FirewallTargets } from '../read-cell';
import { narrowerThanPlan } from './complete';
import { Layer } from './layer';
import { RoutesLayer } from './layers/routes-layer';
import { ReadOutput } from './read';
import { DeadRule } from './rules';
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

/** Rules behind one earlier rule are told in one line. */
function deadRules(layer: Layer): Problem[] {
  const behind = new Map<string, DeadRule[]>();
  for (const dead of layer.deadRules?.() ?? []) {
    const key = `${dead.by.object} ${dead.by.path}`;
    behind.set(key, [...behind.get(key) ?? [], dead]);
  }
  return [...behind.values()].map(([first, ...others]) => {
    const { file, object, path, by } = first!;
    const earlier = `${by.object === object ? '' : `${by.object} `}${by.path}`;
    const more = others.map((other) => `${other.object === object ? '' : `${other.object} `}${other.path}`);
    const message = `must match something that no earlier rule of ${layer.name} does, got: ${[`${object} ${path}`, ...more].join(', ')}, behind ${earlier}; leave it where two flows share a host, else remove it or narrow the earlier one`;
    return { ...problemOf(KINDS.deadRule, '', message), file };
  });
}

function routeProblems(layer: Layer): Problem[] {
  if (!(layer instanceof RoutesLayer)) return [];
  return layer.problems.map(({ code, text, rule }) => ({ ...problemOf(KINDS.wrongRoute, '', `must lead through the firewall and back, got: ${rule.object} ${rule.path} (${code}: ${text})`), file: rule.file }));
}
