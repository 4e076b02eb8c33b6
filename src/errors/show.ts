const LONGEST = 80;

/** Control, format (bidirectional and invisible) and separator characters, lone surrogates and noncharacters: never printed as they are. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/** Does the text hold a character that a terminal or a reviewer would not see as written? */
export function hasUnprintable(text: string): boolean {
  return UNPRINTABLE.test(text);
}

/** Replaces what cannot be seen by its escape, such as `\u202e`. */
export function escapeUnprintable(text: string): string {
  return text.replace(EACH_UNPRINTABLE, (char) => {
    const code = char.codePointAt(0)!.toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}

/** A value as problems show it: quoted, on one line, printable, at most 80 characters; contents of maps and lists are not shown. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return showObject(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'string') return String(value);
  const cut = value.length > LONGEST ? `${value.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…` : value;
  return `"${escapeUnprintable(cut.replace(/["\\]/g, '\\$&'))}"`;
}

/** Values offered in a message: `a`, `a or b`, `a, b or c`. */
export function oneOf(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`;
}

/** The first values of a list that can be long: `a, b, c and 97 more`; `none` of an empty one. */
export function someOf(values: readonly string[], most = 20): string {
  if (values.length === 0) return 'none';
  return `${values.slice(0, most).join(', ')}${values.length > most ? ` and ${values.length - most} more` : ''}`;
}

function showObject(value: object): string {
  const prototype = Object.getPrototypeOf(value) as unknown;
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) return 'an object of a class';
  return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
}
