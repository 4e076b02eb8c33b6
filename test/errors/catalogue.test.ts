import { KINDS, ProblemKind } from '../../src/errors';
import { loadScript, readRepositoryFile } from '../support/scripts';

const kinds: readonly ProblemKind[] = Object.values(KINDS);

test('codes are unique and have the form EICnnn', () => {
  const codes = kinds.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^EIC[12345679]\d\d$/);
});

test('every kind says what it is and what to do', () => {
  for (const { title, explanation } of kinds) {
    expect(title).toMatch(/^\S.{2,60}\S$/);
    expect(explanation).toMatch(/^[A-Za-z`].{20,}\.$/s);
  }
});

test('codes below 500 and above 899 stop, 5xx are findings that do not, 6xx of objects and 7xx of verification are of both kinds', () => {
  const others = kinds.filter(({ code }) => !/^EIC[67]/.test(code));
  for (const { code, severity } of others) expect([code, severity === 'error']).toEqual([code, !code.startsWith('EIC5')]);
});

test('kinds about objects of a chart say which message of Istio they prevent', () => {
  for (const { code, explanation } of kinds.filter((kind) => kind.code.startsWith('EIC6'))) expect([code, explanation]).toEqual([code, expect.stringMatching(/IST\d{4}|No IST code/)]);
});

test('risks are words of findings, each used once', () => {
  const risky = kinds.filter(({ risk }) => risk !== undefined);
  expect(new Set(risky.map(({ risk }) => risk)).size).toBe(risky.length);
  for (const { code, severity, risk } of risky) {
    expect([code, severity]).toEqual([code, 'warning']);
    expect(risk).toMatch(/^[a-z]+(-[a-z]+)*$/);
  }
  expect(risky.map(({ risk }) => risk)).toEqual(expect.arrayContaining(['shared-tenant-wildcard', 'any-address-with-allowed-name', 'optional-mutual-foreign-certificate']));
});

test('docs/errors.md is what the generator writes', () => {
  expect(readRepositoryFile('docs/errors.md')).toBe(loadScript('scripts/docs/errors-markdown.mjs').errorsMarkdown!(KINDS));
});

test('docs/errors.md explains every code under the anchor that problems name', () => {
  const text = readRepositoryFile('docs/errors.md');
  for (const { code, title, explanation, risk } of kinds) {
    expect(text).toContain(`### <a id="${code.toLowerCase()}"></a>${code}: ${title}`);
    expect(text).toContain(explanation);
    if (risk !== undefined) expect(text).toContain(`\`${risk}\` | [${code}]`);
  }
});
