import * as fc from 'fast-check';
import { compareProblems, compareText, docsOf, formatProblem, KINDS, Problem, problemOf } from '../../src/errors';

const problem = (more: Partial<Problem>): Problem => ({ ...problemOf(KINDS.missing, 'a', 'must be given'), ...more });

test('a problem has the code, severity and place of the explanation of its kind', () => {
  expect(problemOf(KINDS.sharedTenantWildcard, 'btp', 'covers')).toEqual(
    { code: 'EIC501', severity: 'warning', path: 'btp', message: 'covers', docs: 'docs/errors.md#eic501' });
  expect(docsOf('EIC101')).toBe('docs/errors.md#eic101');
});

test.each<[Partial<Problem>, string]>([
  [{}, 'EIC103 a must be given'],
  [{ path: '' }, 'EIC103 must be given'],
  [{ file: 'a.yaml' }, 'a.yaml:1:1: EIC103 a must be given'],
  [{ file: 'a.yaml', line: 3, column: 7 }, 'a.yaml:3:7: EIC103 a must be given'],
  [{ construct: 'stack/Cell' }, 'EIC103 a must be given [stack/Cell]'],
  [{ file: 'a\n\u202eb.yaml', line: 3, column: 7 }, 'a\\u000a\\u202eb.yaml:3:7: EIC103 a must be given'],
])('%p reads %s', (more, text) => {
  expect(formatProblem(problem(more))).toBe(text);
});

test('problems are ordered by file, path, code and message', () => {
  const ordered = [
    problem({ path: 'z' }),
    problem({ file: 'A', path: 'b' }),
    problem({ file: 'a', path: 'a', code: 'EIC101', message: 'x' }),
    problem({ file: 'a', path: 'a', code: 'EIC102', message: 'b' }),
    problem({ file: 'a', path: 'a', code: 'EIC102', message: 'c' }),
    problem({ file: 'a', path: 'ä' }),
  ];
  fc.assert(fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (shuffled) => {
    expect([...shuffled].sort(compareProblems)).toEqual(ordered);
  }));
});

test('text is ordered by code units, as in no locale', () => {
  expect(['ä', 'b', 'B', 'a', 'Z', 'a-', 'a1'].sort(compareText)).toEqual(['B', 'Z', 'a', 'a-', 'a1', 'b', 'ä']);
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => compareText(a, b) === -compareText(b, a) + 0 && (compareText(a, b) === 0) === (a === b)));
});
