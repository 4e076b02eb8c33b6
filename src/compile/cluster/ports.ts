import { Port } from '../../net';

/** Ports a range may have in a ServiceEntry, which lists each. */
export const LONGEST_RANGE = 200;

/** Each port of a range; of one that is refused for its length, the first ones. */
export function portNumbers({ first, last }: Port): number[] {
  return Array.from({ length: Math.min(last - first, LONGEST_RANGE) + 1 }, (_, index) => first + index);
}
