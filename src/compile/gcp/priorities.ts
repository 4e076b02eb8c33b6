import { createHash } from 'node:crypto';
import { KINDS, Problems } from '../../errors';

/** Slots of each kind of rule: what allows comes before what inspects, and that before what denies. A proxy inspects what does not go around it. */
const BANDS = {
  allow: { first: 0, slots: 2 ** 30 },
  inspect: { first: 2 ** 30, slots: 2 ** 20 },
  around: { first: 2 ** 30, slots: 2 ** 19 },
  proxy: { first: 2 ** 30 + 2 ** 19, slots: 2 ** 19 },
  deny: { first: 2 ** 30 + 2 ** 20, slots: 2 ** 20 },
} as const;

export type Band = keyof typeof BANDS;

/** How many priorities a cell reserves from its base on. */
export const RESERVED_PRIORITIES = 2 ** 30 + 2 ** 21;

/** Last priority that a user's rule may have; source: Google Cloud, "Firewall policy rules". */
export const LAST_PRIORITY = 2147483547;

/**
 * Priorities by the names of rules, so that adding a rule moves no other one. Within a band the order means nothing. Two rules with
 * one priority are a problem that names both; of 1,000 rules that happens to one cell in 2,000.
 */
export class Priorities {
  private readonly taken = new Map<number, string>();

  public constructor(private readonly base: number, private readonly cell: string, private readonly problems: Problems) {}

  public of(band: Band, key: string, path: string): number {
    const { first, slots } = BANDS[band];
    const priority = this.base + first + slotOf(`${this.cell}/${key}`, slots);
    const other = this.taken.get(priority);
    if (other === undefined) this.taken.set(priority, key);
    else this.problems.must(KINDS.gcpPriority, path, `not get the priority of ${other} for ${key}`, priority, 'rename one of the two keys');
    return priority;
  }
}

/** The slot of a text. Slots are a power of 2, so 32 bits fill them evenly. */
function slotOf(text: string, slots: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % slots;
}
