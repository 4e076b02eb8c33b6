import { Position } from '../../cell/file/yaml-source';
import { KINDS, Problem, problemOf } from '../../errors';

/** Data of a JSON text, or what is wrong with it; lines and columns are in the problems. */
export type JsonText = { readonly data: unknown; readonly problems: readonly Problem[] };

/** Duplicate keys are problems: Go takes the last, Terraform takes all of them as blocks. */
export function parseJson(text: string): JsonText {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { data: undefined, problems: [syntaxProblem(text, error)] };
  }
  const problems = duplicateKeys(text).map(({ key, offset }) =>
    ({ ...problemOf(KINDS.duplicateKey, '', `must have every key once, got: ${JSON.stringify(key)} again`), ...positionAt(text, offset) }));
  return { data: problems.length > 0 ? undefined : data, problems };
}

/** Line and column, from 1, of a place in a text. */
export function positionAt(text: string, offset: number): Position {
  let [line, start] = [1, 0];
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) [line, start] = [line + 1, end + 1];
  return { line, column: offset - start + 1 };
}

function syntaxProblem(text: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const said = /at position (\d+)/.exec(message)?.[1];
  // V8 names no position where the text ends too early, and none for some wrong characters.
  const offset = said !== undefined ? Number(said) : /end of JSON|Unterminated/.test(message) ? text.length : 0;
  const short = message.replace(/,? *"[^]*" is not valid JSON$/, '').replace(/ in JSON at position.*$/s, '').split('\n')[0]!;
  return { ...problemOf(KINDS.badSyntax, '', `must be JSON: ${short}`), ...positionAt(text, offset) };
}

const [QUOTE, BACKSLASH, OPEN_MAP, CLOSE_MAP, OPEN_LIST, CLOSE_LIST, COLON] = ['"', '\\', '{', '}', '[', ']', ':'].map((char) => char.charCodeAt(0));

/** Keys that a map of the text, which is JSON, has already. */
function duplicateKeys(text: string): { readonly key: string; readonly offset: number }[] {
  const found: { key: string; offset: number }[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_MAP) open.push(new Set());
    else if (code === OPEN_LIST) open.push(undefined);
    else if (code === CLOSE_MAP || code === CLOSE_LIST) open.pop();
    if (code !== QUOTE) continue;
    const end = endOfText(text, at);
    const keys = open[open.length - 1];
    if (keys !== undefined && isFollowedByColon(text, end)) {
      const raw = text.slice(at + 1, end);
      const key = raw.includes('\\') ? JSON.parse(`"${raw}"`) as string : raw;
      if (keys.has(key)) found.push({ key, offset: at });
      else keys.add(key);
    }
    at = end;
  }
  return found;
}

function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (text.charCodeAt(at) <= 32) at++;
  return text.charCodeAt(at) === COLON;
}
