import { isIP } from 'node:net';
import type * as Cel from '@marcbachmann/cel-js';
import { hostRequire } from './host-require';
import { re2 } from './regexp';

const { Environment } = hostRequire('@marcbachmann/cel-js') as typeof Cel;

/** A URL of the rules; its scheme is the only part they ask for. */
class Url {
  constructor(readonly scheme: string) {}
}

/**
 * An absolute URI or an absolute path, read as Go's ParseRequestURI reads it.
 * (The URL class of JavaScript refuses paths and repairs what Go refuses.)
 */
function parseUrl(text: string): Url | undefined {
  const [, scheme = '', rest] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([^?]*)/.exec(text) ?? [];
  if (rest === undefined || text === '' || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  if (!rest.startsWith('/')) return scheme ? new Url(scheme.toLowerCase()) : undefined;
  if (/%(?![0-9a-fA-F]{2})/.test(rest)) return undefined;
  const authority = scheme === '' ? '' : /^\/\/([^/]*)/.exec(rest)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const valid = /^(\[[0-9A-Fa-f:.%\w]*\]|[\w\-.~!$&'()*+,;=<>"\u0080-\uffff]*)(:\d*)?$/.test(host);
  return valid ? new Url(scheme.toLowerCase()) : undefined;
}

function url(text: string): Url {
  const parsed = parseUrl(text);
  if (parsed === undefined) throw new Error(`"${text}" is not a URL`);
  return parsed;
}

const durationOf = new Environment({ unlistedVariablesAreDyn: true }).parse('duration(text)');

/** A duration as Go writes it. */
function duration(text: string): unknown {
  if (/^[+-]?0$/.test(text)) return durationOf({ text: '0s' });
  if (!/^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text)) throw new Error(`"${text}" is not a duration`);
  return durationOf({ text: text.replaceAll('μ', 'µ') });
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerType('URL', Url)
  .registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== undefined)
  .registerFunction('url(string): URL', url)
  .registerFunction('URL.getScheme(): string', ({ scheme }: Url) => scheme)
  .registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0 && !text.includes('%'))
  .registerFunction('goDuration(string): google.protobuf.Duration', duration)
  .registerFunction('string.re2Matches(string): bool', (text: string, pattern: string) => re2(pattern).test(text));

/**
 * Where the library differs from Kubernetes: it reads durations a little more
 * loosely than Go, knows no flags inside patterns, and takes has(a.b) but not
 * has(a[0].b).
 */
const inDialect = (rule: string): string =>
  rule
    .replace(/\bduration\(/g, 'goDuration(')
    .replace(/\.matches\(/g, '.re2Matches(')
    .replace(/\bhas\(([\w.]+\[\d+\](?:[\w.]|\[\d+\])*)\.(\w+)\)/g, '("$2" in $1)');

export type Program = (context: { readonly self: unknown }) => unknown;

const programs = new Map<string, Program>();

/** Throws if the rule uses what this environment does not know: a rule is never skipped. */
export function compileRule(rule: string): Program {
  let program = programs.get(rule);
  if (program === undefined) {
    const { valid, error } = environment.check(inDialect(rule));
    if (!valid) throw new Error(`the rule "${rule}" cannot be evaluated: ${error?.message.split('\n')[0]}`);
    program = environment.parse(inDialect(rule)) as Program;
    programs.set(rule, program);
  }
  return program;
}
