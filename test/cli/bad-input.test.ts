import { join } from 'node:path';
import { eic, fileWith, newFolder, problemsIn } from './eic';
import { treeOf } from './trees';
import { BAD_DATA, BAD_SYNTAX, BadFile, GOOD } from '../cell/file/bad-files';

const BAD = [...BAD_SYNTAX, ...BAD_DATA];
let output: string;
let before: Readonly<Record<string, string>>;

beforeAll(async () => {
  output = newFolder();
  expect(await eic('synth', fileWith(GOOD), '-o', output)).toMatchObject({ code: 0, err: '' });
  before = treeOf(output);
  expect(Object.keys(before)).toContain('plant/plan.json');
});

describe.each<[string, BadFile]>(BAD.map((one) => [one.what, one]))('%s', (_, { content, code, path, line, column }) => {
  const file = fileWith(content);

  test.each([['plan', []], ['synth', ['-o', 'OUT']]])('eic %s exits with 2, says where, and leaves the old output', async (command, options) => {
    const args = [command, file, ...options.map((option) => (option === 'OUT' ? output : option))];
    const json = await eic(...args, '--json');
    expect(json).toMatchObject({ code: 2, err: '' });
    expect(problemsIn(json)).toContainEqual(expect.objectContaining({ code, path, file, line, column }));
    const text = await eic(...args);
    expect(text).toMatchObject({ code: 2, out: '' });
    expect(text.err).toContain(`${file}:${line}:${column}: ${code} `);
    expect(treeOf(output)).toEqual(before);
  });
});

test('one bad cell stops all of them', async () => {
  const other = newFolder();
  const good = fileWith(GOOD.replace('plant', 'other'));
  for (const { content, code } of BAD) {
    const run = await eic('synth', good, fileWith(content), '-o', join(other, 'new'), '--json');
    expect({ code: run.code, codes: problemsIn(run).map((problem) => problem.code) }).toEqual({ code: 2, codes: expect.arrayContaining([code]) });
  }
  expect(treeOf(other)).toEqual({});
});

test('all problems of all files are told, ordered by file and path, the first hundred with a count', async () => {
  const folder = newFolder();
  const keys = Array.from({ length: 80 }, (_, index) => `x${String(index).padStart(2, '0')}`);
  for (const name of ['b.yaml', 'a.yaml']) fileWith(GOOD + keys.map((key) => `${key}: 1\n`).reverse().join(''), name, folder);
  const run = await eic('plan', folder, '--json');
  const { problems, count } = JSON.parse(run.out) as { problems: { file: string; path: string }[]; count: number };
  expect({ code: run.code, count }).toEqual({ code: 2, count: 160 });
  const expected = ['a.yaml', 'b.yaml'].flatMap((name) => keys.map((path) => ({ file: join(folder, name), path }))).slice(0, 100);
  expect(problems.map(({ file, path }) => ({ file, path }))).toEqual(expected);
  const text = await eic('plan', folder);
  expect(text.err.split('\n').slice(100, 102)).toEqual(['… and 60 more', '160 problems; docs/errors.md explains the codes']);
});

test('two files with one cell are refused at the name of the second', async () => {
  const folder = newFolder();
  const [a, b] = ['a.yaml', 'b.yaml'].map((name) => fileWith(GOOD, name, folder));
  const run = await eic('synth', folder, '-o', output, '--json');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC209', path: 'name', file: b, line: 3, column: 7, message: `must differ from the name in ${a}, got: "plant"` })]);
  expect(treeOf(output)).toEqual(before);
});

test('a folder without cells, and a path that is not there', async () => {
  const [folder, none] = [newFolder(), join(newFolder(), 'none')];
  fileWith('a: 1\n', 'other.yaml', folder);
  const run = await eic('synth', folder, none, '-o', output, '--json');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toEqual(expect.arrayContaining([
    expect.objectContaining({ code: 'EIC207', file: folder, line: 1, column: 1 }), expect.objectContaining({ code: 'EIC201', file: none, line: 1, column: 1 }),
  ]));
  expect(treeOf(output)).toEqual(before);
});

test('other documents of a folder are passed over, with a count', async () => {
  const folder = newFolder();
  fileWith(GOOD, 'cell.yaml', folder);
  fileWith('kind: ConfigMap\n', 'a.yaml', folder);
  expect(await eic('plan', folder, '--json')).toMatchObject({ code: 0, err: 'passed over 1 document that is no cell\n' });
  fileWith('kind: Secret\n', 'b.yaml', folder);
  expect(await eic('plan', folder, '--json')).toMatchObject({ code: 0, err: 'passed over 2 documents that are no cells\n' });
});

test('a file name that would act on a terminal is shown as its escape', async () => {
  const file = fileWith('', 'a\u001b[2J\u202eb\n.yaml');
  const { err } = await eic('plan', file);
  expect(err).toContain('a\\u001b[2J\\u202eb\\u000a.yaml:1:1: EIC207 ');
});
