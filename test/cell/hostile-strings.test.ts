import { formatProblem, Problem, show } from '../../src/errors';
import { fileSpec, readCell } from '../../src/read-cell';
import { minimalFile } from '../support/cells';
import { Leaf, leavesOf, mapsOf, pathOf, Step, withValueAt } from '../support/spec-walk';

/** What an attacker writes where a name, host or sentence is expected. All of it can be seen. */
const PRINTABLE = [
  '"; drop table flows; --', '\' OR 1=1', '<script>alert(1)</script>', '&lt;b&gt;', '${var.x}', '${TfToken[TOKEN.0]}', '%{ if true }x%{ endif }', '#{x}', '{{ .Values.x }}', '$(id)', '`id`',
  '../../etc/passwd', '-rf', '*', '*.*', '=1+1', '@SUM(A1)', '|| true', 'a\\', '# x', ': x', '- x', '!!js x', '&anchor', '__proto__', '🚀', 'ﬀ', '²', 'İ',
];
/** What hides what a reviewer would see. */
const HIDDEN = ['a\nb', 'a\r\nb', '\n', 'a\0b', '\0', '\u202egnp.exe', 'a\u2066b', 'a\u2028b', 'a\u200bb', 'a\ufeffb', '\ufeff', '\x1b[31mred', 'a\x7fb', 'a\x85b', '\ud800', 'a\udfff', '\ufffe', '\u{e0041}'];
const LONG = ['x'.repeat(500_000), 'ü'.repeat(300_000), '.'.repeat(300_000), '1.'.repeat(150_000), '*.'.repeat(150_000), ':'.repeat(300_000), '0/'.repeat(150_000)];
const ALL = [...PRINTABLE, ...HIDDEN, ...LONG].map((text) => [show(text).slice(0, 40), text] as const);

const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const leaves = leavesOf(fileSpec);

/** Problems by path, after all of them were looked at: printable, on one line, of a length that can be read. */
function problemsByPath(data: unknown): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const problem of readCell(data, 'file').problems) {
    for (const text of [formatProblem(problem), problem.path, problem.message]) {
      expect(text).not.toMatch(RAW);
      expect(text.length).toBeLessThan(1200);
    }
    found.set(problem.path, [...(found.get(problem.path) ?? []), problem]);
  }
  return found;
}

function codeOf(leaf: Leaf, text: string): string[] {
  if (leaf.isFreeText) return PRINTABLE.includes(text) ? [] : ['EIC109'];
  if (leaf.type !== 'unknown') return [expect.stringMatching(/^EIC1(02|04|05|06|07|08|10|11)$/) as string];
  return /^[$%]\{/.test(text) ? ['EIC110'] : PRINTABLE.includes(text) ? [] : ['EIC109'];
}

test.each(ALL)('%s in every field', (_, text) => {
  const data = leaves.reduce<unknown>((all, { steps }) => withValueAt(all, steps, text), {});
  const found = problemsByPath(data);
  const codes = (path: string) => (found.get(path) ?? []).map(({ code }) => code);
  expect(leaves.map(({ path }) => [path, codes(path)])).toEqual(leaves.map((leaf) => [leaf.path, codeOf(leaf, text)]));
});

test('there are fields of each kind', () => {
  expect(leaves.length).toBeGreaterThan(150);
  expect(leaves.filter(({ isFreeText }) => isFreeText).length).toBe(16);
  expect(leaves.filter(({ type }) => type === 'unknown').map(({ path }) => path)).toEqual(expect.arrayContaining(['firewall.key.provider', 'firewall.key.backend.config'].map((path) => expect.stringContaining(path) as string)));
});

/** The place of a key that was put into a map, and the data. */
function withKey(steps: readonly Step[], key: string): [string, unknown] {
  return [pathOf([...steps, key]), withValueAt({ ...minimalFile(), firewall: {} }, [...steps, key], 'x')];
}

test.each(ALL)('%s as key of every map', (_, text) => {
  for (const { steps } of mapsOf(fileSpec)) {
    const [path, data] = withKey(steps, text);
    expect((problemsByPath(data).get(path) ?? []).map((problem) => [path, problem.code])).toEqual([[path, expect.stringMatching(/^EIC1(05|10|11)$/)]]);
  }
});

test.each(ALL)('%s as name of a field', (_, text) => {
  for (const steps of [[], ['cluster'], ['receivers', 's4'], ['btp', 'flows', 'xsuaa'], ['accept', 0], ['firewall', 'hub', 'azure', 'rules']]) {
    const [path, data] = withKey(steps, text);
    expect((problemsByPath(data).get(path) ?? []).map((problem) => [path, problem.code])).toEqual([[path, expect.stringMatching(/^EIC1(01|10)$/)]]);
  }
});
