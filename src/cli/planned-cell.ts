import { planDocument, PlanDocument } from '../compile/plan-document';
import { Compiled } from '../compile/target';
import { compileTargets } from '../compile/targets';
import { Problem } from '../errors';
import { Finding } from '../plan';
import { CellFile } from './cells';

/** A cell and what its targets make of it. */
export interface PlannedCell {
  readonly cell: CellFile;
  readonly document: PlanDocument;
  /** By target, as in `document.targets`. */
  readonly compiled: Readonly<Record<string, Compiled>>;
  /** What targets cannot express, with places in the definition. */
  readonly problems: readonly Problem[];
}

/** Compiles a cell for all of its targets. Loads no CDK. */
export function planCell(cell: CellFile): PlannedCell {
  const compiled = compileTargets(cell.definition, cell.plan, cell.firewall);
  const problems = cell.located(Object.values(compiled).flatMap((target) => target.problems));
  return { cell, problems, compiled, document: planDocument(cell.definition, cell.plan, compiled) };
}

/** Warnings that nobody accepted; `--strict` stops at them. */
export function unacceptedWarnings({ document }: PlannedCell): Finding[] {
  return document.findings.filter(({ severity, accepted }) => severity === 'warning' && accepted === null);
}
