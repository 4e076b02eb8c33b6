import type { Definition } from '../cell';
import { findDefinitionFiles, readDefinitionFile } from '../cell/file';
import { KINDS, Problem, problemOf, show, ValidationError } from '../errors';
import type { ConnectivityPlan } from '../plan';
import { FirewallTargets, readCell } from '../read-cell';
import { Io } from './io';
import { counted } from './problems';

/** A definition file that holds a valid cell. */
export interface CellFile {
  readonly file: string;
  /** The document as plain data. */
  readonly data: unknown;
  readonly definition: Definition;
  readonly plan: ConnectivityPlan;
  readonly firewall: FirewallTargets;
  /** Puts file, line and column to problems of the definition. */
  located(problems: readonly Problem[]): Problem[];
}

/**
 * Reads all cells behind the arguments, in the order of their files.
 * @throws ValidationError with every problem of every file
 */
export function readCells(paths: readonly string[], { stderr }: Io): readonly CellFile[] {
  const found = findDefinitionFiles(paths);
  const problems: Problem[] = [...found.problems];
  const cells: CellFile[] = [];
  const names = new Map<string, string>();
  for (const file of found.files) {
    const source = readDefinitionFile(file);
    problems.push(...source.problems);
    if (source.problems.length > 0) continue;
    const { definition, plan, firewall, problems: own } = readCell(source.data, 'file');
    problems.push(...source.located(own));
    if (definition === undefined || plan === undefined) continue;
    const other = names.get(definition.name);
    if (other === undefined) names.set(definition.name, file);
    else problems.push(...source.located([problemOf(KINDS.sameCell, 'name', `must differ from the name in ${other}, got: ${show(definition.name)}`)]));
    cells.push({ file, data: source.data, definition, plan, firewall, located: source.located });
  }
  if (found.passedOver > 0) stderr.write(`passed over ${counted(found.passedOver, 'document')} that ${found.passedOver === 1 ? 'is no cell' : 'are no cells'}\n`);
  if (problems.length > 0) throw new ValidationError('definitions', problems);
  return cells;
}
