import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { mutationsOf, OPERATORS } from './support/mutations';
import { Notice } from './support/notice';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readCell } from '../../src/read-cell';
import { readOutput } from '../../src/verify/read';
import { ROOT } from '../support/scripts';

/** Every n-th mutation, so that the test ends in time; EIC_MUTATIONS=1 takes all. */
const STEP = Number(process.env.EIC_MUTATIONS ?? 43);
const FOLDER = join(ROOT, 'examples/cells');

/** A floor under the share that is noticed, in samples too; the aim is 0.99. Rules for the platform itself and resources of networks are short of it. */
const FLOORS: Readonly<Record<string, number>> = {
  'plant-mannheim': 0.99, 'works-gent': 0.8, 'works-lyon': 0.9, 'hub-rotterdam': 0.8, 'minimal': 0.99,
};
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')).map((file) => [/^name: (\S+)/m.exec(readFileSync(join(FOLDER, file), 'utf8'))![1]!, file] as const);

test('every example has a floor', () => expect(EXAMPLES.map(([name]) => name).sort()).toEqual(Object.keys(FLOORS).sort()));

test.each(EXAMPLES)('what is changed in the output of %s is noticed', (name, file) => {
  const output = readOutput([join(FOLDER, 'expected', name)]);
  const notice = new Notice(EdgeIntegrationCell.fromFile(join(FOLDER, file)), output, readCell(parse(readFileSync(join(FOLDER, file), 'utf8')), 'file').firewall);
  expect(notice.wrong).toEqual([]);
  const mutations = [...mutationsOf(output)].filter((_, index) => index % STEP === 0);
  const survivors = mutations.filter((mutation) => notice.of(mutation) === undefined);
  const noticed = mutations.length - survivors.length;
  console.info(`${name}: ${noticed} of ${mutations.length} noticed (one of ${STEP}), operators: ${Object.keys(OPERATORS).join(', ')}\nsurvivors:\n${
    survivors.map(({ operator, object, path }) => `${operator} ${object} ${path}`).join('\n')}`);
  // In a sample, one survivor more than the share allows says nothing yet.
  expect(survivors.length).toBeLessThanOrEqual(Math.ceil(mutations.length * (1 - FLOORS[name]!)));
}, 900_000);
