import { writeFileSync } from 'node:fs';
import { KINDS, problemOf, ValidationError } from '../../errors';
import { readCells } from '../cells';
import { Call, EXIT } from '../command';
import { isBad, placesOf, verifyCell } from '../verify/verified-cell';

/** `eic verify`: proves what will be applied against the definition. Loads no CDK. */
export async function run(call: Call): Promise<number> {
  const { io } = call;
  const places = placesOf(call, true);
  const cells = readCells(call.args, io);
  const verified = cells.map((cell) => verifyCell(cell, places, cells.length === 1));
  const sarif = call.text('sarif');
  if (sarif !== undefined) {
    const { sarifOf } = await import('../verify/sarif');
    write(sarif, sarifOf(verified.flatMap(({ verification }) => verification.problems)));
  }
  if (call.has('json')) {
    const documents = verified.map(({ verification }) => verification);
    io.stdout.write(`${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`);
  } else {
    const { verifyReport } = await import('../verify/report');
    io.stdout.write(await verifyReport(verified, io));
  }
  return verified.some((one) => isBad(one, call.has('strict'))) ? EXIT.problems : EXIT.ok;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new ValidationError(file, [{ ...problemOf(KINDS.cannotWrite, '', `must be writable: ${(error as NodeJS.ErrnoException).code ?? String(error)}`), file }]);
  }
}
