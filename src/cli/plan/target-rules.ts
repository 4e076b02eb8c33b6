import { closestTo } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { PlannedCell } from '../planned-cell';
import { Listing } from './listing';

/**
 * The effective rules of one target: which rule carries which flow, by what it decides, and whether that is exactly the flow.
 * @throws ValidationError (`EIC901`) when no cell has the target
 */
export function targetListing(cells: readonly PlannedCell[], target: string): Listing {
  const known = [...new Set(cells.flatMap(({ document }) => Object.keys(document.targets)))].sort(compareText);
  if (!known.includes(target)) {
    const problems = new Problems();
    const near = closestTo(target, known);
    problems.must(KINDS.usage, '--target', 'be a target of the cells', target, near === undefined ? `the targets are ${known.join(', ')}` : `did you mean "${near}"?`);
    problems.throwIfAny('command line');
  }
  const found = cells.filter(({ document }) => Object.hasOwn(document.targets, target))
    .map(({ cell, document }) => ({ cell: cell.definition.name, target, rules: document.targets[target]! }));
  return {
    columns: ['cell', 'flow', 'rule', 'mechanism', 'evidence', 'exact'],
    rows: found.flatMap(({ cell, rules }) => rules.map(({ flow, rule, mechanism, evidence, exact }) => [cell, flow, rule, mechanism, evidence, exact ? 'yes' : 'no'])),
    none: `no rules in ${target}`,
    json: cells.length === 1 ? found[0] : found,
  };
}
