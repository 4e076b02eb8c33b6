import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESIDUALS } from '../../src/verify/residuals';
import { SIGHTS } from '../../src/verify/sight';
import { loadScript, readRepositoryFile, ROOT } from '../support/scripts';

const verify = join(ROOT, 'src/verify');
const tables = readdirSync(verify).filter((folder) => existsSync(join(verify, folder, 'codes.ts'))).sort()
  .map((folder) => ({ folder, codes: jest.requireActual<{ CODES: Readonly<Record<string, string>> }>(join(verify, folder, 'codes.ts')).CODES }));

test('docs/verdicts.md is what the generator writes', () => {
  expect(tables.length).toBeGreaterThan(0);
  expect(readRepositoryFile('docs/verdicts.md')).toBe(loadScript('scripts/docs/verdicts-markdown.mjs').verdictsMarkdown!(tables, SIGHTS, RESIDUALS));
});

test('each residual has a code of its own, and each layer that sees something a source', () => {
  const codes = Object.values(RESIDUALS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { source } of Object.values(SIGHTS)) expect(source).toMatch(/^[A-Z].*: .{20,}$/);
});

test('codes are unique over all layers, and each is a sentence', () => {
  const codes = tables.flatMap((table) => Object.entries(table.codes));
  expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
  for (const [code, text] of codes) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(text).toMatch(/^[A-Z`].{15,}\.$/);
  }
});

test('NetworkPolicies use every code that they explain, and no other', () => {
  const folder = join(verify, 'kubernetes');
  const sources = readdirSync(folder).filter((file) => file !== 'codes.ts').map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const used = [...sources.matchAll(/'network-policy\/([a-z-]+)'|verdict\('[a-z-]+', '([a-z-]+)'|\? '(not-understood)' : '(other-kind)'/g)].flatMap(([, ...names]) => names.filter((name) => name !== undefined));
  const explained = tables.find((table) => table.folder === 'kubernetes')!.codes;
  expect([...new Set(used)].map((name) => `network-policy/${name}`).sort()).toEqual(Object.keys(explained).sort());
});
