import * as fc from 'fast-check';
import { ciliumPattern, gkePattern } from '../../../src/verify/kubernetes/name-pattern';
import { NotUnderstoodError } from '../../../src/verify/kubernetes/values';

const CHARACTERS = '[-a-zA-Z0-9_]';
const escaped = (text: string) => text.replaceAll('.', '[.]').replace(/\*+/g, `${CHARACTERS}*`);
/** As Cilium compiles `matchPattern` (pkg/fqdn/matchpattern, ToAnchoredRegexp); names end with a dot there. */
const regexOf = (pattern: string, since119: boolean) => {
  const [, tail] = since119 ? /^\*{2,}\.(.*)$/.exec(pattern) ?? [] : [];
  return new RegExp(`^${tail === undefined ? escaped(pattern) : `(${CHARACTERS}+([.]${CHARACTERS}+){0,})[.]${escaped(tail)}`}[.]$`);
};
const cilium = (matchPattern: unknown, version?: string) => ciliumPattern({ matchPattern }, version, 'x');

test.each<[string, string, boolean | undefined, boolean | undefined, boolean | undefined]>([
  // pattern, name, before 1.19, from it on, version not known
  ['*.x.example', 'a.x.example', true, true, true],
  ['*.x.example', 'a.b.x.example', false, false, false],
  ['*.x.example', 'x.example', false, false, false],
  ['**.x.example', 'a.x.example', true, true, true],
  ['**.x.example', 'a.b.x.example', false, true, undefined],
  ['**.x.example', 'x.example', false, false, false],
  ['**.x.example', 'evilx.example', false, false, false],
  ['***.x.example', 'a.b.x.example', false, true, undefined],
  ['a.**.x.example', 'a.b.c.x.example', false, false, false],
  ['part*ial.example', 'part-extra-ial.example', true, true, true],
  ['part*ial.example', 'partial.example', true, true, true],
  ['part*ial.example', 'part.ial.example', false, false, false],
  ['*.*.x.example', 'a.b.x.example', true, true, true],
  ['*', 'a.b.c.example', true, true, true],
  ['X.Example.', 'x.example', true, true, true],
  ['x.example', 'x-example', false, false, false],
])('Cilium: %s, %s', (pattern, name, before, since, unknown) => {
  expect([cilium(pattern, '1.18')(name), cilium(pattern, '1.19')(name), cilium(pattern)(name)]).toEqual([before, since, unknown]);
  expect(ciliumPattern({ matchName: name }, undefined, 'x')(name)).toBe(true);
});

test.each([['0.99', false], ['1.2', false], ['1.18', false], ['1.19', true], ['1.100', true], ['2.0', true]] as const)('Cilium %s and names of several labels: %s', (version, expected) => {
  expect(cilium('**.x.example', version)('a.b.x.example')).toBe(expected);
});

test('as Cilium\'s own expressions have it', () => {
  const piece = fc.constantFrom('*', '**', 'a', 'b', 'ab', '-', '_');
  const label = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const pattern = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')).filter((text) => !/^\*+$/.test(text));
  const name = fc.array(fc.stringMatching(/^[ab_-]{1,3}$/), { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));
  fc.assert(fc.property(pattern, name, fc.boolean(), (text, asked, since119) => {
    expect([text, asked, cilium(text, since119 ? '1.19' : '1.18')(asked)]).toEqual([text, asked, regexOf(text, since119).test(`${asked}.`)]);
  }), { numRuns: 500 });
});

test.each<[string, string, boolean]>([
  ['*.company.com', 'api.company.com', true], ['*.company.com', 'eu.api.company.com', false], ['*.company.com', 'company.com', false], ['*.company.com', 'evilcompany.com', false],
  ['sub*.company.com', 'subdomain.company.com', true], ['sub*.company.com', 'www.company.com', false], ['*.*.company.com', 'a.b.company.com', true], ['*', 'any.example', true],
])('GKE: %s, %s', (pattern, name, expected) => {
  expect(gkePattern({ pattern }, 'x')(name)).toBe(expected);
  expect(gkePattern({ name: `${name}.` }, 'x')(name)).toBe(true);
});

const NO_NAMES: readonly unknown[] = ['', '.', '..', '.x.example', 'a..x.example', 'a b', 'x.example/', 'ä.example', `${'a'.repeat(256)}`, 'a{1,9}.x', '(a+)+$', 7, null, ['x'], '(.*).x', '\u0000'];

test.each(NO_NAMES.map((value) => [value]))('%j is no name and no pattern', (value) => {
  expect(() => cilium(value, '1.19')).toThrow(NotUnderstoodError);
  expect(() => gkePattern({ pattern: value }, 'x')).toThrow(NotUnderstoodError);
  expect(() => ciliumPattern({ matchName: value }, '1.19', 'x')).toThrow(NotUnderstoodError);
});

test.each([[{}], [{ matchName: 'x.example', matchPattern: '*' }], [{ matchName: '*.x.example' }], [{ matchPattern: '**' }]])('Cilium: %j is not understood', (selector) => {
  expect(() => ciliumPattern(selector, '1.19', 'x')).toThrow(NotUnderstoodError);
});

test.each([[{}], [{ name: 'x.example', pattern: '*' }], [{ name: '*.x.example' }], [{ pattern: '**.x.example' }]])('GKE: %j is not understood', (match) => {
  expect(() => gkePattern(match, 'x')).toThrow(NotUnderstoodError);
});

test('a hostile pattern takes no time', () => {
  const started = process.cpuUsage();
  expect(cilium(`${'*a'.repeat(120)}b`, '1.19')('a'.repeat(250))).toBe(false);
  expect(() => cilium(`${'a'.repeat(200)}!`)).toThrow(NotUnderstoodError);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(200);
});
