import { planText } from '../../compile/plan-document';
import { KINDS, Problems } from '../../errors';
import { readCells } from '../cells';
import { Call, EXIT } from '../command';
import { addressListing } from '../plan/addresses';
import { csvOf } from '../plan/csv';
import { listingText } from '../plan/listing';
import { markdownOf } from '../plan/markdown';
import { targetListing } from '../plan/target-rules';
import { planCells, PlannedCell, unacceptedWarnings } from '../planned-cell';
import { exitCodeOf, printProblems } from '../problems';

/** `eic plan`: the flows of cells and what their targets make of them. Loads no CDK. */
export async function run(call: Call): Promise<number> {
  const format = formatOf(call);
  if (call.has('target') && call.has('addresses')) refuseUsage('--addresses', 'not be given beside --target', call.text('target'));
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
    refuseUsage('--format', 'be json beside --json', format);
  }
  return 'json';
}

function refuseUsage(path: string, rule: string, got: unknown): void {
  const problems = new Problems();
  problems.must(KINDS.usage, path, rule, got);
  problems.throwIfAny('command line');
}

async function textOf(format: string, cells: readonly PlannedCell[], call: Call): Promise<string> {
  const { io } = call;
  const target = call.text('target');
  if (target !== undefined) return listingText(format, targetListing(cells, target));
  if (call.has('addresses')) return listingText(format, addressListing(cells));
  if (format === 'json') return planText(cells.length === 1 ? cells[0]!.document : cells.map(({ document }) => document));
  if (format === 'csv') return csvOf(cells);
  if (format === 'markdown') return markdownOf(cells);
  const { tableOf } = await import('../plan/table');
  return tableOf(cells, io);
}
