/** Tables as other readers of Parquet see them: DuckDB's, in C++, and Apache Arrow's through Python where it is installed. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { archiveOf } from '../../bench/query/archive.ts';
import { sourceOf } from '../../bench/query/documents.ts';
import { COLUMNS_KEY, parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { openDuckdb, quoted } from '../../local/query/sandbox/duckdb.ts';
import type { ColumnType } from '../../report/rows/column.ts';
import { rowsOf, TABLES, type Row, type TableName } from '../../report/rows/tables.ts';
import { scratchFolder } from '../pipeline/command.ts';

const ROWS: Readonly<Partial<Record<TableName, readonly Row[]>>> = rowsOf(
  sourceOf(archiveOf(3, 20).find(({ outcome }) => outcome === 'assessed')!),
);
const NAMES = Object.keys(TABLES) as TableName[];
const out = scratchFolder();
const paths = new Map(
  NAMES.map((name) => {
    const path = join(out, `${name}.parquet`);
    writeFileSync(path, parquetOf(TABLES[name].columns, ROWS[name] ?? []));
    return [name, path];
  }),
);

/** Every column's name and type, and what the file says of its columns. */
interface Seen {
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly described: string;
  readonly rows: number;
}

function expectAsDictionary(name: TableName, seen: Seen, types: Readonly<Record<ColumnType, string>>): void {
  const { columns } = TABLES[name];
  expect(seen.columns).toEqual(columns.map((column) => [column.name, types[column.type]]));
  expect(JSON.parse(seen.described)).toEqual(
    columns.map(({ name: column, unit, meaning, since }) => ({ name: column, unit, meaning, since })),
  );
  expect(seen.rows).toBe(ROWS[name]?.length ?? 0);
}

describe.each(NAMES)('%s', (name) => {
  const path = paths.get(name)!;

  test('by DuckDB: names, types, units and meanings are those of the dictionary', async () => {
    const connection = await openDuckdb(256);
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    const columns = await ask(`DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`);
    const described = await ask(
      `SELECT decode(value) FROM parquet_kv_metadata(${quoted(path)}) WHERE decode(key) = ${quoted(COLUMNS_KEY)}`,
    );
    const [[rows]] = (await ask(`SELECT count(*) FROM read_parquet(${quoted(path)})`)) as [[bigint]];
    const seen = {
      columns: columns.map(([column, type]) => [String(column), String(type)] as const),
      described: String(described[0]![0]),
      rows: Number(rows),
    };
    expectAsDictionary(name, seen, {
      text: 'VARCHAR',
      integer: 'INTEGER',
      number: 'DOUBLE',
      'yes/no': 'BOOLEAN',
      date: 'DATE',
      // In UTC, as the dictionary says; the file's type names no zone.
      time: 'TIMESTAMP',
    });
  });

  test.skipIf(!hasArrow())('by Apache Arrow through Python: the same', () => {
    const code = `
import json, sys, pyarrow.parquet as parquet
table = parquet.read_table(sys.argv[1])
print(json.dumps({
  'columns': [[field.name, str(field.type).replace(', tz=UTC', '')] for field in table.schema],
  'described': table.schema.metadata[b'${COLUMNS_KEY}'].decode(),
  'rows': table.num_rows,
}))`;
    const { stdout, stderr, status } = spawnSync('python3', ['-c', code, path], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expectAsDictionary(name, JSON.parse(stdout) as Seen, {
      text: 'string',
      integer: 'int32',
      number: 'double',
      'yes/no': 'bool',
      date: 'date32[day]',
      // Newer versions add that it is UTC, older ones name no zone.
      time: 'timestamp[ms]',
    });
  });
});

function hasArrow(): boolean {
  return spawnSync('python3', ['-c', 'import pyarrow'], { stdio: 'ignore' }).status === 0;
}
