import { Compiled } from '../../compile/target';
import { escapeUnprintable } from '../../errors';
import { Finding } from '../../plan';
import { coloursFor, Io } from '../io';
import { counted } from '../problems';
import { FileOutcome } from './output-folder';

/** What `eic synth` did for a cell. */
export interface CellReport {
  readonly cell: string;
  readonly files: readonly FileOutcome[];
  readonly findings: readonly Finding[];
  /** Text for the configuration of others, by target. */
  readonly snippets: Readonly<Record<string, string>>;
}

/** What targets of a cell want to be put into configuration of others. */
export function snippetsOf(compiled: Readonly<Record<string, Compiled>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(compiled).flatMap(([target, { snippet }]) => (snippet === undefined ? [] : [[target, snippet]])));
}

/** For machines: files, counts of findings, and snippets by cell. */
export function reportJson(reports: readonly CellReport[]): string {
  return `${JSON.stringify({ cells: reports.map(({ cell, files, findings, snippets }) => ({ cell, files, findings: countsOf(findings), snippets })) }, null, 2)}\n`;
}

/** For people: each file with what became of it, and a sum. */
export async function reportText(reports: readonly CellReport[], folder: string, { stdout, env }: Io): Promise<string> {
  const colours = await coloursFor(stdout, env);
  const colour = { written: colours.green, unchanged: colours.dim, removed: colours.yellow };
  const lines = reports.flatMap(({ cell, files }) => files.map(({ path, status }) => `${colour[status](status.padEnd('unchanged'.length))}  ${cell}/${path}`));
  const files = reports.flatMap((report) => report.files);
  const statuses = (['written', 'unchanged', 'removed'] as const).map((status) => [files.filter((file) => file.status === status).length, status] as const);
  const snippets = reports.flatMap((report) => Object.entries(report.snippets).map(([target, snippet]) =>
    `\n${colours.bold(`${report.cell}/${target}: to be put into configuration that is not ours`)}\n${escapeLines(snippet)}`));
  const { warning, info, accepted } = countsOf(reports.flatMap((report) => report.findings));
  return [
    ...lines,
    `${counted(reports.length, 'cell')} in ${folder}: ${statuses.filter(([count]) => count > 0).map(([count, status]) => `${counted(count, 'file')} ${status}`).join(', ')}`,
    `${counted(warning + info + accepted, 'finding')}: ${counted(warning, 'warning')}, ${counted(info, 'info')}, ${accepted} accepted; eic plan shows them`,
    ...snippets,
    '',
  ].join('\n');
}

function escapeLines(text: string): string {
  return text.trimEnd().split('\n').map(escapeUnprintable).join('\n');
}

function countsOf(findings: readonly Finding[]): { readonly warning: number; readonly info: number; readonly accepted: number } {
  const open = findings.filter(({ accepted }) => accepted === null);
  const count = (severity: Finding['severity']) => open.filter((finding) => finding.severity === severity).length;
  return { warning: count('warning'), info: count('info'), accepted: findings.length - open.length };
}
