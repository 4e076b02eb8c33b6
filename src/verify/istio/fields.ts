import { Data, fieldsOf, listOf } from '../data';

export { type Data as Fields, fieldsOf as fields, listOf as list };

/** The text, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list; numbers count as their digits, as in `ports: [8080]`. */
export function texts(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => (typeof item === 'string' ? [item] : typeof item === 'number' ? [String(item)] : []));
}

/** The number, also when it is written as text; undefined: none. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** A map of texts, such as labels. */
export function labels(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Has the object all the labels of the selector? An empty selector selects everything. */
export function selects(selector: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => own[key] === value);
}
