/** One statement over tables that are open: what it may be is looked at, then its rows are read. */
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';

import type { Cell, ColumnType } from '../../../report/rows/column.ts';

import type { Answer, QueryRequest } from './messages.ts';
import { refusalOf } from './statement.ts';

type Statement = Pick<QueryRequest, 'sql' | 'tables' | 'views' | 'mostRows'>;

/** @throws Error why it is refused, or as DuckDB says what is wrong with it */
export async function answered(connection: DuckDBConnection, request: Statement): Promise<Answer> {
  const tables = new Set([...request.tables.map(({ name }) => name), ...request.views.map(([name]) => name)]);
  const serialized = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [request.sql]);
  const refusal = refusalOf(String(serialized.getRows()[0]![0]), tables);
  if (refusal !== null) throw new Error(refusal);
  return read(connection, request);
}

async function read(connection: DuckDBConnection, { sql, mostRows }: Statement): Promise<Answer> {
  const result = await connection.stream(sql);
  const types = result.columnTypes().map(cellsOf);
  const columns = result.columnNames().map((name, n) => ({ name, type: types[n]!.type }));
  const rows: Cell[][] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return { columns, rows };
    for (const row of chunk.getRows())
      rows.push(row.map((value, n) => (value === null ? null : types[n]!.cell(value))));
    if (rows.length > mostRows)
      throw new Error(`more than ${mostRows} rows; required: fewer, by WHERE, GROUP BY or LIMIT`);
  }
}

interface CellReader {
  readonly type: ColumnType;
  readonly cell: (value: DuckDBValue) => Cell;
}

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/;

/** What is none of the tables' types is told as text. */
function cellsOf(type: DuckDBType): CellReader {
  const name = String(type);
  if (WHOLE.test(name)) return { type: 'integer', cell: Number };
  if (name === 'DOUBLE' || name === 'FLOAT' || name.startsWith('DECIMAL'))
    return { type: 'number', cell: (value) => finite(Number(String(value))) };
  if (name === 'BOOLEAN') return { type: 'yes/no', cell: (value) => value === true };
  if (name === 'DATE') return { type: 'date', cell: String };
  if (name.startsWith('TIMESTAMP'))
    return {
      type: 'time',
      cell: (value) =>
        String(value)
          .replace(' ', 'T')
          .replace(/(\+00)?$/, 'Z'),
    };
  return { type: 'text', cell: String };
}

/** Neither JSON nor a chart has the others. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
