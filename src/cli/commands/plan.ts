import { planText } from '../../compile/plan-document';
import { KINDS, Problems } from '../../errors';
import { readCells } from '../cells';
import { Call, EXIT } from '../command';
import { csvOf } from '../plan/csv';
import { markdownOf } from '../plan/markdown';
import { planCells, PlannedCell, unacceptedWarnings } from '../planned-cell';
import { exitCodeOf, printProblems } from '../problems';

/** `eic plan`: the flows of cells and what their targets make of them. Loads no CDK. */
export async function run(call: Call): Promise<number> {
  const format = formatOf(call);
  const { cells, problems } = planCells(readCells(call.args, call.io));
  // For machines it is one or the other; people see what can be planned, too.
  if (format !== 'json' || problems.length === 0) call.io.stdout.write(await textOf(format, cells, call));
  if (problems.length > 0) {
    await printProblems(problems, format === 'json', call.io);
    return exitCodeOf(problems);
  }
  return call.has('strict') && cells.some((cell) => unacceptedWarnings(cell).length > 0) ? EXIT.problems : EXIT.ok;
}

function formatOf(call: Call): string {
  const format = call.text('format');
  if (!call.has('json')) return format ?? 'table';
  if (format !== undefined && format !== 'json') {
    const problems = new Problems();
    problems.must(KINDS.usage, '--format', 'be json beside --json', format);
    problems.throwIfAny('command line');
  }
  return 'json';
}

async function textOf(format: string, cells: readonly PlannedCell[], { io }: Call): Promise<string> {
  if (format === 'json') return planText(cells.length === 1 ? cells[0]!.document : cells.map(({ document }) => document));
  if (format === 'csv') return csvOf(cells);
  if (format === 'markdown') return markdownOf(cells);
  const { tableOf } = await import('../plan/table');
  return tableOf(cells, io);
}
