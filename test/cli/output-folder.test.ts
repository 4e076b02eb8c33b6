import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { newFolder } from './eic';
import { filesOf, treeOf } from './trees';
import { FileOutcome, OutputFile, OutputFolder } from '../../src/cli/synth/output-folder';
import { hashOf, LIST_NAME } from '../../src/cli/synth/written-files';
import { Problem } from '../../src/errors';
import { problemsOf } from '../support/cells';

type Files = Readonly<Record<string, string>>;

const asOutput = (files: Files): OutputFile[] => Object.entries(files).map(([path, text]) => ({ path, text }));

/** One run that writes cells. */
function write(folder: string, cells: Readonly<Record<string, Files>>): (readonly FileOutcome[])[] {
  const output = new OutputFolder(folder);
  try {
    for (const [cell, files] of Object.entries(cells)) output.stage(cell, asOutput(files));
    return output.commit();
  } finally {
    output.close();
  }
}

const A: Files = { 'plan.json': '{}\n', 'manifests/10-a.yaml': 'a: 1\n', 'manifests/20-b.yaml': 'b: 1\n', 'terraform/hub/cdk.tf.json': '{"x":1}\n' };
const found = (problems: readonly Problem[]) => problems.map(({ code, file, line }) => ({ code, file, line }));

/** The tree without lists, whose content has tests of its own. */
function withoutLists(folder: string): Files {
  return Object.fromEntries(Object.entries(treeOf(folder)).filter(([path]) => !path.endsWith('/') && !path.endsWith(LIST_NAME)));
}

test('writes the files, and beside them which ones', () => {
  const folder = join(newFolder(), 'deep', 'out');
  expect(write(folder, { plant: A })).toEqual([Object.keys(A).sort().map((path) => ({ path, status: 'written' }))]);
  expect(withoutLists(folder)).toEqual(Object.fromEntries(Object.entries(A).map(([path, text]) => [`plant/${path}`, text])));
  expect(JSON.parse(readFileSync(join(folder, 'plant', LIST_NAME), 'utf8'))).toEqual({
    writtenBy: 'eic synth', files: Object.keys(A).sort().map((path) => ({ path, sha256: hashOf(A[path]!) })),
  });
});

test('the same again changes nothing, not even a time', () => {
  const folder = newFolder();
  write(folder, { plant: A });
  const before = treeOf(folder);
  const files = filesOf(folder);
  for (const file of files) utimesSync(join(folder, file), 1000, 1000);
  expect(write(folder, { plant: A }).flat().map(({ status }) => status)).toEqual(Object.keys(A).map(() => 'unchanged'));
  expect(treeOf(folder)).toEqual(before);
  for (const file of files) expect(statSync(join(folder, file)).mtimeMs).toBe(1000_000);
});

test('what an earlier run wrote and this one does not is removed, with folders that become empty', () => {
  const folder = newFolder();
  write(folder, { plant: A });
  mkdirSync(join(folder, 'plant/terraform/hub/.terraform'));
  const B: Files = { 'plan.json': '{}\n', 'manifests/20-b.yaml': 'b: 2\n' };
  expect(write(folder, { plant: B })).toEqual([[
    { path: 'manifests/10-a.yaml', status: 'removed' }, { path: 'manifests/20-b.yaml', status: 'written' }, { path: 'plan.json', status: 'unchanged' },
    { path: 'terraform/hub/cdk.tf.json', status: 'removed' },
  ]]);
  expect(Object.keys(treeOf(folder)).sort()).toEqual(
    ['plant/', `plant/${LIST_NAME}`, 'plant/manifests/', 'plant/manifests/20-b.yaml', 'plant/plan.json', 'plant/terraform/', 'plant/terraform/hub/', 'plant/terraform/hub/.terraform/']);
  write(folder, { plant: { 'plan.json': '{}\n' } });
  expect(Object.keys(treeOf(folder))).not.toContain('plant/manifests/');
});

test('cells that are not given any more are left alone', () => {
  const folder = newFolder();
  write(folder, { one: A, two: A });
  const before = treeOf(folder);
  write(folder, { two: A });
  expect(treeOf(folder)).toEqual(before);
});

test('a file of ours that was changed by hand is written again, or removed', () => {
  const folder = newFolder();
  write(folder, { plant: A });
  writeFileSync(join(folder, 'plant/plan.json'), 'changed');
  writeFileSync(join(folder, 'plant/manifests/10-a.yaml'), 'changed');
  const { 'manifests/10-a.yaml': _, ...B } = A;
  expect(write(folder, { plant: B })[0]).toEqual(expect.arrayContaining([{ path: 'plan.json', status: 'written' }, { path: 'manifests/10-a.yaml', status: 'removed' }]));
  expect(withoutLists(folder)).toEqual(Object.fromEntries(Object.entries(B).map(([path, text]) => [`plant/${path}`, text])));
});

test('a file of ours that is gone is written again', () => {
  const folder = newFolder();
  write(folder, { plant: A });
  const before = treeOf(folder);
  write(folder, { plant: { 'plan.json': '{}\n' } });
  writeFileSync(join(folder, 'plant', LIST_NAME), before[`plant/${LIST_NAME}`]!);
  expect(write(folder, { plant: A })[0]!.map(({ status }) => status)).toEqual(['written', 'written', 'unchanged', 'written']);
  expect(treeOf(folder)).toEqual(before);
});

describe('what is not ours', () => {
  test('stays, beside what is', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'plant/manifests'), { recursive: true });
    const own = { 'README.md': 'mine', 'plant/kustomization.yaml': 'mine', 'plant/manifests/99-own.yaml': 'mine' };
    for (const [path, text] of Object.entries(own)) writeFileSync(join(folder, path), text);
    write(folder, { plant: A });
    write(folder, { plant: { 'plan.json': 'x' } });
    expect(withoutLists(folder)).toEqual({ ...own, 'plant/plan.json': 'x' });
  });

  test.each(Object.keys(A))('at the place of %s is refused, and nothing is written at all', (path) => {
    const folder = newFolder();
    write(folder, { first: A });
    mkdirSync(dirname(join(folder, 'plant', path)), { recursive: true });
    writeFileSync(join(folder, 'plant', path), A[path]!);
    const before = treeOf(folder);
    expect(found(problemsOf(() => write(folder, { first: { 'plan.json': 'new' }, plant: A, third: A })))).toEqual([
      { code: 'EIC905', file: join(folder, 'plant', path), line: undefined },
    ]);
    expect(treeOf(folder)).toEqual(before);
  });

  test('everything that is in the way is told at once', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'plant/manifests'), { recursive: true });
    for (const path of ['plan.json', 'manifests/10-a.yaml']) writeFileSync(join(folder, 'plant', path), 'mine');
    expect(found(problemsOf(() => write(folder, { plant: A }))).map(({ file }) => file)).toEqual([join(folder, 'plant/manifests/10-a.yaml'), join(folder, 'plant/plan.json')]);
  });

  test.each([
    ['no JSON', '{'],
    ['another document', '{"files":{}}'],
    ['a path that leads out', list('../../etc/passwd')],
    ['a path that is absolute', list('/etc/passwd')],
    ['a path that we never write', list('notes.md')],
    ['a path with a step back', list('manifests/../../x.yaml')],
    ['no hash', '{"files":[{"path":"plan.json"}]}'],
  ])('a list with %s is not one of ours', (_, text) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'plant'));
    writeFileSync(join(folder, 'plant', LIST_NAME), text);
    const before = treeOf(folder);
    expect(found(problemsOf(() => write(folder, { plant: A })))).toEqual([{ code: 'EIC905', file: join(folder, 'plant', LIST_NAME), line: undefined }]);
    expect(treeOf(folder)).toEqual(before);
  });

  function list(path: string): string {
    return JSON.stringify({ files: [{ path, sha256: '0'.repeat(64) }] });
  }
});

describe('what cannot be written through', () => {
  /** A folder with an earlier run, and another folder outside that must stay as it is. */
  function prepared(): { folder: string; outside: string } {
    const [folder, outside] = [newFolder(), newFolder()];
    writeFileSync(join(outside, 'plan.json'), 'outside');
    writeFileSync(join(outside, '10-a.yaml'), 'outside');
    return { folder, outside };
  }

  test.each([
    ['the folder of the cell', 'plant', ''],
    ['a folder inside', 'plant/manifests', ''],
    ['a file', 'plant/plan.json', 'plan.json'],
    ['the list', `plant/${LIST_NAME}`, 'plan.json'],
    ['a link to nothing', 'plant/plan.json', 'none'],
  ])('a symbolic link as %s is refused', (_, path, target) => {
    const { folder, outside } = prepared();
    if (path !== 'plant') mkdirSync(join(folder, 'plant'));
    symlinkSync(join(outside, target), join(folder, path));
    const before = [treeOf(folder), treeOf(outside)];
    expect(found(problemsOf(() => write(folder, { plant: A })))).toEqual([{ code: 'EIC904', file: join(folder, path), line: undefined }]);
    expect([treeOf(folder), treeOf(outside)]).toEqual(before);
  });

  test('what is to be removed is not removed through a link either', () => {
    const { folder, outside } = prepared();
    write(folder, { plant: { 'plan.json': 'x', 'manifests/10-a.yaml': 'a' } });
    rmSync(join(folder, 'plant/manifests'), { recursive: true });
    symlinkSync(outside, join(folder, 'plant/manifests'));
    expect(found(problemsOf(() => write(folder, { plant: { 'plan.json': 'y' } })))).toEqual([{ code: 'EIC904', file: join(folder, 'plant/manifests'), line: undefined }]);
    expect(Object.keys(treeOf(outside))).toEqual(['10-a.yaml', 'plan.json']);
  });

  test('the output folder itself may be a link', () => {
    const { folder, outside } = prepared();
    symlinkSync(outside, join(folder, 'out'));
    write(join(folder, 'out'), { plant: A });
    expect(Object.keys(treeOf(outside))).toContain('plant/plan.json');
  });

  test.each([['a folder', 'plan.json'], ['a folder', LIST_NAME]])('%s in the place of a file is refused', (_, name) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'plant', name), { recursive: true });
    expect(found(problemsOf(() => write(folder, { plant: A })))).toEqual([{ code: 'EIC904', file: join(folder, 'plant', name), line: undefined }]);
  });

  test('a file in the place of a folder is refused', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'plant'), 'mine');
    expect(found(problemsOf(() => write(folder, { plant: A })))).toEqual([{ code: 'EIC904', file: join(folder, 'plant'), line: undefined }]);
  });

  test.each([
    ['a file', () => join(newFolder(), 'file')],
    ['below a file', () => join(newFolder(), 'file', 'out')],
    ['below a device', () => '/dev/null/out'],
    ['where nothing can be made', () => '/proc/eic/out'],
  ])('an output folder that is %s is refused', (_, make) => {
    const folder = make();
    if (folder.includes('file')) writeFileSync(folder.replace(/file.*/, 'file'), '');
    expect(problemsOf(() => write(folder, { plant: A })).map(({ code }) => code)).toEqual(['EIC904']);
  });
});

test('a run that fails leaves no folder that it made', () => {
  const above = newFolder();
  const output = new OutputFolder(join(above, 'a/b/out'));
  output.stage('plant', asOutput(A));
  output.close();
  expect(treeOf(above)).toEqual({});
});

test('a path that the next run would not know as ours is a mistake of the program', () => {
  expect(() => write(newFolder(), { plant: { 'manifests/../x.yaml': 'x' } })).toThrow('manifests/../x.yaml has no place in the output');
});

test('an interrupted run is mended by the next', () => {
  const folder = newFolder();
  write(folder, { plant: A });
  // What is there between two renames: the list names old and new files, and one of the new ones has its place.
  const B: Files = { 'plan.json': 'new', 'manifests/30-c.yaml': 'c: 1\n' };
  const both = { ...A, ...B };
  writeFileSync(join(folder, 'plant', LIST_NAME), JSON.stringify({ files: Object.entries(both).map(([path, text]) => ({ path, sha256: hashOf(text) })) }));
  writeFileSync(join(folder, 'plant/manifests/30-c.yaml'), B['manifests/30-c.yaml']!);
  write(folder, { plant: B });
  expect(withoutLists(folder)).toEqual(Object.fromEntries(Object.entries(B).map(([path, text]) => [`plant/${path}`, text])));
});

test('after any two runs there is what the second wrote, and nothing else of ours', () => {
  const some = fc.dictionary(fc.constantFrom('manifests/1.yaml', 'manifests/2.yaml', 'terraform/a/cdk.tf.json', 'terraform/b/cdk.tf.json'), fc.constantFrom('x', 'y', ''));
  const files = fc.tuple(some, fc.constantFrom('x', 'y')).map(([others, plan]): Files => ({ ...others, 'plan.json': plan }));
  fc.assert(fc.property(files, files, (first, second) => {
    const [folder, fresh] = [newFolder(), newFolder()];
    write(folder, { plant: first });
    const outcomes = write(folder, { plant: second })[0]!;
    write(fresh, { plant: second });
    const isFile = ([path]: [string, string]) => !path.endsWith('/');
    expect(Object.entries(treeOf(folder)).filter(isFile)).toEqual(Object.entries(treeOf(fresh)).filter(isFile));
    for (const { path, status } of outcomes) {
      expect(status).toBe(!(path in second) ? 'removed' : first[path] === second[path] ? 'unchanged' : 'written');
    }
  }), { numRuns: 60 });
});
