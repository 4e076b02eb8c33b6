import { csvText } from './csv';
import { escapeUnprintable } from '../../errors';

/** A plain list of rows in the formats of `eic plan`. */
export interface Listing {
  /** Names of the columns, as CSV and JSON have them. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What stands in place of an empty table. */
  readonly none: string;
  /** The same for machines. */
  readonly json: unknown;
}

const GAP = '  ';

/** A listing as table, json, csv or markdown. */
export function listingText(format: string, { columns, rows, none, json }: Listing): string {
  if (format === 'json') return `${JSON.stringify(json, null, 2)}\n`;
  if (format === 'csv') return csvText([columns, ...rows]);
  if (format === 'markdown') return markdown(columns, rows);
  return rows.length === 0 ? `${none}\n` : table([columns.map((name) => name.toUpperCase()), ...rows]);
}

function table(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map(escapeUnprintable));
  const widths = safe[0]!.map((_, column) => safe.reduce((most, row) => Math.max(most, row[column]!.length), 0));
  return safe.map((row) => `${row.map((text, column) => text.padEnd(widths[column]!)).join(GAP).trimEnd()}\n`).join('');
}

function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const code = (text: string) => (text === '' ? '' : `\`${escapeUnprintable(text).replace(/[`|]/g, '')}\``);
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(row.map(code)))].join('');
}
