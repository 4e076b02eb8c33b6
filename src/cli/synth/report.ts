import { Finding } from '../../plan';
import { coloursFor, Io } from '../io';
import { counted } from '../problems';
import { FileOutcome } from './output-folder';

/** What `eic synth` did for a cell. */
export interface CellReport {
  readonly cell: string;
  readonly files: readonly FileOutcome[];
  readonly findings: readonly Finding[];
}

/** For machines: files and counts of findings by cell. */
export function reportJson(reports: readonly CellReport[]): string {
  return `${JSON.stringify({ cells: reports.map(({ cell, files, findings }) => ({ cell, files, findings: countsOf(findings) })) }, null, 2)}\n`;
}

/** For people: each file with what became of it, and a sum. */
export async function reportText(reports: readonly CellReport[], folder: string, { stdout, env }: Io): Promise<string> {
  const colours = await coloursFor(stdout, env);
  const colour = { written: colours.green, unchanged: colours.dim, removed: colours.yellow };
  const lines = reports.flatMap(({ cell, files }) => files.map(({ path, status }) => `${colour[status](status.padEnd('unchanged'.length))}  ${cell}/${path}`));
  const files = reports.flatMap((report) => report.files);
  const statuses = (['written', 'unchanged', 'removed'] as const).map((status) => [files.filter((file) => file.status === status).length, status] as const);
  const { warning, info, accepted } = countsOf(reports.flatMap((report) => report.findings));
  return [
    ...lines,
    `${counted(reports.length, 'cell')} in ${folder}: ${statuses.filter(([count]) => count > 0).map(([count, status]) => `${counted(count, 'file')} ${status}`).join(', ')}`,
    `${counted(warning + info + accepted, 'finding')}: ${counted(warning, 'warning')}, ${counted(info, 'info')}, ${accepted} accepted; eic plan shows them`,
    '',
  ].join('\n');
}

function countsOf(findings: readonly Finding[]): { readonly warning: number; readonly info: number; readonly accepted: number } {
  const open = findings.filter(({ accepted }) => accepted === null);
  const count = (severity: Finding['severity']) => open.filter((finding) => finding.severity === severity).length;
  return { warning: count('warning'), info: count('info'), accepted: findings.length - open.length };
}
