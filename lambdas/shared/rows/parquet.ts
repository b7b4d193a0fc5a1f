/** Rows as Apache Parquet: every column nullable, its unit and meaning in the file's own metadata. */
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';

import type { Cell, ColumnType } from '../../../report/rows/column.ts';
import type { TableColumn } from '../../../report/rows/tables.ts';

const ELEMENTS: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  'yes/no': { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};
const ROOT = 'osteon';
/** Key of the metadata that describes the columns, as JSON. */
export const COLUMNS_KEY = 'osteon.columns';

/** The same rows give the same bytes. */
export function parquetOf(
  columns: readonly TableColumn[],
  rows: readonly Readonly<Record<string, Cell>>[],
): Uint8Array {
  const schema: SchemaElement[] = [
    { name: ROOT, num_children: columns.length },
    ...columns.map(({ name, type }): SchemaElement => ({
      name,
      repetition_type: 'OPTIONAL',
      ...ELEMENTS[type],
    })),
  ];
  const columnData = columns.map(({ name, type }): ColumnSource => ({
    name,
    data: rows.map((row) => stored(row[name] ?? null, type)),
  }));
  const described = columns.map(({ name, unit, meaning, since }) => ({ name, unit, meaning, since }));
  return new Uint8Array(
    parquetWriteBuffer({
      schema,
      columnData,
      createdBy: 'osteon',
      kvMetadata: [{ key: COLUMNS_KEY, value: JSON.stringify(described) }],
    }),
  );
}

function stored(cell: Cell, type: ColumnType): Cell | Date {
  if (cell === null) return null;
  if (type === 'date') return new Date(`${String(cell)}T00:00:00Z`);
  return type === 'time' ? new Date(String(cell)) : cell;
}
