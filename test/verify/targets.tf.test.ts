// What the three clouds render, by form and feature, through `verify`: each flow passes, nothing else does, and nothing is there that the plan has no use for.
import { compiledDefinition, renderedDefinition } from './support/rendered-definition';
import { sampledMatrix, targetMatrix } from './support/target-matrix';
import { verify } from '../../src/verify';

/** EIC_TARGETS=1 takes every form with every feature. */
const CASES = process.env.EIC_TARGETS === '1' ? targetMatrix() : sampledMatrix();
const counted = { probes: 0, definitions: 0, firewallDenies: 0 };

test.each(CASES.map((one) => [one.form, one.feature, one.data] as const))('%s: %s', (_, __, data) => {
  const { cell, firewall, output } = renderedDefinition(compiledDefinition(data));
  const { probes, problems } = verify(cell, output, { firewall });
  expect(probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown').map(({ id, layers }) => [id, layers])).toEqual([]);
  // Warnings are residual risks only: nothing wider or narrower than the plan, nothing that was not understood.
  expect(problems.filter(({ code, severity }) => severity === 'error' || (code !== 'EIC723' && code !== 'EIC724')).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const passed = new Set(probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow').map(({ flow }) => flow));
  expect(cell.plan.egress.filter(({ via }) => via === null).map(({ key }) => key).filter((key) => !passed.has(key))).toEqual([]);
  const answers = probes.flatMap(({ layers }) => layers).filter(({ layer }) => layer === 'firewall hub');
  const isSilent = cell.definition.enforcement === 'observe';
  expect(answers.filter(({ verdict }) => verdict === (isSilent ? 'allow' : 'deny')).length).toBeGreaterThan(50);
  counted.definitions += 1;
  counted.probes += probes.length;
  counted.firewallDenies += answers.filter(({ verdict }) => verdict === 'deny').length;
});

test('forms and features are all there', () => {
  console.info(`${counted.definitions} definitions, ${counted.probes} questions, ${counted.firewallDenies} stopped by a firewall`);
  expect(new Set(CASES.map(({ form }) => form)).size).toBe(new Set(targetMatrix().map(({ form }) => form)).size);
  expect(new Set(CASES.map(({ feature }) => feature)).size).toBe(new Set(targetMatrix().map(({ feature }) => feature)).size);
});
