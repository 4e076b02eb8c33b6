import * as fc from 'fast-check';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { ValidationError } from '../../src/errors';
import { fileSpec, readCell } from '../../src/read-cell';
import { minimalFile, minimalProps } from '../support/cells';
import { fullProps } from '../support/full-cell';
import { leavesOf, Step, withValueAt } from '../support/spec-walk';

const junk = fc.anything({
  withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true, withBoxedValues: true,
});
/** Every place of the format, the maps and lists above the values too. */
const places = [...new Map(leavesOf(fileSpec).flatMap(({ steps }) => steps.map((_, index) => steps.slice(0, index + 1)))
  .map((steps) => [JSON.stringify(steps), steps])).values()];
const place = fc.constantFrom<(readonly Step[])[]>(...places);
const edits = fc.array(fc.tuple(place, junk), { minLength: 1, maxLength: 4 });
const edited = (base: unknown, changes: readonly (readonly [readonly Step[], unknown])[]) =>
  changes.reduce((data, [steps, value]) => withValueAt(data, steps, value), base);

/** A copy with the keys of every map in another order. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]): [number, string, unknown] => [random(), key, shuffled(entry, random)]);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, entry]) => [key, entry]));
}

/** Numbers from 0 to 1 that follow from a seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271 + 11) % 2147483647;
    return state / 2147483647;
  };
}

test('junk gives a ValidationError with a problem at least', () => {
  fc.assert(fc.property(junk, (data) => {
    try {
      EdgeIntegrationCell.fromData(data);
    } catch (error) {
      expect(ValidationError.isValidationError(error) && error.problems.length > 0).toBe(true);
      return;
    }
    throw new Error('junk is no cell');
  }), { numRuns: 300 });
});

test('a definition with junk at some places gives problems or a plan, and nothing else', () => {
  const base = { ...minimalFile(), ...fullProps(), firewall: {} };
  fc.assert(fc.property(edits, (changes) => {
    const { definition, plan, problems } = readCell(edited(base, changes), 'file');
    expect([definition !== undefined, plan !== undefined]).toEqual([problems.length === 0, problems.length === 0]);
  }), { numRuns: 500 });
});

test('a small definition with junk at some places does too', () => {
  fc.assert(fc.property(edits, (changes) => {
    const { plan, problems } = readCell(edited(minimalFile(), changes), 'file');
    expect(plan !== undefined).toBe(problems.length === 0);
  }), { numRuns: 500 });
});

test('every place taken away, or emptied, gives problems or a plan', () => {
  const base = { ...minimalFile(), ...fullProps() };
  for (const steps of places) {
    for (const value of [undefined, null, {}, [], 'x', 0, [undefined], { '': {} }]) {
      const { plan, problems } = readCell(withValueAt(base, steps, value), 'file');
      expect(plan !== undefined).toBe(problems.length === 0);
    }
  }
});

test('the order of keys changes neither definition nor plan', () => {
  const [full, small] = [new EdgeIntegrationCell(fullProps()), new EdgeIntegrationCell(minimalProps())];
  fc.assert(fc.property(fc.integer({ min: 1, max: 2147483646 }), (seed) => {
    for (const [cell, props] of [[full, fullProps()], [small, minimalProps()]] as const) {
      const again = EdgeIntegrationCell.fromData(shuffled(props, numbersFrom(seed)));
      expect(JSON.stringify(again.definition)).toBe(JSON.stringify(cell.definition));
      expect(JSON.stringify(again.plan)).toBe(JSON.stringify(cell.plan));
    }
  }));
});

test('the order of keys changes no problem', () => {
  const broken = edited({ ...minimalFile(), ...fullProps() }, [[['btp', 'region'], 'xx99'], [['receivers', 'bad'], { protocol: 'https' }], [['receivers', 'Worse'], 1], [['unknown'], 1], [['accept'], 1]]);
  const expected = readCell(broken, 'file').problems.map(({ code, path, message }) => `${code} ${path} ${message}`).sort();
  expect(expected.length).toBeGreaterThan(3);
  fc.assert(fc.property(fc.integer({ min: 1, max: 2147483646 }), (seed) => {
    expect(readCell(shuffled(broken, numbersFrom(seed)), 'file').problems.map(({ code, path, message }) => `${code} ${path} ${message}`).sort()).toEqual(expected);
  }));
});

test('reading leaves the data as it was', () => {
  const data = fullProps();
  expect(readCell(data, 'props').problems).toEqual([]);
  expect(data).toEqual(fullProps());
});
