import { acceptOfTargets } from '../compile/accepted';
import { planDocument, PlanDocument } from '../compile/plan-document';
import { Compiled } from '../compile/target';
import { claimTwice, compileTargets, OwnedClaim } from '../compile/targets';
import { Problem } from '../errors';
import { Finding } from '../plan';
import { CellFile } from './cells';

/** A cell and what its targets make of it. */
export interface PlannedCell {
  readonly cell: CellFile;
  readonly document: PlanDocument;
  /** By target, as in `document.targets`. */
  readonly compiled: Readonly<Record<string, Compiled>>;
}

/** Cells that belong together, and what their targets cannot express, with places in the definitions. */
export interface PlannedCells {
  readonly cells: readonly PlannedCell[];
  readonly problems: readonly Problem[];
}

/** Compiles cells for all of their targets. Loads no CDK. */
export function planCells(files: readonly CellFile[]): PlannedCells {
  const cells = files.map((cell): PlannedCell => {
    const compiled = compileTargets(cell.definition, cell.plan, cell.firewall);
    return { cell, compiled, document: planDocument(cell.definition, cell.plan, compiled) };
  });
  const own = cells.flatMap(({ cell, compiled }) =>
    cell.located([...Object.values(compiled).flatMap((target) => target.problems), ...acceptOfTargets(cell.definition, compiled).problems]));
  return { cells, problems: [...own, ...sharedPlaces(cells)] };
}

/** Warnings that nobody accepted; `--strict` stops at them. */
export function unacceptedWarnings({ document }: PlannedCell): Finding[] {
  return document.findings.filter(({ severity, accepted }) => severity === 'warning' && accepted === null);
}

/** What targets take in places that several cells share, in one file or several: each thing once. */
function sharedPlaces(cells: readonly PlannedCell[]): Problem[] {
  const made = new Map<string, OwnedClaim>();
  return cells.flatMap(({ cell, compiled }) =>
    cell.located(claimTwice(Object.values(compiled).flatMap(({ claims = [] }) => claims).map((claim) => ({ ...claim, owner: cell.file })), made)));
}
