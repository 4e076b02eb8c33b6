import * as fc from 'fast-check';
import { child, closestTo, isMap, item, list, name, object, required, optional, defaulted, port, record, Spec, word } from '../../src/cell/spec';
import { Problems } from '../../src/errors';

/** What a spec reads, and what it finds wrong. */
function reading<T>(spec: Spec<T>, value: unknown): { read: T | undefined; problems: string[] } {
  const problems = new Problems();
  const read = spec.read(value, 'at', problems);
  return { read, problems: problems.all.map(({ code, path, message }) => `${code} ${path} ${message}`) };
}

describe('paths', () => {
  test.each([
    ['', 'a', 'a'],
    ['a', 'b', 'a.b'],
    ['a', 'b-c_1', 'a.b-c_1'],
    ['a', 'größe', 'a.größe'],
    ['a', 'b c', 'a["b c"]'],
    ['', 'b.c', '["b.c"]'],
    ['a', '', 'a[""]'],
    ['a', '"', 'a["\\""]'],
    ['a', '\n', 'a["\\n"]'],
    ['a', '\u202eb', 'a["\\u202eb"]'],
    ['a', 'x'.repeat(101), `a["${'x'.repeat(100)}…"]`],
  ])('child(%j, %j)', (path, key, expected) => {
    expect(child(path, key)).toBe(expected);
  });

  test('item', () => {
    expect(item('a.b', 3)).toBe('a.b[3]');
  });

  test('keys of 100 characters at most have paths of their own', () => {
    const key = fc.string({ unit: fc.constantFrom('a', '.', '"', '\\', '[', ']', '\n', '\u202e', 'ü'), maxLength: 6 });
    fc.assert(fc.property(key, key, (a, b) => (child('x', a) === child('x', b)) === (a === b)));
  });
});

describe('closestTo', () => {
  test.each([
    ['recievers', ['receivers', 'proxies'], 'receivers'],
    ['RECEIVERS', ['proxies', 'receivers'], 'receivers'],
    ['istioversion', ['istio', 'istioVersion'], 'istioVersion'],
    ['zzz', ['receivers'], undefined],
    ['x', [], undefined],
    ['a'.repeat(65), ['a'.repeat(64)], undefined],
  ])('%s among %p is %p', (text, words, expected) => {
    expect(closestTo(text, words)).toBe(expected);
  });

  test('it is one of the words, or nothing', () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.string(), { maxLength: 5 }), (text, words) => {
      const found = closestTo(text, words);
      expect(found === undefined || words.includes(found)).toBe(true);
    }));
  });

  test('among many words it does not look', () => {
    expect(closestTo('key-7', Array.from({ length: 501 }, (_, index) => `key-${index}`))).toBeUndefined();
  });
});

describe('isMap', () => {
  test.each<[unknown, boolean]>([
    [{}, true], [Object.create(null), true], [[], false], [null, false], [undefined, false], ['x', false], [new Date(0), false], [new Map(), false], [() => 1, false], [Object.create({ a: 1 }), false],
  ])('%p: %p', (value, expected) => {
    expect(isMap(value)).toBe(expected);
  });
});

describe('a map of fields', () => {
  const spec = object('Thing', 'A thing.', {
    kind: required(word('ThingKind', 'good', 'bad'), 'The kind.'),
    size: defaulted(port(), 7, 'The size.'),
    label: optional(name(), 'The label.', 'none'),
  });

  test('fills in defaults and leaves out what is not given', () => {
    expect(reading(spec, { kind: 'good' })).toEqual({ read: { kind: 'good', size: 7 }, problems: [] });
    expect(reading(spec, { kind: 'good', size: undefined, label: undefined })).toEqual({ read: { kind: 'good', size: 7 }, problems: [] });
    expect(spec.empty()).toEqual({ size: 7 });
  });

  test('finds everything that is wrong at once', () => {
    expect(reading(spec, { siez: 1, size: 0, label: 'A', ['__proto__']: {}, completelyDifferent: 1 }).problems).toEqual([
      'EIC101 at.siez must be a known field, got: "siez"; did you mean "size"?',
      'EIC101 at.completelyDifferent must be a known field, got: "completelyDifferent"; the fields are kind, size, label',
      'EIC103 at.kind must be given: The kind.',
      'EIC108 at.size must be a whole number from 1 to 65535, got: 0',
      expect.stringMatching(/^EIC105 at\.label must be lower-case letters/),
    ].flatMap((line, index) => (index === 1 ? ['EIC101 at.__proto__ must be a known field, got: "__proto__"; the fields are kind, size, label', line] : [line])));
  });

  test.each<[unknown, string]>([
    [null, 'must be a map, got: null; leave it out, or write {}'],
    [[], 'must be a map, got: an empty list'],
    ['x', 'must be a map, got: "x"'],
    [new Date(0), 'must be a map, got: an object of a class'],
  ])('refuses %p', (value, message) => {
    expect(reading(spec, value)).toEqual({ read: undefined, problems: [`EIC102 at ${message}`] });
  });

  test('refuses tokens as what they are', () => {
    expect(reading(spec, '${TfToken[TOKEN.1]}').problems).toEqual(['EIC110 at must be literal, without tokens or expressions, got: "${TfToken[TOKEN.1]}"; pass tokens to the props of constructs']);
    expect(reading(spec, { resolve: () => 1, kind: 'good' }).problems).toHaveLength(1);
  });

  test('fields that an object inherits are none', () => {
    expect(reading(object('Empty', 'Nothing.', { toString: optional(name(), 'A field.', 'none') }), {})).toEqual({ read: {}, problems: [] });
  });
});

describe('a map of keys', () => {
  const spec = record(port());

  test('is read in the order of its keys', () => {
    expect(Object.keys(reading(spec, { b: 1, a: 2, constructor: 3, c: undefined }).read!)).toEqual(['a', 'b', 'constructor']);
  });

  test('has labels as keys, and no more than 10,000', () => {
    expect(reading(spec, { 'A': 1, 'a b': 1, 'ok': 1 }).problems.map((line) => line.slice(0, 30))).toEqual(['EIC105 at.A must have a key of', 'EIC105 at["a b"] must have a k']);
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, 1]));
    expect(reading(spec, many).problems).toEqual(['EIC113 at must have at most 10000 entries, got: 10001']);
  });

  test('refuses a null, which is what YAML reads for a key without value', () => {
    expect(reading(spec, null).problems).toEqual(['EIC102 at must be a map, got: null; leave it out, or write {}']);
  });
});

describe('a list', () => {
  test('keeps order and duplicates, so that paths count as the writer does', () => {
    expect(reading(list(port()), [2, 1, 2]).read).toEqual([2, 1, 2]);
    expect(reading(list(port()), [2, 2, 0]).problems).toEqual(['EIC108 at[2] must be a whole number from 1 to 65535, got: 0']);
  });

  test('has an entry at least, and no more than 10,000', () => {
    expect(reading(list(port(), 1), []).problems).toEqual(['EIC103 at must have an entry at least, got: an empty list']);
    expect(reading(list(port()), Array.from({ length: 10_001 }, () => 1)).problems).toEqual(['EIC113 at must have at most 10000 entries, got: 10001']);
  });

  test.each<[unknown, string]>([[null, '; leave it out, or write []'], ['a', ''], [{ 0: 1 }, '']])('refuses %p', (value, wayOut) => {
    expect(reading(list(port()), value).problems).toEqual([expect.stringMatching(`^EIC102 at must be a list, got: .*${wayOut.replace(/[[\]]/g, '\\$&')}$`)]);
  });
});

test('a word with the wrong case, or without its quotes, is recognised', () => {
  expect(reading(word('W', 'good', 'bad'), 'GOOD').problems).toEqual(['EIC104 at must be one of good or bad, got: "GOOD"; did you mean "good"?']);
  expect(reading(word('W', '1.2', '1.3'), 1.2).problems).toEqual(['EIC102 at must be one of 1.2 or 1.3, got: 1.2; write it in quotes: "1.2"']);
});
