/** DuckDB as both the packing and the queries open it, and its SQL for the tables of results. */
import type { DuckDBConnection } from '@duckdb/node-api';

import type { ColumnType } from '../../../report/rows/column.ts';

import type { ResultTable } from './messages.ts';

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  number: 'DOUBLE',
  'yes/no': 'BOOLEAN',
  date: 'DATE',
  time: 'TIMESTAMPTZ',
};

/** In memory. @throws Error where the optional package is not there */
export async function openDuckdb(memoryMb: number): Promise<DuckDBConnection> {
  const { DuckDBInstance } = await duckdb();
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: `${memoryMb}MB`,
    // Nothing is spilled to a disk: what needs more memory ends.
    temp_directory: '',
    preserve_insertion_order: 'false',
    enable_external_file_cache: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}

/** No rows, and every column of the dictionary: older files lack what has come since. */
export function emptyTable(columns: ResultTable['columns'], texts: readonly string[]): string {
  const all = [
    ...columns.map(({ name, type }) => `CAST(NULL AS ${SQL_TYPES[type]}) AS ${name}`),
    ...texts.map((name) => `CAST(NULL AS VARCHAR) AS ${name}`),
  ];
  return `SELECT ${all.join(', ')} WHERE false`;
}

/** @param partitions whether folders are columns too (lambdas/shared/rows/rows-key.ts) */
export function readParquet(files: readonly string[], partitions: boolean): string {
  const hive = partitions
    ? "hive_partitioning = true, hive_types = {'month': VARCHAR, 'site': VARCHAR, 'v': INTEGER}"
    : 'hive_partitioning = false';
  return `read_parquet([${files.map(quoted).join(', ')}], ${hive}, union_by_name = true)`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function duckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    const wanted = 'npm ci with optional packages, on a platform that it supports';
    throw new Error(`the optional package @duckdb/node-api can't be loaded; required: ${wanted}`, { cause });
  }
}
