import { readAddress } from '../addresses';
import { rangeOf } from '../rules/address-range';

/** A network that is asked for many addresses. */
export interface Network {
  readonly bits: number;
  holds(address: string): boolean;
}

/** The network of an address with or without prefix; undefined: it is neither. */
export function network(text: string): Network | undefined {
  const range = rangeOf(text);
  if (range?.prefix === undefined) return undefined;
  const { version, first, last, prefix } = range;
  const holds = (address: string): boolean => {
    const given = readAddress(address);
    return given !== undefined && given.version === version && first <= given.value && given.value <= last;
  };
  return { bits: prefix, holds };
}

/** Is the text an address? */
export function isAddress(text: string): boolean {
  return readAddress(text) !== undefined;
}
