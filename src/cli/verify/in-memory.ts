import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ValidationError } from '../../errors';
import { readOutput, ReadOutput } from '../../verify';
import { CellFile } from '../cells';
import { planCells } from '../planned-cell';
import { checkPeers } from '../synth/peers';

/**
 * What `eic synth` would write for a cell, read back: nothing is left on disk.
 * @throws ValidationError with what a target cannot express, or which packages are missing
 */
export async function rendered(cell: CellFile): Promise<ReadOutput> {
  checkPeers([cell]);
  const { cells, problems } = planCells([cell]);
  if (problems.length > 0) throw new ValidationError('targets', problems);
  const { renderCell } = await import('../synth/render-cell');
  const files = await renderCell(cells[0]!);
  const folder = mkdtempSync(join(tmpdir(), 'eic-'));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return withoutFolder(readOutput([folder]), `${folder}/`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files are named as `eic synth` would name them in the cell's folder. */
function withoutFolder({ objects, terraform, notUnderstood, problems }: ReadOutput, folder: string): ReadOutput {
  const named = <T extends { readonly file: string }>(entry: T): T => ({ ...entry, file: entry.file.replace(folder, '') });
  return {
    objects: objects.map(named),
    terraform: Object.fromEntries(Object.entries(terraform).map(([target, config]) => [target, { ...config, resources: config.resources.map(named) }])),
    notUnderstood: notUnderstood.map(named),
    problems: problems.map((problem) => (problem.file === undefined ? problem : named({ ...problem, file: problem.file }))),
  };
}
