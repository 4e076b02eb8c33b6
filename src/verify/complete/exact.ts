import { Lack, lack, shown } from './wanted';
import { fieldsOf, isMap, listOf } from '../data';
import { ReadObject } from '../read';

/** Says it where a part of an object is not exactly this, in whatever order its fields are. */
export function exactly(object: ReadObject, path: string, got: unknown, value: unknown): Lack[] {
  return keyOf(got) === keyOf(value) ? [] : [lack(object, path, `be ${shown(value)}`, got)];
}

/** Says it for each element that a list lacks, in whatever order, and where it has others. */
export function exactlyThese(object: ReadObject, path: string, got: unknown, values: readonly unknown[]): Lack[] {
  const given = new Map(listOf(got).map((one) => [keyOf(one), one]));
  const wanted = new Map(values.map((one) => [keyOf(one), one]));
  const absent = [...wanted].filter(([key]) => !given.has(key)).map(([, one]) => one);
  const other = [...given].find(([key]) => !wanted.has(key))?.[1];
  if (absent.length > 0) return absent.map((value) => lack(object, path, `have ${shown(value)}`, other));
  return listOf(got).length === values.length ? [] : [lack(object, path, `have ${values.length} entries, each once`, other ?? listOf(got).length)];
}

/** Says it for each field of the pattern that is another or none in the object; an API server may have filled in more. */
export function having(object: ReadObject, path: string, got: unknown, pattern: unknown): Lack[] {
  if (Array.isArray(pattern)) {
    const list = listOf(got);
    if (list.length !== pattern.length) return [lack(object, path, `be ${shown(pattern)}`, got)];
    return pattern.flatMap((inner, index) => having(object, `${path}[${index}]`, list[index], inner));
  }
  if (isMap(pattern)) return Object.entries(pattern).flatMap(([key, inner]) => having(object, path === '' ? key : `${path}.${key}`, fieldsOf(got)[key], inner));
  return got === pattern ? [] : [lack(object, path, `be ${shown(pattern)}`, got)];
}

/** A text that is the same for the same data. */
export function keyOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) => (isMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}
