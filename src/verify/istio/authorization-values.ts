import { network } from './addresses';

/** `maybe`: it depends on something that is not known. */
export type Truth = 'yes' | 'no' | 'maybe';

/** All of them. */
export function all(parts: readonly Truth[]): Truth {
  return parts.includes('no') ? 'no' : parts.includes('maybe') ? 'maybe' : 'yes';
}

/** Any of them; of none: no. */
export function any(parts: readonly Truth[]): Truth {
  return parts.includes('yes') ? 'yes' : parts.includes('maybe') ? 'maybe' : 'no';
}

/** The opposite. */
export function not(part: Truth): Truth {
  return part === 'yes' ? 'no' : part === 'no' ? 'yes' : 'maybe';
}

/** Istio's matching of texts: exact, `prefix*`, `*suffix`, and `*` for anything that is there. */
export function matches(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? value.endsWith(pattern.slice(1)) : value === pattern;
}

/** Does the address lie in the block, written with or without prefix? A block that is not one holds nothing. */
export function holdsAddress(block: string, address: string): boolean {
  return network(block)?.holds(address) ?? false;
}
