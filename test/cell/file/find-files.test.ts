import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GOOD } from './bad-files';
import { findDefinitionFiles } from '../../../src/cell/file';

/** A new folder with files of these contents. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'eic-find-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const OTHER = 'apiVersion: v1\nkind: ConfigMap\n';
const found = (...paths: string[]) => {
  const { files, passedOver, problems } = findDefinitionFiles(paths);
  return { files: [...files], passedOver, problems: problems.map(({ code, file, line, column }) => ({ code, file, line, column })) };
};

test('a folder gives its cells in stable order, and counts what is passed over', () => {
  const folder = folderWith({ 'b.yaml': GOOD, 'a/z.yml': GOOD, 'c.json': '{"kind":"EdgeIntegrationCell"}', 'd.yaml': 'kind: "EdgeIntegrationCell" # quoted', 'o.yaml': OTHER, 'mentions.yaml': '# kind: EdgeIntegrationCell\na: 1\n', 'notes.md': GOOD });
  expect(found(folder)).toEqual({ files: [join(folder, 'a/z.yml'), join(folder, 'b.yaml'), join(folder, 'c.json'), join(folder, 'd.yaml')], passedOver: 2, problems: [] });
});

test('a broken file that mentions cells counts as one, so that it is reported', () => {
  const folder = folderWith({ 'a.yaml': `${GOOD}a: {`, 'b.yaml': 'a: {' });
  expect(found(folder)).toEqual({ files: [join(folder, 'a.yaml')], passedOver: 1, problems: [] });
});

test('a file of the command line is taken whatever it is, once', () => {
  const folder = folderWith({ 'a.yaml': OTHER, 'b.yaml': GOOD });
  symlinkSync(join(folder, 'b.yaml'), join(folder, 'same.yaml'));
  expect(found(join(folder, 'a.yaml'), join(folder, 'b.yaml'), join(folder, 'same.yaml'), folder))
    .toEqual({ files: [join(folder, 'a.yaml'), join(folder, 'same.yaml')], passedOver: 1, problems: [] });
});

test.each([
  ['a folder without cells', { 'o.yaml': OTHER }],
  ['an empty folder', {}],
])('%s is a problem', (_, files) => {
  const folder = folderWith(files);
  expect(found(folder)).toMatchObject({ files: [], problems: [{ code: 'EIC207', file: folder, line: 1, column: 1 }] });
});

test('folders of tools and hidden ones are left alone', () => {
  const folder = folderWith({ 'a.yaml': GOOD, 'node_modules/x/b.yaml': GOOD, '.git/c.yaml': GOOD, '.d.yaml': GOOD });
  expect(found(folder)).toEqual({ files: [join(folder, 'a.yaml')], passedOver: 0, problems: [] });
});

test('a link that leads back to a folder above is a problem, one to the side is followed', () => {
  const folder = folderWith({ 'a/a.yaml': GOOD, 'b/b.yaml': GOOD });
  symlinkSync(join(folder, 'b'), join(folder, 'a/to-b'));
  expect(found(join(folder, 'a')).files).toEqual([join(folder, 'a/a.yaml'), join(folder, 'a/to-b/b.yaml')]);
  symlinkSync(folder, join(folder, 'b/up'));
  expect(found(folder)).toMatchObject({ files: [], problems: [{ code: 'EIC201', file: folder }] });
});

test.each([
  ['a loop of links', (folder: string) => {
    symlinkSync(join(folder, 'y'), join(folder, 'x'));
    symlinkSync(join(folder, 'x'), join(folder, 'y'));
    return join(folder, 'x');
  }],
  ['no such path', (folder: string) => join(folder, 'none')],
])('%s is a problem', (_, make) => {
  const path = make(folderWith({ 'a.yaml': GOOD }));
  expect(found(path)).toEqual({ files: [], passedOver: 0, problems: [{ code: 'EIC201', file: path, line: 1, column: 1 }] });
});

test('a link to nothing inside a folder is a problem of the folder', () => {
  const folder = folderWith({ 'a.yaml': GOOD });
  symlinkSync(join(folder, 'none.yaml'), join(folder, 'b.yaml'));
  expect(found(folder)).toMatchObject({ problems: [{ code: 'EIC201' }] });
});
