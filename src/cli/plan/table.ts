import type { Table as CliTable, TableConstructorOptions } from 'cli-table3';
import type { Colors } from 'picocolors/types';
import { escapeUnprintable } from '../../errors';
import { Flow, Reason } from '../../plan';
import { coloursFor, Io } from '../io';
import { PlannedCell } from '../planned-cell';
import { counted } from '../problems';
import { flowText, Footnotes } from './flow-text';
import { FindingGroup, groupFindings } from './grouped-findings';
import { headline, targetSummaries } from './view';

/** Reasons are wrapped, but never narrower than this. */
const NARROWEST = 30;
const GAP = 2;
const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid']
    .map((part) => [part, '']),
);

/** The plan for people: flows with reasons and evidence, what a reviewer should know, and what the targets make of it. */
export async function tableOf(views: readonly PlannedCell[], { stdout, env }: Io): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const paper: Paper = { Table, colours: await coloursFor(stdout, env), columns: stdout.columns };
  return views.map((view) => cellTable(view, paper)).join('\n');
}

interface Paper {
  readonly Table: new (options?: TableConstructorOptions) => CliTable;
  readonly colours: Colors;
  readonly columns: number | undefined;
}

function cellTable(view: PlannedCell, paper: Paper): string {
  const { colours } = paper;
  const { egress, ingress } = view.cell.plan;
  const { findings, notRendered } = groupFindings(view.document.findings);
  const notes = new Footnotes();
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', colours.bold(title), ...lines]);
  const flowLines = (flows: readonly Flow[]) => (flows.length === 0 ? [] : flowTable(flows, notes, paper));
  return [
    colours.bold(headline(view)),
    ...section('Out', flowLines(egress)),
    ...section('In', flowLines(ingress)),
    ...section('Sources', notes.all.map(([source, number]) => `[${number}] ${source}`)),
    ...section('Findings', findings.flatMap((group) => findingLines(group, colours))),
    ...section('Not rendered yet', notRendered.map(({ about, message, remedy }) => `${about.join(', ')}: ${message}; ${remedy}`)),
    ...section('Targets', targetSummaries(view).map(({ target, rules, inexact }) =>
      `${target}: ${counted(rules, 'rule')}${inexact === 0 ? '' : `, ${inexact} not exact (plan.json says which)`}`)),
    '',
  ].map(escapeLine).join('\n');
}

function flowTable(flows: readonly Flow[], notes: Footnotes, { Table, colours, columns }: Paper): string[] {
  const head = ['FLOW', 'FROM', 'TO', 'PORTS', 'EVIDENCE', 'WHY'];
  const rows = flows.map((flow) => {
    const { id, from, to, ports, evidence } = flowText(flow);
    return [id, from.join('\n'), to.join('\n'), ports, evidence, flow.reasons.map((reason) => reasonText(reason, notes)).join('\n')];
  });
  const table = new Table({
    head: head.map((title) => colours.dim(title)), chars: { ...NO_LINES, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, 'head': [], 'border': [] }, wordWrap: true, colWidths: widths([head, ...rows], columns),
  });
  table.push(...rows);
  return table.toString().split('\n').map((line) => line.trimEnd());
}

/** Only the last column is wrapped: a host or id that is cut is worth nothing. */
function widths(rows: readonly (readonly string[])[], columns: number | undefined): number[] {
  const natural = rows[0]!.map((_, column) => Math.max(...rows.map((row) => longest((row[column] ?? '').split('\n')))));
  const last = natural.pop()!;
  if (columns === undefined) return [...natural, last];
  const rest = columns - natural.reduce((sum, width) => sum + width + GAP, 0);
  const word = longest(rows.flatMap((row) => (row.at(-1) ?? '').split(/\s/)));
  return [...natural, Math.min(last, Math.max(rest, word, NARROWEST))];
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/** Paths of the definition stand beside the reason, pages in a list below. */
function reasonText({ text, source }: Reason, notes: Footnotes): string {
  return /^[A-Za-z][\w.-]*$/.test(source) ? `${text} (${source})` : `${text} [${notes.number(source)}]`;
}

function findingLines({ code, severity, message, remedy, accepted, about }: FindingGroup, colours: Colors): string[] {
  const mark = accepted !== null ? colours.green('accepted') : severity === 'warning' ? colours.yellow(severity) : colours.cyan(severity);
  return [
    `${mark} ${code} ${message}`,
    `  ${colours.dim(about.join(', '))}`,
    accepted === null ? `  ${remedy}` : `  because: ${accepted}`,
  ];
}

/** Colours are ours; anything else that a terminal would act on is shown as its escape. */
function escapeLine(line: string): string {
  return line.split(/(\u001b\[\d+m)/).map((part, index) => (index % 2 === 1 ? part : part.split('\n').map(escapeUnprintable).join('\n'))).join('');
}
