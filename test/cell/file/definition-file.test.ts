import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BAD_DATA, BAD_SYNTAX, BadFile, GOOD } from './bad-files';
import { LARGEST, readDefinitionFile } from '../../../src/cell/file';
import { Problem } from '../../../src/errors';
import { readCell } from '../../../src/read-cell';

function written(content: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'eic-file-')), 'cell.yaml');
  writeFileSync(file, content);
  return file;
}

function problemsOfFile(file: string): readonly Problem[] {
  const source = readDefinitionFile(file);
  return source.problems.length > 0 ? source.problems : source.located(readCell(source.data, 'file').problems);
}

const found = (problems: readonly Problem[]) => problems.map(({ code, path, line, column }) => ({ code, path, line, column }));

test('the good file has no problems', () => {
  expect(problemsOfFile(written(GOOD))).toEqual([]);
});

test.each<[string, BadFile]>([...BAD_SYNTAX, ...BAD_DATA].map((one) => [one.what, one]))('%s is refused at its place', (_, { content, code, path, line, column }) => {
  const file = written(content);
  const problems = problemsOfFile(file);
  expect(found(problems)).toContainEqual({ code, path, line, column });
  for (const problem of problems) expect(problem).toMatchObject({ file, severity: 'error', docs: expect.stringMatching(/^docs\/errors\.md#eic\d{3}$/) });
});

test('a problem at one place is one problem', () => {
  const single = BAD_DATA.filter(({ what }) => !/constructor|China/.test(what));
  for (const { what, content } of single) expect({ what, problems: problemsOfFile(written(content)).length }).toEqual({ what, problems: 1 });
});

test('a secret is never shown', () => {
  const { content } = BAD_DATA.find(({ what }) => what === 'secret')!;
  expect(JSON.stringify(problemsOfFile(written(content)))).not.toContain('s3cr3t');
});

test.each([['LF', '\n'], ['CRLF', '\r\n']])('lines and columns count from 1 with %s', (_, end) => {
  const text = `${GOOD}receivers:\n  ä: {}\n  b: { protocol: nope }\n`.replaceAll('\n', end);
  expect(found(problemsOfFile(written(text)))).toEqual(expect.arrayContaining([
    { code: 'EIC105', path: 'receivers.ä', line: 15, column: 6 }, { code: 'EIC104', path: 'receivers.b.protocol', line: 16, column: 18 },
  ]));
});

test('values of aliases are read where the alias stands', () => {
  const text = `${GOOD}receivers:\n  a: &a { protocol: https, host: a.acme.example }\n  b: *a\n`;
  const source = readDefinitionFile(written(text));
  expect(source.problems).toEqual([]);
  expect(readCell(source.data, 'file').definition?.receivers).toMatchObject({ a: { host: 'a.acme.example' }, b: { host: 'a.acme.example' } });
});

test('JSON is read as YAML is', () => {
  const source = readDefinitionFile(written(GOOD));
  const json = readDefinitionFile(written(JSON.stringify(source.data)));
  expect(readCell(json.data, 'file').definition).toEqual(readCell(source.data, 'file').definition);
});

test('a file over 1 MiB is refused before it is parsed', () => {
  const text = `${GOOD}# ${'x'.repeat(LARGEST)}\n`;
  const before = process.memoryUsage().heapUsed;
  expect(found(problemsOfFile(written(`${text}{`)))).toEqual([{ code: 'EIC202', path: '', line: 1, column: 1 }]);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * LARGEST);
  expect(problemsOfFile(written(`${GOOD}#${'x'.repeat(LARGEST - Buffer.byteLength(GOOD) - 2)}\n`))).toEqual([]);
});

test('a device without end is refused, too', () => {
  expect(found(problemsOfFile('/dev/zero'))).toEqual([{ code: 'EIC202', path: '', line: 1, column: 1 }]);
  expect(found(problemsOfFile('/dev/null'))).toEqual([{ code: 'EIC207', path: '', line: 1, column: 1 }]);
});

test.each([
  ['no such file', (folder: string) => join(folder, 'none.yaml'), /ENOENT/],
  ['a folder', (folder: string) => folder, /EISDIR/],
  ['a loop of links', (folder: string) => {
    symlinkSync(join(folder, 'b.yaml'), join(folder, 'a.yaml'));
    symlinkSync(join(folder, 'a.yaml'), join(folder, 'b.yaml'));
    return join(folder, 'a.yaml');
  }, /ELOOP/],
  ['a path below a file', (folder: string) => {
    writeFileSync(join(folder, 'file'), GOOD);
    return join(folder, 'file', 'cell.yaml');
  }, /ENOTDIR/],
])('%s is a problem, not an exception', (_, make, message) => {
  const problems = problemsOfFile(make(mkdtempSync(join(tmpdir(), 'eic-file-'))));
  expect(found(problems)).toEqual([{ code: 'EIC201', path: '', line: 1, column: 1 }]);
  expect(problems[0]!.message).toMatch(message);
});

test.each([
  ['flow lists', '['.repeat(20000)],
  ['block lists', '- '.repeat(20000)],
  ['flow maps', '{ a:\n '.repeat(20000)],
])('%s nested too deeply are refused, whatever the size of the stack', (_, open) => {
  const problems = problemsOfFile(written(`${GOOD}receivers:\n  ${open}`));
  expect(problems[0]).toMatchObject({ code: 'EIC204', path: '', message: 'must not be nested as deeply' });
});

const asRoot = process.getuid?.() === 0;

test('a file without permission is a problem', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eic-file-'));
  const file = join(folder, 'cell.yaml');
  writeFileSync(file, GOOD);
  chmodSync(file, 0);
  // Root reads everything.
  expect(found(problemsOfFile(file))).toEqual(asRoot ? [] : [{ code: 'EIC201', path: '', line: 1, column: 1 }]);
});
