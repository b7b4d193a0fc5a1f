/** The process that runs one statement: started by `run-query.ts`, ended by it where the statement does not end. */
import { Worker } from 'node:worker_threads';

import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';

import type { Cell, ColumnType } from '../../../report/rows/column.ts';

import { endWithParent } from '../../functions/end-with-parent.ts';

import { openResults } from './database.ts';
import { TOO_MUCH_MEMORY, type MeasuredAnswer, type QueryReply, type QueryRequest } from './messages.ts';
import { refusalOf } from './statement.ts';

/** Node, DuckDB's own code, and what it holds outside of its limit, MB. */
const BESIDE_DUCKDB_MB = 512;
/** Between two looks at the memory, ms. */
const LOOK_MS = 50;

if (process.send !== undefined) {
  endWithParent(process.ppid);
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
  process.once('message', (request: QueryRequest) => {
    watchMemory(request.memoryMb + BESIDE_DUCKDB_MB);
    void answerTo(request)
      .then((answer): QueryReply => ({ answer }))
      .catch((error: unknown): QueryReply => ({ refusal: messageOf(error) }))
      .then((reply) => process.send?.(reply, () => process.exit()));
  });
}

async function answerTo(request: QueryRequest): Promise<MeasuredAnswer> {
  const connection = await openResults(request);
  const tables = new Set([...request.tables.map(({ name }) => name), ...request.views.map(([name]) => name)]);
  const serialized = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [request.sql]);
  const refusal = refusalOf(String(serialized.getRows()[0]![0]), tables);
  if (refusal !== null) throw new Error(refusal);
  return read(connection, request);
}

async function read(connection: DuckDBConnection, { sql, mostRows }: QueryRequest): Promise<MeasuredAnswer> {
  const result = await connection.stream(sql);
  const types = result.columnTypes().map(cellsOf);
  const columns = result.columnNames().map((name, n) => ({ name, type: types[n]!.type }));
  const rows: Cell[][] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0)
      return { columns, rows, memoryMb: Math.round(process.resourceUsage().maxRSS / 1024) };
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

function messageOf(error: unknown): string {
  // DuckDB repeats the statement below its message.
  return (error instanceof Error ? error.message : String(error)).split('\n\n')[0]!.trim();
}

/** By a thread, as the main one may be within DuckDB. */
function watchMemory(mostMb: number): void {
  const watch = new Worker(
    `const { workerData: { most, every, words } } = require('node:worker_threads');
     setInterval(() => {
       if (process.memoryUsage.rss() < most) return;
       require('node:fs').writeSync(2, words);
       process.kill(process.pid, 'SIGKILL');
     }, every);`,
    {
      eval: true,
      workerData: { most: mostMb * 2 ** 20, every: LOOK_MS, words: TOO_MUCH_MEMORY },
      resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    },
  );
  watch.unref();
}
