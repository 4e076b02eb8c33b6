import { emitWarning } from 'node:process';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Definition } from '../../cell';
import { formatProblem, Problem } from '../../errors';
import { checkManifests } from './check-manifests';
import { CheckContext, contextOf } from './context';
import { CheckedManifest } from './manifest';

const watched = new WeakMap<Chart, Map<string, CheckContext>>();

/** Has all objects of the chart of a construct checked when the app is synthesized: those of the user too, also when they are added later. */
export function watchChart(scope: Construct, definition: Definition): void {
  const chart = Chart.of(scope);
  const known = watched.get(chart);
  const contexts = known ?? new Map<string, CheckContext>();
  contexts.set(definition.name, contextOf(definition));
  if (known !== undefined) return;
  watched.set(chart, contexts);
  const told = new Set<string>();
  chart.node.addValidation({
    validate: () => {
      if (contexts.size === 0) return [];
      const problems = checkManifests(manifestsOf(chart), [...contexts.values()]);
      tell(problems, told);
      return problems.filter(({ severity }) => severity === 'error').map(formatProblem);
    },
  });
}

/** Leaves the check of a chart to the caller, who has its manifests already. */
export function unwatchChart(chart: Chart): void {
  watched.get(chart)?.clear();
}

/** Warnings do not stop: the process warns, once each. */
export function tell(problems: readonly Problem[], told: Set<string> = new Set()): void {
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
