import { compareText, escapeUnprintable, Problem } from '../../errors';
import { ProbeResult } from '../../verify';
import { coloursFor, Io } from '../io';
import { counted } from '../problems';
import { VerifiedCell } from './verified-cell';

/** Problems that are printed of each kind; the rest is counted. */
const PRINTED = 30;

/** What `eic verify` prints for people. */
export async function verifyReport(cells: readonly VerifiedCell[], { stdout, env }: Io): Promise<string> {
  const colours = await coloursFor(stdout, env);
  const paint = { error: colours.red, warning: colours.yellow, info: colours.cyan };
  const lines = cells.flatMap(({ verification, milliseconds }) => {
    const { summary, problems, cell } = verification;
    const counts = [
      `${summary.asExpected} as expected`, ...(summary.accepted > 0 ? [`${summary.accepted} accepted`] : []), `${summary.residual} residual`,
      paintIf(summary.wrong > 0, colours.red, `${summary.wrong} wrong`), paintIf(summary.unknown > 0, colours.red, `${summary.unknown} unknown`),
    ];
    return [
      colours.bold(`${escapeUnprintable(cell)}: ${counted(summary.probes, 'question')} in ${milliseconds.toFixed(0)} ms`),
      `  ${counts.join(', ')}`,
      ...(summary.depth.length === 0 ? [] : [`  neighbours stopped by ${summary.depth.map((count, index) => `${counted(index + 1, 'layer')}: ${count}`).join(', by ')}`]),
      '',
      ...table(verification.probes).map((line) => `  ${line}`),
      ...problemLines(problems, (problem, text) => text.replace(problem.code, paint[problem.severity](problem.code))),
      '',
    ];
  });
  return lines.join('\n');
}

function paintIf(condition: boolean, colour: (text: string) => string, text: string): string {
  return condition ? colour(text) : text;
}

/** Layers by what they said. */
function table(probes: readonly ProbeResult[]): string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { layers } of probes) {
    for (const { layer, verdict } of layers) {
      const row = counts.get(layer) ?? new Map<string, number>();
      counts.set(layer, row.set(verdict, (row.get(verdict) ?? 0) + 1));
    }
  }
  const words = ['allow', 'deny', 'cannot-see', 'unknown', 'absent'];
  const rows = [['LAYER', ...words.map((word) => word.toUpperCase())], ...[...counts].map(([layer, row]) => [layer, ...words.map((word) => `${row.get(word) ?? 0}`)])];
  if (rows.length === 1) return [];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return [...rows.map((row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join('  ')), ''];
}

/** Errors first; of each code at most a screen. */
function problemLines(problems: readonly Problem[], paint: (problem: Problem, text: string) => string): string[] {
  const weight = { error: 0, warning: 1, info: 2 } as const;
  const byCode = new Map<string, Problem[]>();
  for (const problem of problems) byCode.set(problem.code, [...byCode.get(problem.code) ?? [], problem]);
  const groups = [...byCode.values()].sort((a, b) => weight[a[0]!.severity] - weight[b[0]!.severity] || compareText(a[0]!.code, b[0]!.code));
  return groups.flatMap((group) => [
    ...group.slice(0, PRINTED).map((problem) => paint(problem, escapeUnprintable(`  ${problem.code} ${problem.path === '' ? '' : `${problem.path} `}${problem.message}${placeOf(problem)}`))),
    ...(group.length > PRINTED ? [`  … and ${group.length - PRINTED} more of ${group[0]!.code}`] : []),
  ]);
}

function placeOf({ file, line }: Problem): string {
  return file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
}
