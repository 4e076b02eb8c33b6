import { fileSpec } from '../../src/read-cell';
import { Data } from '../support/cells';

/** A JSON Schema as the specs write it. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly propertyNames?: Schema;
}

/** Any key of a map with keys of its own, any entry of a list. */
export const ANY_KEY = '*';
export const ANY_ENTRY = '[]';

/** A field that holds a single value, by its path in the schema. */
export interface Leaf {
  readonly path: readonly string[];
  /** Does it take text? */
  readonly text: boolean;
}

/** Every single value of a definition file, from the schema: nothing is listed by hand. */
export function leaves(): Leaf[] {
  return leavesOf(fileSpec.schema as Schema, []);
}

/** Paths of the maps whose keys the definition chooses. */
export function keyedMaps(): (readonly string[])[] {
  return mapsOf(fileSpec.schema as Schema, []);
}

function leavesOf(schema: Schema, path: readonly string[]): Leaf[] {
  const { properties, additionalProperties, items, anyOf } = schema;
  if (properties !== undefined) return Object.entries(properties).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  if (schema.type === 'object') return leavesOf(typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' }, [...path, ANY_KEY]);
  if (items !== undefined) return leavesOf(items, [...path, ANY_ENTRY]);
  const list = anyOf?.find((one) => one.items !== undefined);
  if (list !== undefined) return leavesOf(list, path);
  return [{ path, text: [schema, ...anyOf ?? []].some((one) => one.type === 'string' || one.enum !== undefined) }];
}

function mapsOf({ type, properties, additionalProperties, items, propertyNames }: Schema, path: readonly string[]): (readonly string[])[] {
  const own = type === 'object' && propertyNames !== undefined ? [path] : [];
  const inner = typeof additionalProperties === 'object' ? mapsOf(additionalProperties, [...path, ANY_KEY]) : [];
  const fields = Object.entries(properties ?? {}).flatMap(([key, field]) => mapsOf(field, [...path, key]));
  return [...own, ...inner, ...fields, ...(items === undefined ? [] : mapsOf(items, [...path, ANY_ENTRY]))];
}

/** The first place in data that a path of the schema means, as keys and list indices; undefined where the data has none. */
export function placeOf(data: unknown, path: readonly string[]): readonly string[] | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return [];
  if (typeof data !== 'object' || data === null) return undefined;
  const keys = step === ANY_KEY || step === ANY_ENTRY ? Object.keys(data) : Object.keys(data).filter((key) => key === step);
  for (const key of keys) {
    const inner = placeOf((data as Data)[key], rest);
    if (inner !== undefined) return [key, ...inner];
  }
  return undefined;
}
