import { Construct } from 'constructs';
import { takePlace } from './check-siblings';
import type { GcpSharedProps } from './shared-props';
import { closestTo } from '../cell/spec';
import { GcpCompilation } from '../compile/gcp';
import { KINDS, Problem, problemOf, Problems, show, ValidationError } from '../errors';

/** Throws the problems, if there are any, with the construct that has them. */
export function refuse(construct: Construct, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new ValidationError(`${construct.constructor.name} ${construct.node.path}`, problems.map((problem) => ({ ...problem, construct: construct.node.path })));
}

/** What other cells of the tree have taken already. */
export function takePlaces(construct: Construct, props: GcpSharedProps, network: string, { name, rules }: GcpCompilation): readonly Problem[] {
  const { cell, project, firewallPolicy, targetServiceAccounts = [], targetSecureTags = [] } = props;
  const problems = new Problems();
  takePlace(construct, {
    cell: cell.name, path: construct.node.path, policy: `${project}/${firewallPolicy ?? name}`, network, ownPolicy: firewallPolicy === undefined,
    priorities: new Set(rules.map(({ priority }) => priority)), targets: [...targetServiceAccounts, ...targetSecureTags],
  }, problems);
  return problems.all;
}

/** Says which rules there are. */
export function unknownRule(construct: Construct, name: string, names: readonly string[]): never {
  const near = closestTo(name, names);
  throw new ValidationError(`${construct.constructor.name} ${construct.node.path}`, [{
    ...problemOf(KINDS.unknownObject, '', `must name a rule that is there, got: ${show(name)}; ${near === undefined ? `there are ${names.slice(0, 20).join(', ')}` : `did you mean "${near}"?`}`),
    construct: construct.node.path,
  }]);
}
