import { Packet } from './packet';
import { contentBytes, RuleOption } from './rule';
import { Connection } from '../../connection';
import { every, Match, matchIf, not } from '../../rules';

/** Conditions on one buffer, such as the server name: contents with their modifiers, length, transformations. */
export interface BufferConditions {
  readonly buffer: string;
  readonly options: RuleOption[];
}

/** Keywords after which contents look at a buffer of the application. Suricata 7.0, and the older names with underscores. */
export const BUFFERS: Readonly<Record<string, string>> = {
  'tls.sni': 'sni', 'tls_sni': 'sni', 'http.host': 'host', 'ja4.hash': 'ja4', 'http.header_names': 'header-names', 'http.protocol': 'http-protocol',
};

/** Keywords that belong to the content or buffer before them. */
export const MODIFIERS = new Set(['content', 'nocase', 'startswith', 'endswith', 'dotprefix', 'to_lowercase', 'bsize', 'fast_pattern', 'pcre', 'depth', 'offset', 'distance', 'within', 'strip_whitespace', 'to_sha256']);

interface Content {
  readonly text: string | undefined;
  readonly negated: boolean;
  nocase: boolean;
  start: boolean;
  end: boolean;
  open: boolean;
}

/** Compiles the conditions on a buffer, to be asked for each packet. */
export function bufferMatch({ buffer, options }: BufferConditions): (packet: Packet, connection: Connection) => Match {
  const contents: Content[] = [];
  const sizes: string[] = [];
  let dotPrefix = false;
  let lowerCase = false;
  let open = false;
  for (const { keyword, value, negated } of options) {
    const last = contents[contents.length - 1];
    if (keyword === 'content') contents.push({ text: contentBytes(value), negated, nocase: false, start: false, end: false, open: false });
    else if (keyword === 'dotprefix') dotPrefix = true;
    else if (keyword === 'to_lowercase') lowerCase = true;
    else if (keyword === 'bsize') sizes.push(value);
    else if (keyword === 'fast_pattern') continue;
    else if (last !== undefined && keyword === 'nocase') last.nocase = true;
    else if (last !== undefined && keyword === 'startswith') last.start = true;
    else if (last !== undefined && keyword === 'endswith') last.end = true;
    else if (last !== undefined && keyword !== 'pcre') last.open = true;
    else open = true;
  }
  return (packet, connection) => {
    const text = textOf(buffer, packet, connection);
    if (text === undefined) return 'no';
    if (text === null) return contents.length + sizes.length === 0 && !open ? 'yes' : 'maybe';
    const dotted = dotPrefix ? `.${text}` : text;
    const seen = lowerCase ? dotted.toLowerCase() : dotted;
    return every(...contents.map((content) => contentMatch(content, seen)), ...sizes.map((size) => sizeMatch(size, seen.length)), open ? 'maybe' : 'yes');
  };
}

/** What the buffer holds; undefined: it is not there (yet); null: it is there, but what it holds is not known. */
function textOf(buffer: string, { isComplete, application, toServer }: Packet, { serverName, httpHost }: Connection): string | null | undefined {
  if (!isComplete || !toServer) return undefined;
  const isTls = application === 'tls' || application === 'quic';
  switch (buffer) {
    case 'sni':
      return isTls ? serverName ?? undefined : undefined;
    case 'host':
      return application === 'http' ? httpHost?.toLowerCase().replace(/:\d+$/, '') : undefined;
    case 'http-protocol':
      return application === 'http' ? 'HTTP/1.1' : undefined;
    case 'header-names':
      return application === 'http' ? (httpHost === null ? '\r\nUser-Agent\r\n\r\n' : '\r\nHost\r\nUser-Agent\r\n\r\n') : undefined;
    case 'ja4':
      // Every JA4 has two underscores; the rest of it depends on the client.
      return isTls ? '_' : undefined;
    default:
      return null;
  }
}

function contentMatch({ text, negated, nocase, start, end, open }: Content, seen: string): Match {
  if (text === undefined || open) return 'maybe';
  const wanted = nocase ? text.toLowerCase() : text;
  const value = nocase ? seen.toLowerCase() : seen;
  const found = start && end ? value === wanted : start ? value.startsWith(wanted) : end ? value.endsWith(wanted) : value.includes(wanted);
  return negated ? not(matchIf(found)) : matchIf(found);
}

/** `10`, `<10`, `>10`, `5<>10` (both ends excluded). */
function sizeMatch(text: string, length: number): Match {
  const [, low, sign, high] = /^(\d*)\s*(<>|<|>|)\s*(\d*)$/.exec(text.replace(/^=/, '')) ?? [];
  if (sign === undefined) return 'maybe';
  if (sign === '') return matchIf(length === Number(low));
  if (sign === '<>') return matchIf(Number(low) < length && length < Number(high));
  return matchIf(sign === '<' ? length < Number(high) : length > Number(high));
}
