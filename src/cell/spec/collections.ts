import type { closest } from 'fastest-levenshtein';
import { refuse, wayOutOfNull } from './refuse';
import { LABEL } from './scalars';
import { child, Field, item, JsonSchema, Spec } from './spec';
import { KINDS, Problems } from '../../errors';

/** Entries of a list or map at the most. */
const MOST = 10000;

/** Words that a suggestion is looked for in, at the most. */
const MOST_WORDS = 500;

type Fields = Readonly<Record<string, Field<unknown, boolean>>>;

/** What a map of fields reads: defaulted and required fields are always there. */
export type Shape<F> = {
  readonly [K in keyof F as F[K] extends Field<unknown, true> ? K : never]: F[K] extends Field<infer T, true> ? T : never;
} & {
  readonly [K in keyof F as F[K] extends Field<unknown, true> ? never : K]?: F[K] extends Field<infer T, boolean> ? T : never;
};

/** Is it a map, and not a list, class instance or null? */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** A map with known fields. */
export interface ObjectSpec<F> extends Spec<Shape<F>> {
  /** What an empty map reads as, where no field is required. */
  empty(): Shape<F>;
}

/** A map with known fields; `name` is its interface in the props. */
export function object<F extends Fields>(name: string, about: string, fields: F): ObjectSpec<F> {
  const known = new Map(Object.entries(fields));
  return {
    empty: () => Object.fromEntries(Object.entries(fields).flatMap(([key, field]) =>
      (field.default === undefined ? [] : [[key, field.default]]))) as Shape<F>,
    type: name,
    // Only `eic schema` and the generator ask, so neither costs every start.
    get declares() { return [{ name, about, fields }, ...Object.values(fields).flatMap(({ spec }) => spec.declares ?? [])]; },
    get schema() { return objectSchema(fields); },
    read(value, path, problems) {
      if (!isMap(value)) return refuse(problems, KINDS.wrongType, path, 'be a map', value, wayOutOfNull(value, '{}'));
      for (const key of Object.keys(value)) {
        if (!known.has(key)) unknownKey(key, [...known.keys()], path, problems);
      }
      const read: Record<string, unknown> = {};
      for (const [key, field] of known) {
        const given = Object.hasOwn(value, key) ? value[key] : undefined;
        if (given !== undefined) read[key] = field.spec.read(given, child(path, key), problems);
        else if (field.required) problems.missing(child(path, key), field.about);
        else if (field.default !== undefined) read[key] = field.default;
      }
      return read as Shape<F>;
    },
  };
}

function objectSchema(fields: Fields): JsonSchema {
  const needed = Object.keys(fields).filter((key) => fields[key]!.required);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([key, { spec, about, default: value }]) =>
      [key, { description: about, ...spec.schema, ...(value === undefined ? {} : { default: value }) }])),
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  };
}

function unknownKey(key: string, known: readonly string[], path: string, problems: Problems): void {
  const near = closestTo(key, known);
  refuse(problems, KINDS.unknownKey, child(path, key), 'be a known field', key,
    near === undefined ? `the fields are ${known.join(', ')}` : `did you mean "${near}"?`);
}

/** The word that was probably meant; undefined where none is near, or there are too many to look at for each of many problems. */
export function closestTo(text: string, words: readonly string[]): string | undefined {
  if (words.length === 0 || words.length > MOST_WORDS || text.length > 64) return undefined;
  const levenshtein = require('fastest-levenshtein') as { closest: typeof closest; distance: (a: string, b: string) => number };
  const [wanted, known] = [text.toLowerCase(), words.map((word) => word.toLowerCase())];
  const best = levenshtein.closest(wanted, known);
  return levenshtein.distance(wanted, best) <= Math.max(2, Math.floor(text.length / 3)) ? words[known.indexOf(best)] : undefined;
}

/** A map from the definition's own keys, which are RFC 1123 labels, to values of one kind. */
export function record<T>(spec: Spec<T>): Spec<Readonly<Record<string, T>>> {
  return {
    type: `{ readonly [key: string]: ${spec.type} }`,
    get declares() { return spec.declares ?? []; },
    get schema() { return { type: 'object', propertyNames: { pattern: LABEL.source, maxLength: 63 }, additionalProperties: spec.schema, maxProperties: MOST }; },
    read(value, path, problems) {
      if (!isMap(value)) return refuse(problems, KINDS.wrongType, path, 'be a map', value, wayOutOfNull(value, '{}'));
      const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort();
      if (keys.length > MOST) problems.must(KINDS.tooLong, path, `have at most ${MOST} entries`, keys.length);
      const read: [string, T][] = [];
      for (const key of keys.slice(0, MOST)) {
        if (!LABEL.test(key) || key.length > 63) {
          refuse(problems, KINDS.badName, child(path, key),
            'have a key of lower-case letters, digits and hyphens, at most 63, starting and ending with a letter or digit', key);
        } else {
          const one = spec.read(value[key], child(path, key), problems);
          if (one !== undefined) read.push([key, one]);
        }
      }
      return Object.fromEntries(read);
    },
  };
}

/** A list; `least` entries at least. */
export function list<T>(spec: Spec<T>, least = 0): Spec<readonly T[]> {
  return {
    type: spec.type.includes(' ') ? `readonly (${spec.type})[]` : `readonly ${spec.type}[]`,
    get declares() { return spec.declares ?? []; },
    get schema() { return { type: 'array', items: spec.schema, ...(least > 0 ? { minItems: least } : {}), maxItems: MOST }; },
    read(value, path, problems) {
      if (!Array.isArray(value)) return refuse(problems, KINDS.wrongType, path, 'be a list', value, wayOutOfNull(value, '[]'));
      if (value.length < least) problems.must(KINDS.missing, path, `have ${least === 1 ? 'an entry' : `${least} entries`} at least`, value);
      if (value.length > MOST) problems.must(KINDS.tooLong, path, `have at most ${MOST} entries`, value.length);
      return value.slice(0, MOST).map((entry, index) => spec.read(entry, item(path, index), problems)).filter((entry) => entry !== undefined);
    },
  };
}

/** A map of Kubernetes labels. */
export function labels(): Spec<Readonly<Record<string, string>>> {
  const key = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
  const label = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
  return {
    type: '{ readonly [label: string]: string }',
    schema: { type: 'object', minProperties: 1, propertyNames: { pattern: key.source }, additionalProperties: { type: 'string', pattern: label.source } },
    read(value, path, problems) {
      if (!isMap(value) || Object.keys(value).length === 0) {
        return refuse(problems, KINDS.wrongType, path, 'be a map of labels with an entry at least', value);
      }
      for (const [name, text] of Object.entries(value)) {
        if (!key.test(name)) refuse(problems, KINDS.badValue, child(path, name), 'have a label name as key', name);
        if (typeof text !== 'string') refuse(problems, KINDS.wrongType, child(path, name), 'be text', text, 'write it in quotes');
        else if (!label.test(text)) refuse(problems, KINDS.badValue, child(path, name), 'be a label value', text);
      }
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, string>;
    },
  };
}
