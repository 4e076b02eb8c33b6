// Questions share answers: one of several pods that send alike is asked, and a firewall is asked once for each source. Here nothing is shared.
import { EXAMPLES, exampleOf } from './support/examples';
import { renderedCell } from './support/rendered-cell';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import type { FirewallTargets } from '../../src/read-cell';
import { layersOf } from '../../src/verify/layers';
import { Judge } from '../../src/verify/outcome';
import { Probe } from '../../src/verify/probes/probe';
import { questionsOf } from '../../src/verify/probes/question-set';
import { ReadOutput } from '../../src/verify/read';
import { matrixCells, modelOf } from '../conformance/matrix';

const askerOf = ({ connection: { from } }: Probe) => `${from.namespace}/${from.pod}`;

function expectSame({ definition, plan }: EdgeIntegrationCell, output: ReadOutput, targets: FirewallTargets): void {
  const questions = questionsOf(definition, plan);
  const judged = (probes: readonly Probe[]) => {
    const judge = new Judge(definition, plan, questions.sights, layersOf(definition, questions, output, questions.callers, targets));
    return new Map(probes.map((probe) => [probe.id, judge.judge(probe)]));
  };
  const together = judged(questions.probes);
  const askers = [...new Set(questions.probes.map(askerOf))];
  const alone = askers.flatMap((asker) => {
    const own = questions.probes.filter((probe) => askerOf(probe) === asker);
    return [...judged(own.map((probe): Probe => ({ ...probe, wire: { ...probe.wire } }))).values()];
  });
  expect(askers.length).toBeGreaterThan(5);
  expect(alone.filter((result) => JSON.stringify(result) !== JSON.stringify(together.get(result.id)))).toEqual([]);
  expect(alone).toHaveLength(together.size);
}

test.each(EXAMPLES)('%s: who is asked alone gets the same answers', (name) => {
  const { cell, output, targets } = exampleOf(name);
  expectSame(cell, output, targets);
});

/** With egress gateway and SNI proxy, which look at who sends; and some of the rest. */
const CELLS = matrixCells().filter(({ name }, index) => name.startsWith('gateway') || name.includes('cilium') || index % 97 === 0);

test.each(CELLS.map((one) => [one.name, one] as const))('%s: who is asked alone gets the same answers', (_, one) => {
  const cell = modelOf(one);
  expectSame(cell, renderedCell(cell), {});
});
