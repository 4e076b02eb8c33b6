import type { getPublicSuffix } from 'tldts';

interface Tldts { readonly getPublicSuffix: typeof getPublicSuffix }

let tldts: Tldts | undefined;

/**
 * Is the name an ICANN public suffix, such as `com` or `co.uk`? Private suffixes (`blob.core.windows.net`) are not:
 * SAP documents wildcards over them.
 */
export function isPublicSuffix(name: string): boolean {
  // Ten milliseconds to load, and only wildcards that a definition adds need it.
  tldts ??= require('tldts') as Tldts;
  return tldts.getPublicSuffix(name, { allowPrivateDomains: false, allowIcannDomains: true }) === name;
}
