import { Data, isMap } from '../data';

export { type Data, isMap };

export type Labels = Readonly<Record<string, string>>;

/** Yes, no, or not to be told. */
export type Tribool = boolean | undefined;

/** Thrown while a policy is read: the API server would refuse it, or it says something that is not known here. */
export class NotUnderstoodError extends Error {}

/** The map with no other fields than those; nothing counts as an empty one. */
export function fieldsOf(value: unknown, path: string, fields: readonly string[]): Data {
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw new NotUnderstoodError(`${path} must be a map`);
  const other = Object.keys(value).find((key) => !fields.includes(key));
  if (other !== undefined) throw new NotUnderstoodError(`${path} has the field ${JSON.stringify(other)}, which is not known`);
  return value;
}

/** The list; nothing counts as an empty one. */
export function listOf(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new NotUnderstoodError(`${path} must be a list`);
  return value as readonly unknown[];
}

export function textOf(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new NotUnderstoodError(`${path} must be text`);
  return value;
}

/** All: no when one is no, yes when all are yes. */
export function all(values: readonly Tribool[]): Tribool {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

/** Any: yes when one is yes, no when all are no. */
export function any(values: readonly Tribool[]): Tribool {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
