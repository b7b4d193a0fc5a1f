/** DuckDB over the tables of results, locked: from then on it opens no other file and no setting changes. */
import type { DuckDBConnection } from '@duckdb/node-api';

import { emptyTable, openDuckdb, quoted, readParquet } from './duckdb.ts';
import type { QueryRequest, ResultTable } from './messages.ts';

export async function openResults({
  folders,
  tables,
  views,
  memoryMb,
}: Pick<QueryRequest, 'folders' | 'tables' | 'views' | 'memoryMb'>): Promise<DuckDBConnection> {
  const connection = await openDuckdb(memoryMb);
  for (const table of tables) await connection.run(tableView(table));
  for (const [name, sql] of views) await connection.run(`CREATE VIEW ${name} AS ${sql}`);
  await connection.run(`SET allowed_directories = [${folders.map(quoted).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return connection;
}

/** Every column of the dictionary is there, in files of before it too, and where there is no file at all. */
function tableView({ name, columns, files }: ResultTable): string {
  const none = emptyTable(columns, ['month', 'site']);
  if (files.length === 0) return `CREATE VIEW ${name} AS ${none}`;
  return `CREATE VIEW ${name} AS ${none} UNION ALL BY NAME SELECT * EXCLUDE (v) FROM ${readParquet(files, true)}`;
}
