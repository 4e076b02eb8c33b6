import * as fc from 'fast-check';
import { KINDS, problemOf, ValidationError } from '../../src/errors';

const problems = (count: number) => Array.from({ length: count }, (_, index) => problemOf(KINDS.missing, `p${String(index).padStart(5, '0')}`, 'must be given'));

test('it is an error that lists its problems, ordered by path', () => {
  const [a, b] = [problemOf(KINDS.badName, 'a', 'must be a'), problemOf(KINDS.badName, 'b', 'must be b')];
  const error = new ValidationError('the cell', [b, a]);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('ValidationError');
  expect(error.problems).toEqual([a, b]);
  expect(error.message).toBe('the cell has 2 problems:\n  EIC105 a must be a\n  EIC105 b must be b');
});

test('its problems cannot be changed', () => {
  const error = new ValidationError('x', problems(1));
  expect(Object.isFrozen(error.problems)).toBe(true);
});

test('its text lists a hundred problems and the number of the rest; its list holds all', () => {
  const error = new ValidationError('x', problems(250));
  expect(error.problems).toHaveLength(250);
  expect(error.message.split('\n')).toHaveLength(102);
  expect(error.message).toMatch(/^x has 250 problems:\n {2}EIC103 p00000 .*\n {2}… and 150 more$/s);
});

test('one problem is a problem', () => {
  expect(new ValidationError('x', problems(1)).message).toMatch(/^x has 1 problem:\n/);
});

test('the subject may be any text, and stays on one line', () => {
  expect(new ValidationError('a\n\u202eb', problems(1)).message).toMatch(/^a\\u000a\\u202eb has/);
});

test('the order of the problems given does not matter', () => {
  fc.assert(fc.property(fc.shuffledSubarray(problems(20), { minLength: 20 }), (shuffled) => {
    expect(new ValidationError('x', shuffled).message).toBe(new ValidationError('x', problems(20)).message);
  }));
});

test('an error of another copy of the package is known, other errors are not', async () => {
  await jest.isolateModulesAsync(async () => {
    const copy = await import('../../src/errors');
    const foreign = new copy.ValidationError('x', problems(1));
    expect(foreign).not.toBeInstanceOf(ValidationError);
    expect(ValidationError.isValidationError(foreign)).toBe(true);
    expect(copy.ValidationError.isValidationError(new ValidationError('x', problems(1)))).toBe(true);
  });
  for (const other of [new Error('x'), undefined, null, 'x', 1, { name: 'ValidationError', problems: [] }]) {
    expect(ValidationError.isValidationError(other)).toBe(false);
  }
});
