import { refuse } from './refuse';
import { JsonSchema, Spec } from './spec';
import { hasUnprintable, KINDS, oneOf, ProblemKind } from '../../errors';
import { Cidr, HostPattern, isToken, Port, TOKEN_RULE } from '../../net';

/** RFC 1123 label, the grammar of names and keys. */
export const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const LONGEST_TEXT = 1000;

interface TextRule {
  readonly kind: ProblemKind;
  /** The rule the text breaks, or undefined. */
  readonly refusal: (text: string) => string | undefined;
  readonly schema: JsonSchema;
  readonly canonical?: (text: string) => string;
}

/** Text of some grammar; everything else about text is the same: type, tokens, invisible characters. */
function textSpec({ kind, refusal, schema, canonical }: TextRule): Spec<string> {
  return {
    type: 'string',
    schema: { type: 'string', ...schema },
    read(value, path, problems) {
      if (typeof value !== 'string') {
        return refuse(problems, KINDS.wrongType, path, 'be text', value, wayOutOfUnquoted(value));
      }
      const isFree = kind === KINDS.badText;
      const rule = (isFree ? undefined : refusalOfGrammar(value)) ?? refusal(value);
      if (rule === undefined) return canonical === undefined ? value : canonical(value);
      if (!isFree) return refuse(problems, kind, path, rule, value);
      problems.must(kind, path, rule, value);
      return undefined;
    },
  };
}

/** YAML reads text without quotes as a number or truth value. */
function wayOutOfUnquoted(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isInteger(value)) return 'write it in quotes (YAML reads 1.30 as the number 1.3)';
  return typeof value === 'number' || typeof value === 'boolean' ? 'write it in quotes' : undefined;
}

/** What no text with a grammar may hold, whatever its grammar. */
function refusalOfGrammar(text: string): string | undefined {
  if (isToken(text)) return TOKEN_RULE;
  if (text.length > LONGEST_TEXT) return `have at most ${LONGEST_TEXT} characters`;
  return hasUnprintable(text) ? 'hold visible characters only' : undefined;
}

/** A name or key: RFC 1123 label. */
export const name = (longest = 63): Spec<string> => textSpec({
  kind: KINDS.badName,
  refusal: (text) => (LABEL.test(text) && text.length <= longest ? undefined
    : `be lower-case letters, digits and hyphens, start and end with a letter or digit, and have at most ${longest} characters`),
  schema: { pattern: LABEL.source, maxLength: longest },
});

/** Free text: anything printable, kept as written. */
export const freeText = (): Spec<string> => textSpec({
  kind: KINDS.badText,
  refusal: (text) => {
    if (text.trim() === '') return 'not be empty';
    if (text.length > LONGEST_TEXT) return `have at most ${LONGEST_TEXT} characters`;
    return hasUnprintable(text) ? 'be printable, without newlines, control or direction-changing characters' : undefined;
  },
  schema: { minLength: 1, maxLength: LONGEST_TEXT },
});

/** Text that matches a pattern; `rule` completes "must …". */
export const pattern = (expression: RegExp, rule: string): Spec<string> => textSpec({
  kind: KINDS.badValue,
  refusal: (text) => (expression.test(text) ? undefined : rule),
  schema: { pattern: expression.source, maxLength: LONGEST_TEXT },
});

/** Id of a flow in the plan. */
export const flowId = (): Spec<string> =>
  pattern(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9-]*[a-z0-9])?)?$/, 'be a flow id such as content-deployment or receiver/s4');

/** What the schema says of a name with two labels or more; the four dots are those of IDNA. */
const NAME = '[^\\s/*:$]+[.\\u3002\\uff0e\\uff61][^\\s/*:$]+';

/** A host: exact, or also `*.suffix`. */
export const host = (wildcards: 'wildcards' | 'exact' = 'exact'): Spec<string> => textSpec({
  kind: KINDS.badHost,
  refusal: (text) => HostPattern.refusal(text) ?? (wildcards === 'exact' && text.startsWith('*.') ? 'be an exact host, without wildcard' : undefined),
  canonical: (text) => HostPattern.of(text).toString(),
  schema: { pattern: wildcards === 'exact' ? `^${NAME}$` : `^(\\*\\.)?${NAME}$` },
});

/** A network address with prefix. */
export const cidr = (): Spec<string> => ({
  type: 'string',
  schema: { type: 'string', pattern: '^[0-9a-fA-F:.]+/[0-9]{1,3}$' },
  read(value, path, problems) {
    if (typeof value !== 'string') return refuse(problems, KINDS.wrongType, path, 'be a network address such as "10.20.0.0/16"', value);
    const read = Cidr.read(value);
    if (read instanceof Cidr) return read.toString();
    const wayOut = read.suggestion === undefined ? undefined : `did you mean "${read.suggestion}"?`;
    return refuse(problems, KINDS.badCidr, path, read.rule, value, wayOut);
  },
});

/** A port number. */
export const port = (): Spec<number> => ({
  type: 'number',
  schema: { type: 'integer', minimum: 1, maximum: 65535 },
  read(value, path, problems) {
    if (typeof value === 'number' && Port.read(value) !== undefined) return value;
    const wayOut = typeof value === 'string' && /^\d+$/.test(value) ? 'write it without quotes' : undefined;
    return refuse(problems, typeof value === 'number' ? KINDS.badPort : KINDS.wrongType, path, 'be a whole number from 1 to 65535', value, wayOut);
  },
});

/** A port number, or a range as text. */
export const portOrRange = (): Spec<number | string> => ({
  type: 'number | string',
  schema: { anyOf: [{ type: 'integer', minimum: 1, maximum: 65535 }, { type: 'string', pattern: '^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$' }] },
  read(value, path, problems) {
    const read = Port.read(value);
    if (read !== undefined) return read.toJSON();
    const kind = typeof value === 'number' || typeof value === 'string' ? KINDS.badPort : KINDS.wrongType;
    const wayOut = typeof value === 'string' && /^\d+$/.test(value) ? 'write it without quotes' : undefined;
    return refuse(problems, kind, path, 'be a port from 1 to 65535 or a range such as "40000-40100"', value, wayOut);
  },
});

/** `host:port`, exact host. */
export const hostAndPort = (): Spec<string> => {
  const hosts = host();
  return {
    type: 'string',
    schema: { type: 'string', pattern: `^${NAME}:[1-9][0-9]{0,4}$` },
    read(value, path, problems) {
      const [, name_, digits] = typeof value === 'string' ? /^(.+):(\d+)$/.exec(value) ?? [] : [];
      if (name_ === undefined || !/^[1-9]\d*$/.test(digits!)) {
        return refuse(problems, typeof value === 'string' ? KINDS.badValue : KINDS.wrongType, path, 'be host:port, such as "b1.kafka.example:9093"', value);
      }
      const read = hosts.read(name_, path, problems);
      if (Port.read(Number(digits)) === undefined) problems.must(KINDS.badPort, path, 'end with a port from 1 to 65535', value);
      else if (read !== undefined) return `${read}:${digits}`;
      return undefined;
    },
  };
};

/** An exact host or a network address. */
export const hostOrCidr = (): Spec<string> => {
  const [hosts, cidrs] = [host(), cidr()];
  return {
    type: 'string',
    schema: { anyOf: [hosts.schema, cidrs.schema] },
    read: (value, path, problems) => (typeof value === 'string' && /^[0-9.]+(\/|$)|:|\//.test(value) ? cidrs : hosts).read(value, path, problems),
  };
};

export const boolean = (): Spec<boolean> => ({
  type: 'boolean',
  schema: { type: 'boolean' },
  read(value, path, problems) {
    if (typeof value === 'boolean') return value;
    return refuse(problems, KINDS.wrongType, path, 'be true or false', value);
  },
});

export const integer = (minimum: number, maximum: number): Spec<number> => ({
  type: 'number',
  schema: { type: 'integer', minimum, maximum },
  read(value, path, problems) {
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    return refuse(problems, typeof value === 'number' ? KINDS.badValue : KINDS.wrongType, path, `be a whole number from ${minimum} to ${maximum}`, value);
  },
});

/** One of a few words; `name_` is the type alias in the props. */
export const word = <const W extends string>(name_: string, ...words: readonly W[]): Spec<W> => ({
  type: name_,
  declares: [{ name: name_, words }],
  schema: { enum: words },
  read(value, path, problems) {
    if ((words as readonly unknown[]).includes(value)) return value as W;
    const kind = typeof value === 'string' ? KINDS.notOneOf : KINDS.wrongType;
    return refuse(problems, kind, path, words.length === 1 ? `be ${words[0]}` : `be one of ${oneOf(words)}`, value, closeWord(value, words));
  },
});

function closeWord(value: unknown, words: readonly string[]): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return words.includes(`${value}`) ? `write it in quotes: "${value}"` : undefined;
  const same = words.find((candidate) => typeof value === 'string' && candidate.toLowerCase() === value.toLowerCase());
  return same === undefined ? undefined : `did you mean "${same}"?`;
}
