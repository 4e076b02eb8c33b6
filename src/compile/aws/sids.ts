import { createHash } from 'node:crypto';
import { KINDS, Problems } from '../../errors';

/** Our ids: those of a policy must differ, and rules of others commonly have low ones. */
export const SID_RANGE = { first: 1_000_000_000, last: 1_999_999_999 } as const;

/** The id of a rule by what it is for, whatever other rules there are. */
export function sidOf(cell: string, key: string, part: string): number {
  const hash = createHash('sha256').update(JSON.stringify([cell, key, part])).digest().readUIntBE(0, 6);
  return SID_RANGE.first + (hash % (SID_RANGE.last - SID_RANGE.first + 1));
}

/** The ids of a cell; two rules with one id are a problem that names both. */
export class Sids {
  private readonly taken = new Map<number, string>();

  public constructor(private readonly cell: string, private readonly problems: Problems) {}

  /** The id of a rule; `key` is that of its flow, `part` tells the rules of a flow apart. */
  public claim(key: string, part: string, path: string): number {
    const sid = sidOf(this.cell, key, part);
    const name = part === '' ? key : `${key} (${part})`;
    const other = this.taken.get(sid);
    if (other === undefined) this.taken.set(sid, name);
    else this.problems.must(KINDS.sidCollision, path, `not get the rule id of ${other}, as ${name} does`, sid, 'rename one of the two keys, or the cell');
    return sid;
  }
}
