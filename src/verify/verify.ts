import { EdgeIntegrationCell } from '../edge-integration-cell';
import { compareProblems, KINDS, Problem, problemOf } from '../errors';
import { FirewallTargets } from '../read-cell';
import { narrowerThanPlan } from './complete';
import { Layer } from './layer';
import { layersOf } from './layers';
import { RoutesLayer } from './layers/routes-layer';
import { Judge } from './outcome';
import { questionsOf } from './probes/question-set';
import { NotUnderstood, ReadOutput } from './read';
import { summaryOf } from './summary';
import { Verification } from './verification';
import { problemsOf } from './verify-problems';
import { widerThanPlan } from './wider';

/** What is to be there besides manifests. */
export interface VerifyOptions {
  /** The definition's `firewall`: each of its targets must be in the output, and no rule may be for more than target and plan ask for.
   * @default - whatever the output has is judged, by the targets of the definition file that the cell was read from, else with what `cluster.platform` needs */
  readonly firewall?: FirewallTargets;
}

/**
 * Proves what will be applied against the definition: every declared flow passes every layer on its way, every neighbour is stopped by each layer that
 * can see it, and nothing of ours is wider than the plan. Looks at the output only, never at how it was made.
 */
export function verify(cell: EdgeIntegrationCell, output: ReadOutput, options: VerifyOptions = {}): Verification {
  const { definition, plan } = cell;
  const questions = questionsOf(definition, plan);
  const targets = options.firewall ?? cell.firewall;
  const layers = layersOf(definition, questions, output, questions.callers, targets);
  const judge = new Judge(definition, plan, questions.sights, layers);
  const probes = questions.probes.map((probe) => judge.judge(probe));
  const paths = new Map(questions.probes.map(({ flow, path }) => [flow, path]));
  const problems = [
    ...output.problems,
    ...missingLayers(output, options),
    ...problemsOf(probes, (flow) => paths.get(flow) ?? ''),
    ...layers.flatMap(deadRules),
    ...layers.flatMap(routeProblems),
    ...widerThanPlan(cell, output, layers, targets),
    ...narrowerThanPlan(cell, output, layers, targets),
    ...output.notUnderstood.map(notUnderstood),
  ];
  return { cell: cell.name, summary: summaryOf(probes), probes, problems: problems.sort(compareProblems) };
}

function missingLayers(output: ReadOutput, { firewall = {} }: VerifyOptions): Problem[] {
  return [
    ...(output.objects.length > 0 ? [] : [problemOf(KINDS.layerMissing, '', 'must have manifests of the cell, got: none')]),
    ...Object.keys(firewall).filter((target) => output.terraform[target] === undefined)
      .map((target) => problemOf(KINDS.layerMissing, `firewall.${target}`, `must have a Terraform configuration, plan or state in a folder ${target}, got: ${Object.keys(output.terraform).join(', ') || 'none'}`)),
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

/** Only what could decide a question makes it unknown; the rest is said all the same. */
function notUnderstood({ file, object, message }: NotUnderstood): Problem {
  return { ...problemOf(KINDS.notUnderstood, '', `${object === '' ? '' : `${object}: `}${message}`), file };
}
