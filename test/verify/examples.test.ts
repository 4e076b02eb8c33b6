import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readOutput, verify } from '../../src/verify';
import { RESIDUALS } from '../../src/verify/residuals';
import { ROOT } from '../support/scripts';

const FOLDER = join(ROOT, 'examples/cells');
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const nameOf = (file: string) => /^name: (\S+)/m.exec(readFileSync(join(FOLDER, file), 'utf8'))![1]!;

test('there are examples', () => expect(EXAMPLES.length).toBeGreaterThan(3));

describe.each(EXAMPLES)('%s', (file) => {
  const cell = EdgeIntegrationCell.fromFile(join(FOLDER, file));
  const started = Date.now();
  const verification = verify(cell, readOutput([join(FOLDER, 'expected', nameOf(file))]));
  const { probes, summary } = verification;
  console.info(`${file}: ${summary.probes} questions, none alike, in ${Date.now() - started} ms; ${summary.residual} residual, ${summary.accepted} accepted, stopped by 1, 2, … layers: ${summary.depth.join(', ')}`);

  test('nothing is wrong and nothing unknown', () => {
    expect(probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown').map(({ id, layers }) => [id, layers])).toEqual([]);
    expect(verification.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('every declared flow is asked for and passes', () => {
    const own = probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow');
    const direct = cell.plan.flows.filter(({ via, to, direction }) => via === null && (direction === 'egress' || to.hosts.length > 0));
    expect(direct.map(({ key }) => key).filter((key) => !own.some(({ flow }) => flow === key))).toEqual([]);
  });

  test('every neighbour is denied by each layer that can see it, or stays open for a reason', () => {
    const codes = Object.values(RESIDUALS).map(({ code }) => code) as readonly string[];
    for (const { expected, verdict, layers, residual, id } of probes) {
      if (expected === 'allow') continue;
      const isObserved = cell.definition.enforcement === 'observe';
      expect([id, layers.filter((layer) => layer.verdict === 'unknown' || (layer.verdict === 'allow' && !isObserved))]).toEqual([id, []]);
      if (verdict === 'deny') expect(layers.some((layer) => layer.verdict === 'deny')).toBe(true);
      else expect(codes).toContain(residual?.code);
    }
  });

  test('no two questions are alike', () => {
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
    expect(summary.probes).toBe(summary.asExpected + summary.residual + summary.accepted + summary.wrong + summary.unknown);
  });
});
