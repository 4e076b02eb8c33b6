import { Data, NotUnderstoodError, textOf, Tribool } from './values';

/** Does the pattern match a name, in lower case and without a dot at its end? Undefined: that depends on what is not known. */
export type NamePattern = (name: string) => Tribool;

/** Of a DNS name (RFC 1035 2.3.4, with the dot at its end); Cilium and GKE take no longer text. */
const LONGEST = 255;
/** First Cilium in which `**.` at the start stands for one or more labels (cilium/cilium#43420; upgrade notes of 1.19). */
const MULTI_LABEL_SINCE = [1, 19] as const;

/** Every name. */
export const EVERY_NAME: NamePattern = () => true;

/**
 * A selector of `toFQDNs` or `rules.dns` (docs.cilium.io, DNS based; cilium/cilium: pkg/policy/api/fqdn.go and pkg/fqdn/matchpattern). `matchName` is one name.
 * In `matchPattern` a `*` is any number of characters of one label, none too; alone it is every name; `**.` at the start is one or more labels from
 * 1.19 on, and before that one, as `*.` is.
 *
 * @param version of Cilium, such as `1.19`; undefined: not known
 */
export function ciliumPattern({ matchName, matchPattern }: Data, version: string | undefined, path: string): NamePattern {
  if ((matchName === undefined) === (matchPattern === undefined)) throw new NotUnderstoodError(`${path} must have either matchName or matchPattern`);
  if (matchName !== undefined) return exactly(matchName, `${path}.matchName`);
  const text = patternOf(matchPattern, `${path}.matchPattern`);
  if (text === '*') return EVERY_NAME;
  if (/^\*+$/.test(text)) throw new NotUnderstoodError(`${path}.matchPattern is ${JSON.stringify(text)}, which versions of Cilium read differently`);
  const [, tail] = /^\*{2,}\.(.+)$/.exec(text) ?? [];
  const oneLabel = labels(text);
  if (tail === undefined) return oneLabel;
  const below = labels(tail);
  const manyLabels: NamePattern = (name) => {
    const parts = name.split('.');
    const place = parts.length - tail.split('.').length;
    return place > 0 && below(parts.slice(place).join('.')) === true && parts.slice(0, place).every((part) => part !== '');
  };
  const knows = knowsManyLabels(version);
  if (knows !== undefined) return knows ? manyLabels : oneLabel;
  return (name) => (manyLabels(name) === oneLabel(name) ? manyLabels(name) : undefined);
}

/**
 * A match of GKE's FQDNNetworkPolicy (cloud.google.com, FQDN network policies; pkg/gke/apis/fqdnnetworkpolicy in Google's Cilium): `name` is one name, in
 * `pattern` a `*` is any number of characters of one label, none too, and alone it is every name.
 */
export function gkePattern({ name, pattern }: Data, path: string): NamePattern {
  if ((name === undefined) === (pattern === undefined)) throw new NotUnderstoodError(`${path} must have either name or pattern`);
  if (name !== undefined) return exactly(name, `${path}.name`);
  const text = patternOf(pattern, `${path}.pattern`);
  if (text.includes('**')) throw new NotUnderstoodError(`${path}.pattern holds **, of which GKE's documentation says nothing`);
  return text === '*' ? EVERY_NAME : labels(text);
}

function exactly(value: unknown, path: string): NamePattern {
  const text = nameText(value, /^[-\w.]+$/, path);
  return (name) => name === text;
}

function patternOf(value: unknown, path: string): string {
  return nameText(value, /^[-\w.*]+$/, path);
}

/** A dot at the end says nothing: both plug-ins write one where there is none. */
function nameText(value: unknown, form: RegExp, path: string): string {
  const text = textOf(value, path);
  if (text === '' || text.length > LONGEST || /^\.|\.\./.test(text) || !form.test(text)) throw new NotUnderstoodError(`${path} is neither a name nor a pattern of names`);
  return text.toLowerCase().replace(/\.$/, '');
}

/** Label by label, since no star reaches over a dot. */
function labels(pattern: string): NamePattern {
  const wanted = pattern.split('.');
  return (name) => {
    const parts = name.split('.');
    return parts.length === wanted.length && wanted.every((one, index) => globMatches(one, parts[index]!));
  };
}

/** `*` for any number of characters. Steps back to the last star only, so that hostile patterns cost no more than length times length. */
function globMatches(pattern: string, text: string): boolean {
  let [at, star, from] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') {
      [star, from] = [at++, index];
    } else if (pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      index = ++from;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

function knowsManyLabels(version: string | undefined): Tribool {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined) return undefined;
  return Number(major) > MULTI_LABEL_SINCE[0] || (Number(major) === MULTI_LABEL_SINCE[0] && Number(minor) >= MULTI_LABEL_SINCE[1]);
}
