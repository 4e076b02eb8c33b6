import { NotUnderstoodError } from '../kubernetes/values';

/** A directive of nginx, with its block where it has one (nginx.org, "Configuration File's Structure"). */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Directive[];
}

const DEEPEST = 8;
const SPACE = /\s/;

type Token = { readonly text: string } | ';' | '{' | '}';

/** Reads a configuration; a text that nginx would not read, or reads by a module of its own, is not understood. */
export function readNginx(text: string): readonly Directive[] {
  const tokens = [...tokensOf(text)];
  let at = 0;
  const block = (depth: number): Directive[] => {
    if (depth > DEEPEST) throw new NotUnderstoodError('blocks lie too deep in each other');
    const directives: Directive[] = [];
    for (let words: string[] = []; ; at += 1) {
      const token = tokens[at];
      if (token === undefined || token === '}') {
        if (words.length > 0 || (token === undefined) !== (depth === 0)) throw new NotUnderstoodError('a directive or block has no end');
        return directives;
      }
      if (typeof token === 'object') {
        words.push(token.text);
        continue;
      }
      const [name, ...args] = words;
      if (name === undefined) throw new NotUnderstoodError(`${token} stands where a directive is to be`);
      words = [];
      if (token === ';') {
        directives.push({ name, args });
        continue;
      }
      at += 1;
      directives.push({ name, args, block: block(depth + 1) });
    }
  };
  return block(0);
}

/** Words end at spaces, `;` and `{`; one that begins with a quote ends at the next. */
function* tokensOf(text: string): Iterable<Token> {
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (SPACE.test(char)) {
      at += 1;
    } else if (char === '#') {
      while (at < text.length && text[at] !== '\n') at += 1;
    } else if (char === ';' || char === '{' || char === '}') {
      yield char;
      at += 1;
    } else {
      const { word, end } = wordAt(text, at);
      yield { text: word };
      at = end;
    }
  }
}

function wordAt(text: string, from: number): { readonly word: string; readonly end: number } {
  const quote = text[from] === '"' || text[from] === '\'' ? text[from] : undefined;
  let word = '';
  for (let at = quote === undefined ? from : from + 1; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '\\') {
      at += 1;
      const next = text[at] ?? '';
      // Quotes and the backslash itself lose the one before them (ngx_conf_read_token); control characters are in no name.
      word += next === '"' || next === '\'' || next === '\\' ? next : `\\${next}`;
    } else if (quote !== undefined && char === quote) {
      const after = text[at + 1];
      if (after !== undefined && !SPACE.test(after) && after !== ';' && after !== '{' && after !== ')') throw new NotUnderstoodError('a quoted word goes on behind its quote');
      return { word, end: at + 1 };
    } else if (quote === undefined && (SPACE.test(char) || char === ';' || (char === '{' && text[at - 1] !== '$'))) {
      return { word, end: at };
    } else {
      word += char;
    }
  }
  if (quote !== undefined) throw new NotUnderstoodError('a quote has no end');
  return { word, end: text.length };
}
