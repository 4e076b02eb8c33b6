import { join } from 'node:path';
import { mutationsOf, OPERATORS } from './support/mutations';
import { Notice } from './support/notice';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readOutput } from '../../src/verify/read';
import { ROOT } from '../support/scripts';

/** Every n-th mutation, so that the test ends in time; EIC_MUTATIONS=1 takes all. */
const STEP = Number(process.env.EIC_MUTATIONS ?? 29);

test('what is changed in the output is noticed', () => {
  const output = readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')]);
  const notice = new Notice(EdgeIntegrationCell.fromFile(join(ROOT, 'examples/cells/azure-cluster-btp-aws.yaml')), output);
  expect(notice.wrong).toEqual([]);
  const mutations = [...mutationsOf(output)].filter((_, index) => index % STEP === 0);
  const survivors = mutations.filter((mutation) => notice.of(mutation) === undefined);
  const noticed = mutations.length - survivors.length;
  console.info(`${noticed} of ${mutations.length} noticed (every ${STEP}th of all), operators: ${JSON.stringify(OPERATORS)}\nsurvivors:\n${
    survivors.map(({ operator, object, path }) => `${operator} ${object} ${path}`).join('\n')}`);
  // A floor, not the aim: survivors are listed above.
  expect(noticed / mutations.length).toBeGreaterThan(0.5);
}, 300_000);
