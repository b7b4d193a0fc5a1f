/** Statements over one site's rows: the text that Athena gets, run by DuckDB over the rows of all sites. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';
import trino from 'node-sql-parser/build/trino.js';
import { beforeAll, describe, expect, test } from 'vitest';

import { archiveOf } from '../../../../bench/query/archive.ts';
import { writePacked } from '../../../../bench/query/tables.ts';
import { allQueries, catalogue } from '../../../../lambdas/shared/queries/catalog.ts';
import { queryText } from '../../../../lambdas/shared/queries/query-text.ts';
import { overSite } from '../../../../lambdas/shared/queries/site-tables.ts';
import { tableFiles } from '../../../../local/query/files/packed.ts';
import { openResults } from '../../../../local/query/sandbox/database.ts';
import { emptyTable, openDuckdb, readParquet } from '../../../../local/query/sandbox/duckdb.ts';
import { RESULT_TABLES } from '../../../../local/query/sandbox/run-query.ts';
import { TABLES } from '../../../../report/rows/tables.ts';
import { scratchFolder } from '../../../pipeline/command.ts';

const { views, ...CATALOGUE } = catalogue();
const QUERIES = allQueries({ views, ...CATALOGUE });
const SITE = 'site-1';
const parser = new trino.Parser();

/** All sites' rows, as Athena has them in its database. */
let all: DuckDBConnection;
/** The files of the site alone, as the sandbox is given them. */
let own: DuckDBConnection;

beforeAll(async () => {
  const out = scratchFolder();
  writePacked(out, archiveOf(5, 80));
  const results = join(out, 'results');
  all = await openDuckdb(1024);
  await all.run('CREATE SCHEMA osteon_sites');
  for (const { name, folder, columns } of RESULT_TABLES)
    await all.run(
      existsSync(join(results, folder))
        ? `CREATE VIEW osteon_sites.${name} AS SELECT * EXCLUDE (v) FROM ${readParquet([join(results, folder, '*/*/*.parquet')], true)}`
        : `CREATE VIEW osteon_sites.${name} AS ${emptyTable(columns, ['month', 'site'])}`,
    );
  const tables = await tableFiles(results, RESULT_TABLES, { site: SITE });
  const named = views.map((view) => [view.name, view.sql] as const);
  own = await openResults({ folders: [results], tables, views: named, memoryMb: 1024 });
});

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  // Sums of doubles differ by their order: ten digits are the same.
  return rows.map((row) =>
    JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(10)) : cell))),
  );
}

describe.each(QUERIES.map((query) => [query.name, query] as const))('%s', (_, query) => {
  const given = query.parameters.some(({ name }) => name === 'site') ? { site: SITE } : {};
  const bounded = overSite({ site: SITE, sql: queryText(query, given) }, 'osteon_sites', views);

  test('is one SELECT of Trino’s SQL, and answers as from the files of the site alone', async () => {
    expect([parser.astify(bounded, { database: 'trino' })].flat().map(({ type }) => type)).toEqual([
      'select',
    ]);
    expect(await rowsOf(all, bounded)).toEqual(await rowsOf(own, queryText(query, given)));
  });

  test('reads the site’s rows alone, even where the query itself asks for all', async () => {
    const open = overSite({ site: SITE, sql: queryText(query, {}) }, 'osteon_sites', views);
    expect(await rowsOf(all, open)).toEqual(await rowsOf(all, bounded));
  });
});

test('the answers that are compared are answers: most have rows, and other sites have others', async () => {
  const bounded = QUERIES.map((query) =>
    ['site-1', 'site-2'].map((site) =>
      rowsOf(all, overSite({ site, sql: queryText(query, {}) }, 'osteon_sites', views)),
    ),
  );
  const counts = await Promise.all(bounded.map((both) => Promise.all(both)));
  expect(
    counts.filter(([one, two]) => one!.length > 0 && one!.join() !== two!.join()).length,
  ).toBeGreaterThan(20);
});

test('every table is bounded: each is named once with its database, and beside the site', () => {
  const text = overSite({ site: 'north', sql: 'SELECT 1 AS n FROM levels' }, 'osteon_sites', views);
  expect(text.match(/"osteon_sites"/g)).toHaveLength(Object.keys(TABLES).length);
  for (const table of Object.keys(TABLES))
    expect(text).toContain(`${table} AS (SELECT * FROM "osteon_sites"."${table}" WHERE site = 'north')`);
});

test.each(["x' OR site <> '", "x'' OR 1=1 --", '; DROP TABLE levels', 'x\\', ":site 'a'"])(
  'a text parameter of %s stays a text',
  async (patient) => {
    const visits = QUERIES.find(({ name }) => name === 'visits')!;
    const sql = overSite({ site: SITE, sql: queryText(visits, { patient }) }, 'osteon_sites', views);
    expect(await rowsOf(all, sql)).toEqual([]);
  },
);

test.each([
  ["north' OR 'a'='a", 'SELECT 1 AS n FROM levels', 'osteon_sites', /invalid/i],
  ['North', 'SELECT 1 AS n FROM levels', 'osteon_sites', /invalid/i],
  ['north', 'SELECT 1 AS n FROM levels', 'osteon"."x', /database/],
  ['north', 'DELETE FROM levels', 'osteon_sites', /neither WITH nor SELECT/],
  ['north', 'WITH RECURSIVE a AS (SELECT 1 AS n) SELECT n FROM a', 'osteon_sites', /neither WITH nor SELECT/],
])('site %s, statement %s, database %s: refused', (site, sql, database, why) => {
  expect(() => overSite({ site, sql }, database, views)).toThrow(why);
});

test('no query and no view names a part of its own as a table or a view', () => {
  const taken = [...RESULT_TABLES, ...views].map(({ name }) => name);
  for (const { name, sql } of [...QUERIES, ...views]) {
    const own = [...sql.matchAll(/(?:WITH|,)\s+(\w+) AS \(/g)].map(([, part]) => part!);
    expect(
      own.filter((part) => taken.includes(part)),
      name,
    ).toEqual([]);
  }
});
