import { isIP } from 'node:net';

const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const FIRST_LABEL = /^(\*|(\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const LONGEST_LABEL = 63;
const LONGEST = 255;

export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** An address, or a network in CIDR form. */
export function isNetwork(text: string): boolean {
  const [address, prefix, ...more] = text.split('/');
  const version = isIP(address!);
  return version !== 0 && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)));
}

/** The rule that a host of Istio breaks, if any; a wildcard may be its first label. */
export function brokenHostRule(host: string, { wildcard = true } = {}): string | undefined {
  if (host === '') return 'not be empty';
  if (host.length > LONGEST) return `have at most ${LONGEST} characters`;
  const [first, ...rest] = host.split('.');
  const labels = rest[rest.length - 1] === '' ? rest.slice(0, -1) : rest;
  if (host.includes('*') && !wildcard) return 'be an exact name';
  if (host.slice(1).includes('*')) return 'have its wildcard as the whole first label only';
  const isFirst = first!.length <= LONGEST_LABEL && FIRST_LABEL.test(first!);
  if (!isFirst || !labels.every(isDnsLabel)) return 'be a DNS name: labels of letters, digits and inner hyphens, at most 63 each';
  return /^\d+$/.test(labels[labels.length - 1] ?? '') ? 'not end with a number' : undefined;
}

/** `*foo.example` matches part of a label, which most kinds refuse. */
export function isPartialWildcard(host: string): boolean {
  return host.includes('*') && host !== '*' && !host.startsWith('*.');
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Wildcards that hold the host, from the narrowest: `*.b.c`, `*.c` of `a.b.c`, and of `*.b.c` only `*.c`. Never the host itself. */
export function wildcardsAbove(host: string): string[] {
  if (host.length > LONGEST) return [];
  const labels = host.split('.');
  return labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`).filter((wildcard) => wildcard !== host);
}

/** Does every name of the inner host belong to the outer one? */
export function liesInside(inner: string, outer: string): boolean {
  return inner === outer || outer === '*' || (outer.startsWith('*.') && inner.endsWith(outer.slice(1)));
}

/** The host of a short name in a namespace, as Istio reads it: only names without a dot are completed. */
export function fullHost(host: string, namespace: string, clusterDomain: string): string {
  return host === '' || host.includes('.') || host === '*' ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}
