import { checkSiblings } from '../azure/check-props';
import { planDocument, PlanDocument } from '../compile/plan-document';
import { Compiled } from '../compile/target';
import { compileTargets, isAzure } from '../compile/targets';
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
  const own = cells.flatMap(({ cell, compiled }) => cell.located(Object.values(compiled).flatMap((target) => target.problems)));
  return { cells, problems: [...own, ...sharedPolicies(cells)] };
}

/** Warnings that nobody accepted; `--strict` stops at them. */
export function unacceptedWarnings({ document }: PlannedCell): Finding[] {
  return document.findings.filter(({ severity, accepted }) => severity === 'warning' && accepted === null);
}

/** Targets of one firewall policy, in one file or several: their groups must not meet. Azure compares ids without case. */
function sharedPolicies(cells: readonly PlannedCell[]): Problem[] {
  const groups = new Map<string, { id: string; path: string; groupName: string; priority: number }[]>();
  return cells.flatMap(({ cell, compiled }) => cell.located(Object.entries(cell.firewall).flatMap(([key, { azure }]) => {
    const target = compiled[key];
    if (azure?.rules === undefined || !isAzure(target)) return [];
    const policy = azure.rules.firewallPolicyId.toLowerCase();
    const others = groups.get(policy) ?? [];
    const id = `firewall.${key}.azure.rules`;
    const place = { id, path: `${id} of ${cell.file}`, groupName: target.groupName, priority: target.priority };
    groups.set(policy, [...others, place]);
    return checkSiblings(place, others);
  })));
}
