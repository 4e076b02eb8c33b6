import { docsOf, ValidationError } from '../../errors';
import { readCells } from '../cells';
import { Call, EXIT } from '../command';
import { Output } from '../io';
import { planCells, PlannedCell, unacceptedWarnings } from '../planned-cell';
import { FileOutcome, OutputFolder } from '../synth/output-folder';
import { checkPeers } from '../synth/peers';
import { CellReport, reportJson, reportText, snippetsOf } from '../synth/report';

/** From how many cells on a terminal shows progress. */
const MANY = 5;

/** `eic synth`: manifests, Terraform stacks and plan.json, of all cells or of none. */
export async function run(call: Call): Promise<number> {
  const { io } = call;
  const files = readCells(call.args, io);
  checkPeers(files);
  const { cells, problems } = planCells(files);
  if (problems.length > 0) throw new ValidationError('targets', problems);
  if (call.has('strict')) stopAtWarnings(cells);
  const folder = call.text('output') ?? 'out';
  const outcomes = await write(cells, folder, io.stderr);
  const reports = cells.map(({ cell, compiled, document }, index): CellReport =>
    ({ cell: cell.definition.name, files: outcomes[index]!, findings: document.findings, snippets: snippetsOf(compiled) }));
  io.stdout.write(call.has('json') ? reportJson(reports) : await reportText(reports, folder, io));
  return EXIT.ok;
}

/** Renders cell by cell, so that only one is in memory, and moves the files when the last one is there. */
async function write(cells: readonly PlannedCell[], folder: string, terminal: Output): Promise<(readonly FileOutcome[])[]> {
  const { renderCell } = await import('../synth/render-cell');
  const output = new OutputFolder(folder);
  const progress = terminal.isTTY === true && cells.length >= MANY ? (text: string) => terminal.write(`\r\u001b[K${text}`) : () => true;
  try {
    for (const [index, one] of cells.entries()) {
      const { name } = one.cell.definition;
      progress(`${index + 1}/${cells.length} ${name}`);
      output.stage(name, await renderCell(one));
    }
    return output.commit();
  } finally {
    progress('');
    output.close();
  }
}

function stopAtWarnings(cells: readonly PlannedCell[]): void {
  const found = cells.flatMap((one) => one.cell.located(unacceptedWarnings(one).map(({ code, severity, path, message, remedy }) =>
    ({ code, severity, path, message: `${message}; ${remedy}`, docs: docsOf(code) }))));
  if (found.length > 0) throw new ValidationError('findings', found);
}
