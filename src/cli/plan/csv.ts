import { Flow, sourceText } from '../../plan';
import { PlannedCell } from '../planned-cell';

const COLUMNS = ['cell', 'flow', 'direction', 'from', 'host', 'addresses', 'ports', 'protocol', 'via', 'evidence', 'reason'];

/** A spreadsheet would run what starts with one of these. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line for each flow and host: what the administrator of a proxy or firewall needs. RFC 4180 with LF. */
export function csvOf(views: readonly PlannedCell[]): string {
  const rows = views.flatMap(({ cell }) => cell.plan.flows.flatMap((flow) => flowRows(cell.definition.name, flow)));
  return csvText([COLUMNS, ...rows]);
}

/** Rows as lines, with what a spreadsheet would run made text. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('');
}

function flowRows(cell: string, flow: Flow): string[][] {
  const hosts = flow.to.hosts.length > 0 ? flow.to.hosts.map(String) : [''];
  return hosts.map((host) => [
    cell, flow.key, flow.direction, flow.from.map(sourceText).join(' '), host, flow.to.cidrs.join(' '), flow.ports.join(' '), flow.protocol,
    flow.via ?? '', flow.evidence, flow.reasons.map(({ text }) => text).join('; '),
  ]);
}

function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
