import { escapeUnprintable, Problems } from '../../errors';

/** Longer keys are cut in paths. */
const LONGEST_KEY = 100;

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** One kind of value: how it is read and checked, and how an editor is told about it. Both come from one place, so they agree. */
export interface Spec<T> {
  readonly schema: JsonSchema;
  /** The TypeScript type of the value in the props. */
  readonly type: string;
  /** Interfaces and type aliases that `type` names, for `props.ts`. */
  readonly declares?: readonly Declaration[];
  /** The value in canonical form; undefined when it has problems, which are then in `problems`. */
  read(value: unknown, path: string, problems: Problems): T | undefined;
}

/** A named type of the public props. */
export type Declaration =
  | { readonly name: string; readonly about: string; readonly fields: Readonly<Record<string, Field<unknown, boolean>>> }
  | { readonly name: string; readonly words: readonly string[] };

/** A field of a map. `Present`: does the value that was read always have it? */
export interface Field<T, Present extends boolean> {
  readonly spec: Spec<T>;
  readonly about: string;
  readonly required: boolean;
  readonly default?: T;
  /** What happens without it, where there is no default value. */
  readonly absent?: string;
  readonly present?: Present;
}

/** What a spec reads. */
export type Read<S> = S extends Spec<infer T> ? T : never;

export const required = <T>(spec: Spec<T>, about: string): Field<T, true> => ({ spec, about, required: true });
export const optional = <T>(spec: Spec<T>, about: string, absent: string): Field<T, false> => ({ spec, about, required: false, absent });
export const defaulted = <T>(spec: Spec<T>, value: T, about: string, absent?: string): Field<T, true> =>
  ({ spec, about, required: false, default: value, ...(absent === undefined ? {} : { absent }) });

/** `a.b`, or `a["b c"]` for keys that are no words. Printable whatever the key. */
export function child(path: string, key: string): string {
  const short = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key;
  if (/^[\p{L}\p{N}_-]+$/u.test(short)) return path === '' ? short : `${path}.${short}`;
  return `${path}[${escapeUnprintable(JSON.stringify(short))}]`;
}

/** `a[0]` */
export function item(path: string, index: number): string {
  return `${path}[${index}]`;
}
