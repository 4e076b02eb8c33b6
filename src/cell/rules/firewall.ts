import { KINDS, oneOf, Problems } from '../../errors';
import { CLOUDS, firewall } from '../definition/firewall';
import { child, Read } from '../spec';

/** The key of the cluster's rows among the targets of `plan.json`. */
export const CLUSTER_TARGET = 'cluster';

/** `firewall`: one cloud for each target, and rules or a network for each cloud. */
export function checkFirewall(targets: Read<typeof firewall>, problems: Problems): void {
  for (const [key, target] of Object.entries(targets)) {
    const path = child('firewall', key);
    if (key === CLUSTER_TARGET) problems.must(KINDS.badName, path, `not be ${CLUSTER_TARGET}, under which the plan lists the rules of the cluster`, key, 'rename it');
    if (problems.touches(path)) continue;
    const clouds = CLOUDS.filter((cloud) => target[cloud] !== undefined);
    if (clouds.length !== 1) {
      problems.must(KINDS.conflict, path, `have exactly one of ${oneOf(CLOUDS)}`, clouds.join(', ') || undefined, 'give each firewall a target of its own');
    }
    for (const cloud of clouds) {
      const given = (['rules', 'network'] as const).filter((kind) => target[cloud]?.[kind] !== undefined);
      if (given.length !== 1) problems.must(KINDS.conflict, child(path, cloud), 'have exactly one of rules and network', given.join(', ') || undefined);
    }
  }
}
