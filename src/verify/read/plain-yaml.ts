import { defineMappingTag, defineScalarTag, load, NOT_RESOLVED, Schema, seqTag, strTag } from 'js-yaml';

/** A document without the positions of what is in it. */
export interface PlainDocument {
  readonly data: unknown;
  /** Line where its content begins, from 1. */
  readonly line: number;
}

/** Tabs, anchors, tags, byte order marks, directives, and content beside the marker of a document are left to the other reader. */
const UNUSUAL = /[\t\ufeff]|(?:^|[\s[{,:-])[&!]|^(?:---[ ]*[^\s#]|\.\.\.|%)/m;
/** Where the content of a document begins: behind its marker, comments and empty lines. */
const BEFORE_CONTENT = /^(?:(?:---)?[ ]*(?:#[^\n]*)?\r?\n)*/;
/** Numbers as JSON writes them. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
/** What versions of YAML, or parsers, take for different things. */
const AMBIGUOUS = /^(?:[-+]?(?:\.?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d*)?|0[box][\da-f_]+|\.inf|\.nan)|y|yes|n|no|on|off)$/i;
const CONSTANTS = new Map<string, null | boolean>([
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
]);

function unusual(what: string): never {
  throw new Error(what);
}

const scalars = defineScalarTag<null | boolean | number>('tag:yaml.org,2002:float', {
  implicit: true,
  resolve: (text, isExplicit) => {
    if (isExplicit) unusual('a tag');
    const constant = CONSTANTS.get(text);
    if (constant !== undefined) return constant;
    if (NUMBER.test(text)) return Number(text);
    return AMBIGUOUS.test(text) ? unusual(text) : NOT_RESOLVED;
  },
  identify: () => false,
});

const strings = { ...strTag, resolve: (text: string, isExplicit: boolean) => (isExplicit ? unusual('a tag') : text) };

/** Without a prototype, so that __proto__ is a key like any other. */
const maps = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  create: () => Object.create(null) as Record<string, unknown>,
  addPair: (map, key, value) => {
    if (typeof key !== 'string' || key === '<<') unusual('a key');
    map[key] = value;
    return '';
  },
  has: (map, key) => Object.hasOwn(map, key as string),
  keys: (map) => Object.keys(map),
  get: (map, key) => map[key as string],
  identify: () => false,
});

const SCHEMA = new Schema([strings, seqTag, maps, scalars]);

/**
 * Reads one document of plain YAML, as tools write it, four times as fast as the reader that knows positions. Undefined: something is wrong in it, or is to be
 * read with care: aliases, tags, merges, keys that are no text, numbers and words that not everybody reads alike.
 */
export function readPlainYaml(text: string): PlainDocument | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    const data = load(text, { schema: SCHEMA, maxAliases: 0 });
    return typeof data !== 'object' || data === null ? undefined : { data, line: BEFORE_CONTENT.exec(text)![0].split('\n').length };
  } catch {
    return undefined;
  }
}
