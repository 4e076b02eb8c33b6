import { EdgeIntegrationCell } from '../edge-integration-cell';
import { compareProblems, KINDS, Problem, problemOf } from '../errors';
import { FirewallTargets } from '../read-cell';
import { differences } from './differences';
import { layersOf } from './layers';
import { Judge } from './outcome';
import { questionsOf } from './probes/question-set';
import { NotUnderstood, ReadOutput } from './read';
import { summaryOf } from './summary';
import { Verification } from './verification';
import { problemsOf } from './verify-problems';
import { gatewayCallers } from './wider/gateway-callers';

/** What is to be there besides manifests. */
export interface VerifyOptions {
  /** The definition's `firewall`: each of its targets must be in the output, do what it asks for, and have no rule for more than target and plan. Stacks of one's own
   * are told in the same words, by the name of their folder or file.
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
    ...differences(cell, output, layers, targets),
    ...gatewayCallers(cell, questions, layers),
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

/** Only what could decide a question makes it unknown; the rest is said all the same. */
function notUnderstood({ file, object, message }: NotUnderstood): Problem {
  return { ...problemOf(KINDS.notUnderstood, '', `${object === '' ? '' : `${object}: `}${message}`), file };
}
