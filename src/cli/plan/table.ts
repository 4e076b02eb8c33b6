import type { Table as CliTable, TableConstructorOptions } from 'cli-table3';
import type { Colors } from 'picocolors/types';
import { escapeUnprintable } from '../../errors';
import { coloursFor, Io } from '../io';
import { PlannedCell } from '../planned-cell';
import { counted } from '../problems';
import { FlowText, flowText, Footnotes } from './flow-text';
import { FindingGroup, groupFindings } from './grouped-findings';
import { headline, noProxyLines, targetSummaries } from './view';

/** Reasons are wrapped, but never narrower than this; a terminal without room for it gets a list. */
const NARROWEST = 30;
const GAP = 2;
const HEAD = ['FLOW', 'FROM', 'TO', 'PORTS', 'EVIDENCE', 'WHY'];
const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid']
    .map((part) => [part, '']),
);

/** The plan for people: flows with reasons and evidence, what a reviewer should know, and what the targets make of it. */
export async function tableOf(cells: readonly PlannedCell[], { stdout, env }: Io): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const paper: Paper = { Table, colours: await coloursFor(stdout, env), columns: stdout.columns ?? Infinity };
  return cells.map((cell) => cellTable(cell, paper)).join('\n');
}

interface Paper {
  readonly Table: new (options?: TableConstructorOptions) => CliTable;
  readonly colours: Colors;
  readonly columns: number;
}

function cellTable(planned: PlannedCell, paper: Paper): string {
  const { colours } = paper;
  const { egress, ingress } = planned.cell.plan;
  const { findings, notRendered } = groupFindings(planned.document.findings);
  const notes = new Footnotes();
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', colours.bold(title), ...lines]);
  return [
    colours.bold(headline(planned)),
    ...section('Out', flowLines(egress.map((flow) => flowText(flow, notes)), paper)),
    ...section('In', flowLines(ingress.map((flow) => flowText(flow, notes)), paper)),
    ...section('Sources', notes.all),
    ...section('NO_PROXY of pods', noProxyLines(planned)),
    ...section('Findings', findings.flatMap((group) => findingLines(group, colours))),
    ...section('Not rendered yet', notRendered.map(({ about, message, remedy }) => `${about.join(', ')}: ${message}; ${remedy}`)),
    ...section('Targets', targetSummaries(planned).map(({ target, rules, inexact }) =>
      `${target}: ${counted(rules, 'rule')}${inexact === 0 ? '' : `, ${inexact} not exact (plan.json says which)`}`)),
    '',
  ].map(escapeLine).join('\n');
}

/** A table where it fits, else a list: a host or id that is cut is worth nothing. */
function flowLines(flows: readonly FlowText[], paper: Paper): string[] {
  if (flows.length === 0) return [];
  const rows = flows.map(({ id, from, to, ports, evidence, reasons }) => [id, from.join('\n'), to.join('\n'), ports, evidence, reasons.join('\n')]);
  const natural = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => longest(row[column]!.split('\n')))));
  const rest = paper.columns - natural.slice(0, -1).reduce((sum, width) => sum + width + GAP, 0);
  const word = longest(flows.flatMap(({ reasons }) => reasons.flatMap((reason) => reason.split(/\s/))));
  if (rest < Math.max(NARROWEST, word)) return flows.flatMap((flow) => flowList(flow, paper.colours));
  return flowTable(rows, [...natural.slice(0, -1), Math.min(natural.at(-1)!, rest)], paper);
}

function flowTable(rows: readonly string[][], colWidths: number[], { Table, colours }: Paper): string[] {
  const table = new Table({
    head: HEAD.map((title) => colours.dim(title)),
    chars: { ...NO_LINES, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, 'head': [], 'border': [] },
    wordWrap: true,
    colWidths,
  });
  table.push(...rows);
  return table.toString().split('\n').map((line) => line.trimEnd());
}

function flowList({ id, from, to, ports, evidence, reasons }: FlowText, { bold, dim }: Colors): string[] {
  const entries = (title: string, lines: readonly string[]) => lines.map((line, index) => `  ${dim((index === 0 ? title : '').padEnd(4))}  ${line}`);
  return [`${bold(id)}  ${ports}  ${evidence}`, ...entries('from', from), ...entries('to', to), ...entries('why', reasons)];
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
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
  return line.split(/(\u001b\[\d+m)/).map((part, index) => (index % 2 === 1 ? part : escapeUnprintable(part))).join('');
}
