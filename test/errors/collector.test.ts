import * as fc from 'fast-check';
import { KINDS, Problems, ValidationError } from '../../src/errors';
import { problemsOf } from '../support/cells';

const withPaths = (...paths: string[]): Problems => {
  const problems = new Problems();
  for (const path of paths) problems.add(KINDS.badName, path, 'must be a name');
  return problems;
};

test('must says the rule, the value and the way out', () => {
  const problems = new Problems();
  problems.must(KINDS.badPort, 'a.port', 'be a port', 70000);
  problems.must(KINDS.badName, 'a', 'be a name', 'A b', 'rename it');
  problems.missing('b', 'the host');
  expect(problems.all.map(({ code, path, message }) => [code, path, message])).toEqual([
    ['EIC108', 'a.port', 'must be a port, got: 70000'],
    ['EIC105', 'a', 'must be a name, got: "A b"; rename it'],
    ['EIC103', 'b', 'must be given: the host'],
  ]);
});

test('throwIfAny throws all at once, or nothing', () => {
  expect(() => new Problems().throwIfAny('x')).not.toThrow();
  const problems = withPaths('b', 'a');
  expect(problems.size).toBe(2);
  expect(() => problems.throwIfAny('the cell')).toThrow(ValidationError);
  expect(problemsOf(() => problems.throwIfAny('the cell')).map(({ path }) => path)).toEqual(['a', 'b']);
});

test.each<[string, string, boolean]>([
  ['a.b', 'a.b', true],
  ['a.b', 'a', true],
  ['a', 'a.b', true],
  ['a.b[0].c', 'a.b', true],
  ['a.b', 'a.b[0].c', true],
  ['a["x y"]', 'a', true],
  ['a.b', '', true],
  ['', 'a.b', true],
  ['', '', true],
  ['a.b', 'a.c', false],
  ['a.b', 'a.bc', false],
  ['a.bc', 'a.b', false],
  ['a[0]', 'a[1]', false],
])('a problem at %p, is %p touched: %p', (path, asked, touched) => {
  expect(withPaths(path).touches(asked)).toBe(touched);
});

test('nothing is touched without problems', () => {
  expect(new Problems().touches('')).toBe(false);
});

test('touches is what comparing with each problem says', () => {
  const path = fc.array(fc.constantFrom('a', '.b', '[0]', '.ab', '["x.y"]'), { maxLength: 4 }).map((parts) => parts.join('').replace(/^\./, ''));
  const within = (inner: string, outer: string) => inner === outer || outer === '' || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  fc.assert(fc.property(fc.array(path, { maxLength: 5 }), path, (paths, asked) => {
    expect(withPaths(...paths).touches(asked)).toBe(paths.some((one) => within(one, asked) || within(asked, one)));
  }));
});

test('added lists count like single problems', () => {
  const problems = new Problems();
  problems.addAll(withPaths('x.y').all);
  expect([problems.size, problems.touches('x'), problems.touches('z')]).toEqual([1, true, false]);
});
