import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseDocuments } from '../../../src/cell/file/yaml-source';
import { readPlainYaml } from '../../../src/verify/read/plain-yaml';
import { ROOT } from '../../support/scripts';

/** What the reader with positions makes of a text that holds one document. */
function careful(text: string): { data: unknown; line: number } | undefined {
  const documents = parseDocuments(text, { sameInBothVersions: true });
  const [document] = documents;
  return documents.length === 1 && document!.problems.length === 0 ? { data: document!.data, line: document!.locate('').line } : undefined;
}

/** Where it reads at all, it reads the same. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain !== undefined) expect(plain).toEqual(careful(text));
  return plain !== undefined;
}

const LEAVES = fc.oneof(
  fc.string({ maxLength: 12 }), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null),
  fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '*.acme.example', '~/', './*', 'istio-system/*', 'yes', '0443', '1e3', '4_43', '.5', '0x1F', '1:30', 'null', '- a', 'a: b', '#', '<<', '', ' ', '---', 'true '),
);
const DATA = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, LEAVES, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('8080', 'app.kubernetes.io/name', 'a.b/c', 'on', '<<', '__proto__')), tie('node'), { maxKeys: 4 })),
})).node;

test('data that was written as YAML is read as the other reader reads it', () => {
  let read = 0;
  fc.assert(fc.property(DATA, fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'), fc.boolean(), (data, style, isFlow) => {
    if (agrees(stringify(data, { defaultStringType: style as 'PLAIN', collectionStyle: isFlow ? 'flow' : 'block', aliasDuplicateObjects: false }))) read += 1;
  }), { numRuns: 500 });
  expect(read).toBeGreaterThan(200);
});

test('texts of any kind are read as the other reader reads them, or not at all', () => {
  const token = fc.constantFrom(' ', '  ', '\n', '- ', ': ', ':', ',', '[', ']', '{', '}', '"', '\'', '#', ' #', '&a', '*a', '!', '!!str ', '?', '|', '>', '|-\n', '%', '@', '`', '<<', '~', '---', '...', '\r\n', '\t', 'a', 'b', 'key', '1', '0', '.', '-', 'no', 'true', 'é', '\u{1f600}', '\u0000', '\u2028', '\ufeff');
  fc.assert(fc.property(fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join('')), (text) => {
    agrees(text);
  }), { numRuns: 5000 });
});

test('what eic synth writes is read at once', () => {
  const folder = join(ROOT, 'examples/cells/expected/plant-mannheim/manifests');
  const documents = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/^---\n/m)).filter((text) => text.trim() !== '');
  expect(documents.length).toBeGreaterThan(50);
  expect(documents.filter((text) => !agrees(text))).toEqual([]);
});

test.each([
  ['an alias', 'a: &x 1\nb: *x\n'], ['a tag', 'a: !!str 1\n'], ['a tag of its own', 'a: !x 1\n'], ['a merge', '<<: {a: 1}\n'], ['a key that is a number', '1: a\n'], ['a key that is nothing', '~: a\n'],
  ['a key that is a list', '? [a]\n: b\n'], ['a word that YAML 1.1 takes for true', 'a: yes\n'], ['a number that is octal for some', 'a: 0443\n'], ['a key twice', 'a: 1\na: 2\n'],
  ['two documents', 'a: 1\n---\nb: 1\n'], ['nothing', '# nothing\n'], ['a tab', 'a:\t1\n'], ['broken brackets', 'a: [1\n'], ['content beside the marker', '--- {a: 1}\n'],
  ['lists in lists, deeper than anybody writes', `${'['.repeat(5000)}${']'.repeat(5000)}`],
])('%s is left to the other reader', (_, text) => expect(readPlainYaml(text)).toBeUndefined());

test.each([
  ['comments before the content', '# one\n\n---\n# two\na: 1\n', 5], ['a marker', '---\na: 1\n', 2], ['a comment beside the marker', '--- # here\na: 1\n', 2], ['lines of Windows', '---\r\n\r\na: 1\r\n', 3],
])('the line behind %s', (_, text, line) => expect([readPlainYaml(text)?.line, careful(text)?.line]).toEqual([line, line]));
