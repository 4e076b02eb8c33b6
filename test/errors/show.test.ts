import * as fc from 'fast-check';
import { escapeUnprintable, hasUnprintable, oneOf, show, someOf } from '../../src/errors';

/** ASCII and what can be seen of the rest; everything else is an escape. */
const SEEN = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;

describe('show', () => {
  test.each<[unknown, string]>([
    ['plain', '"plain"'],
    ['', '""'],
    ['say "hi"', '"say \\"hi\\""'],
    ['back\\slash', '"back\\\\slash"'],
    ['a\nb\r\t', '"a\\u000ab\\u000d\\u0009"'],
    ['nul\0', '"nul\\u0000"'],
    ['\u202egnp.exe', '"\\u202egnp.exe"'],
    ['\u{e0041}', '"\\u{e0041}"'],
    ['\ufffe', '"\\ufffe"'],
    ['zero\u200bwidth', '"zero\\u200bwidth"'],
    ['line\u2028separator', '"line\\u2028separator"'],
    ['\ud800', '"\\ud800"'],
    ['\x1b[31m', '"\\u001b[31m"'],
    ['<script>', '"<script>"'],
    ['Köln 🚀', '"Köln 🚀"'],
    [1.5, '1.5'],
    [NaN, 'NaN'],
    [10n, '10'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'nothing'],
    [[1, 2], 'a list of 2'],
    [[], 'an empty list'],
    [{ secret: 'x' }, 'a map'],
    [{}, 'an empty map'],
    [Object.create(null), 'an empty map'],
    [new Date(0), 'an object of a class'],
    [new Map(), 'an object of a class'],
    [() => 1, 'a function'],
    [Symbol('x'), 'a symbol'],
  ])('%p reads %s', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('long text is cut, never inside a character', () => {
    expect(show('a'.repeat(81))).toBe(`"${'a'.repeat(80)}…"`);
    expect(show(`${'a'.repeat(79)}🚀🚀`)).toBe(`"${'a'.repeat(79)}…"`);
    expect(show('x'.repeat(1_000_000))).toHaveLength(83);
  });

  test('whatever the value: one line that shows all it holds', () => {
    fc.assert(fc.property(fc.anything(), (value) => SEEN.test(show(value))));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => SEEN.test(show(text)) && SEEN.test(escapeUnprintable(text))));
  });

  test('two texts that differ read different, unless they are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('\\', '"', 'u', '0', 'a', '\n', '\u202e', '\\u202e'), maxLength: 10 });
    fc.assert(fc.property(text, text, (a, b) => (a === b) === (show(a) === show(b))));
  });
});

test('hasUnprintable says what escapeUnprintable changes, in any order of calls', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => hasUnprintable(text) === (escapeUnprintable(text) !== text)));
});

test.each([
  [[], ''], [['a'], 'a'], [['a', 'b'], 'a or b'], [['a', 'b', 'c'], 'a, b or c'],
])('oneOf(%p)', (values, text) => {
  expect(oneOf(values)).toBe(text);
});

test('someOf names the first of many', () => {
  expect(someOf([])).toBe('none');
  expect(someOf(['a', 'b'])).toBe('a, b');
  expect(someOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
