/** An answer as text: a table for people, CSV and JSON for programs. */
import type { Cell } from '../../../report/rows/column.ts';

import type { Answer } from '../sandbox/messages.ts';

/** Of a number in a table; CSV and JSON have all of them. */
const DIGITS = 6;

export function asTable({ columns, rows }: Answer): string {
  const texts = [columns.map(({ name }) => name), ...rows.map((row) => row.map(shown))];
  const widths = columns.map((_, n) => texts.reduce((most, row) => Math.max(most, row[n]!.length), 0));
  const lines = texts.map((row) =>
    row
      .map((text, n) => (isNumber(columns[n]!.type) ? text.padStart(widths[n]!) : text.padEnd(widths[n]!)))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n`;
}

/** By RFC 4180; what is not known is empty. Text that a spreadsheet would run as a formula has an apostrophe before it. */
export function asCsv({ columns, rows }: Answer): string {
  const line = (cells: readonly Cell[]) => `${cells.map((cell) => field(cell)).join(',')}\r\n`;
  return [columns.map(({ name }) => name), ...rows].map(line).join('');
}

export function asJson({ columns, rows }: Answer): string {
  const records = rows.map((row) => Object.fromEntries(columns.map(({ name }, n) => [name, row[n] ?? null])));
  return `${JSON.stringify(records, null, 2)}\n`;
}

function isNumber(type: string): boolean {
  return type === 'integer' || type === 'number';
}

function shown(cell: Cell): string {
  if (cell === null) return '';
  // A line of the table stays a line, whatever a header held.
  if (typeof cell === 'string') return cell.replaceAll(/\p{Cc}/gu, '?');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(DIGITS)));
}

function field(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+@\t-]/.test(cell) ? `'${cell}` : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
