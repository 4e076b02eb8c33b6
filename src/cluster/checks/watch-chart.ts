import { emitWarning } from 'node:process';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { CheckedManifest } from './manifest';
import { Definition } from '../../cell';
import { formatProblem, Problem } from '../../errors';

const watched = new WeakMap<Chart, Map<string, Definition>>();

/** Has all objects of the chart of a construct checked when the app is synthesized: those of the user too, also when they are added later. */
export function watchChart(scope: Construct, definition: Definition): void {
  const chart = Chart.of(scope);
  const known = watched.get(chart);
  const cells = known ?? new Map<string, Definition>();
  cells.set(definition.name, definition);
  if (known !== undefined) return;
  watched.set(chart, cells);
  const told = new Set<string>();
  chart.node.addValidation({
    validate: () => {
      if (cells.size === 0) return [];
      // Fifty files that only the synthesis of a user's chart needs.
      const { checkManifests, contextOf } = require('.') as typeof import('.');
      const problems = checkManifests(manifestsOf(chart), [...cells.values()].map(contextOf));
      tell(problems, told);
      return problems.filter(({ severity }) => severity === 'error').map(formatProblem);
    },
  });
}

/** Leaves a chart unchecked that holds nothing but our own objects. */
export function unwatchChart(chart: Chart): void {
  watched.get(chart)?.clear();
}

/** Warnings do not stop: the process warns, once each. */
function tell(problems: readonly Problem[], told: Set<string>): void {
  for (const problem of problems.filter(({ severity }) => severity === 'warning')) {
    const text = formatProblem(problem);
    if (!told.has(text)) emitWarning(text, { type: 'EdgeIntegrationCell', code: problem.code });
    told.add(text);
  }
}

function manifestsOf(chart: Chart): CheckedManifest[] {
  const objects = chart.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
  return objects.map((object) => ({ manifest: object.toJson() as unknown, construct: object.node.path }));
}
