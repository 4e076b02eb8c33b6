/** An option of a rule: a keyword, and its value without quotes. */
export interface RuleOption {
  readonly keyword: string;
  readonly value: string;
  /** Was there an exclamation mark in front of the value? */
  readonly negated: boolean;
}

/** A rule of Suricata as it is written. */
export interface SuricataRule {
  readonly action: string;
  readonly protocol: string;
  readonly source: string;
  readonly sourcePorts: string;
  /** Written with `<>`: both directions. */
  readonly bidirectional: boolean;
  readonly destination: string;
  readonly destinationPorts: string;
  readonly options: readonly RuleOption[];
}

/** Reads one rule; undefined: it is none that this grammar knows. Source: Suricata 7.0 user guide, "Rules Format". */
export function parseRule(text: string): SuricataRule | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open || text.slice(close + 1).trim() !== '') return undefined;
  const words = headerWords(text.slice(0, open));
  const options = parseOptions(text.slice(open + 1, close));
  if (words.length !== 7 || options === undefined) return undefined;
  const [action, protocol, source, sourcePorts, direction, destination, destinationPorts] = words as [string, string, string, string, string, string, string];
  if (!/^(pass|drop|alert|reject|rejectsrc|rejectdst|rejectboth)$/.test(action) || !['->', '<>'].includes(direction)) return undefined;
  return { action, protocol: protocol.toLowerCase(), source, sourcePorts, bidirectional: direction === '<>', destination, destinationPorts, options };
}

/** Words of the header; a list in brackets is one word, with or without blanks. */
function headerWords(text: string): string[] {
  let depth = 0;
  let joined = '';
  for (const char of text.trim()) {
    depth += char === '[' ? 1 : char === ']' ? -1 : 0;
    joined += /\s/.test(char) && depth > 0 ? '' : char;
  }
  return joined.split(/\s+/);
}

/** Options end with `;`; inside quotes and after a backslash it is a character like others. */
function parseOptions(text: string): RuleOption[] | undefined {
  const options: RuleOption[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') {at += 1;} else if (char === '"') {quoted = !quoted;} else if (char === ';' && !quoted) {
      options.push(optionOf(text.slice(start, at).trim()));
      start = at + 1;
    }
  }
  return quoted || text.slice(start).trim() !== '' ? undefined : options;
}

function optionOf(text: string): RuleOption {
  const colon = text.indexOf(':');
  if (colon < 0) return { keyword: text.toLowerCase(), value: '', negated: false };
  const raw = text.slice(colon + 1).trim();
  const negated = raw.startsWith('!') && raw.includes('"');
  const value = negated ? raw.slice(1).trim() : raw;
  return { keyword: text.slice(0, colon).trim().toLowerCase(), value: value.replace(/^"([\s\S]*)"$/, '$1'), negated };
}

/** The bytes of a content, one character each: `|0d 0a|` is hexadecimal, a backslash takes the next character as it is. */
export function contentBytes(text: string): string | undefined {
  let hex: string | undefined;
  let bytes = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '|') {
      if (hex !== undefined) {
        if (!/^([0-9a-f]{2})*$/i.test(hex)) return undefined;
        bytes += Buffer.from(hex, 'hex').toString('latin1');
      }
      hex = hex === undefined ? '' : undefined;
    } else if (hex !== undefined) {hex += /\s/.test(char) ? '' : char;} else {bytes += char === '\\' ? text[(at += 1)] ?? '' : char;}
  }
  return hex === undefined ? bytes : undefined;
}
