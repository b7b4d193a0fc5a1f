/** Tables for a terminal: columns as wide as their widest cell. */
export function textTable(rows: readonly (readonly string[])[], indent = '  '): string {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: columns }, (_, n) =>
    rows.reduce((most, row) => Math.max(most, (row[n] ?? '').length), 0),
  );
  const line = (row: readonly string[]): string => row.map((cell, n) => cell.padEnd(widths[n]!)).join('  ');
  return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join('\n');
}

/** A dash stands for what was not measured. */
export function number(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}

export function signed(value: number | null, digits: number): string {
  return value === null ? '-' : `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;
}
