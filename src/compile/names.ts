import { createHash } from 'node:crypto';
import { KINDS, Problems } from '../errors';

/** Names of Kubernetes objects that become labels or DNS names. */
export const KUBERNETES_NAME = 63;

/**
 * A flow key as part of a name: `receiver/s4` becomes `receiver-s4`, `receiver/events:9093` becomes `receiver-events.9093`. No two keys become one,
 * since keys of a definition have no dots and the words before the slash are ours.
 */
export function keySlug(key: string): string {
  return key.replace(/\//g, '-').replace(/:/g, '.');
}

/** The text, or its start with a hash of the whole where it is too long: the name of one thing never depends on another. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 9).replace(/[^a-z0-9]+$/, '')}-${shortHash(text)}`;
}

/** Eight hexadecimal digits that stand for a text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Sees to it that no two things get one name. */
export class NameGuard {
  private readonly taken = new Map<string, string>();

  public constructor(private readonly problems: Problems) {}

  /** The name, after a problem was noted if another thing has it. */
  public claim(name: string, key: string, path: string): string {
    const other = this.taken.get(name);
    if (other === undefined) this.taken.set(name, key);
    else if (other !== key) this.problems.must(KINDS.nameClash, path, `not get the name of ${other} after shortening`, name, 'rename one of the two keys');
    return name;
  }
}
