import { Construct } from 'constructs';
import { child } from '../cell/spec';
import { KINDS, Problems } from '../errors';

/** Where the rules of a cell are; ids may be tokens, equal ones mean one thing. */
export interface RulesPlace {
  readonly cell: string;
  readonly path: string;
  readonly policy: string;
  readonly network: string;
  /** Is the policy one that we create? */
  readonly ownPolicy: boolean;
  readonly priorities: ReadonlySet<number>;
  readonly targets: readonly string[];
}

const PLACES = new WeakMap<object, RulesPlace>();

/** Notes where a construct puts its rules, after it was checked against all others of the tree. */
export function takePlace(construct: Construct, place: RulesPlace, problems: Problems): void {
  const others = construct.node.root.node.findAll().flatMap((other) => (other === construct ? [] : PLACES.get(other) ?? []));
  checkSiblings(construct.node.id, place, others, problems);
  PLACES.set(construct, place);
}

/** Cells of one tree that share a policy or network: names, priorities, targets and the one policy of a network are each taken once. */
function checkSiblings(id: string, place: RulesPlace, others: readonly RulesPlace[], problems: Problems): void {
  for (const other of others) {
    const samePolicy = other.policy === place.policy;
    if (other.cell === place.cell && samePolicy) {
      problems.must(KINDS.nameClash, child(id, 'cell'), `be rendered into one policy once only, as by ${other.path}`, place.cell, 'remove one of the two');
      continue;
    }
    if (other.network !== place.network) continue;
    if (other.ownPolicy && place.ownPolicy) {
      problems.must(KINDS.nameClash, child(id, 'firewallPolicy'), `be given: the network has a policy by ${other.path} already, and takes one only`, undefined, 'name the policy of the network');
    }
    const shared = place.targets.filter((target) => other.targets.includes(target));
    if (shared.length > 0) {
      problems.must(KINDS.nameClash, child(id, 'targets'), `differ from those of ${other.path} in the same network`, shared.join(', '), 'give the nodes of each cell a service account or tag of their own');
    }
  }
  for (const other of others.filter(({ cell, policy }) => policy === place.policy && cell !== place.cell)) {
    const [priority] = [...place.priorities].filter((one) => other.priorities.has(one));
    if (priority !== undefined) {
      problems.must(KINDS.gcpPriority, child(id, 'priorityBase'), `give other priorities than those of ${other.path} in the same policy`, priority, 'give one of the cells another priorityBase');
    }
  }
}
