import { Construct } from 'constructs';
import { Problem, ValidationError } from '../errors';

/** Throws what is wrong with a construct, at its place in the tree. */
export function refuseIn(construct: Construct, kind: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new ValidationError(`${kind} ${construct.node.path}`, problems.map((problem) => ({ ...problem, construct: construct.node.path })));
}
