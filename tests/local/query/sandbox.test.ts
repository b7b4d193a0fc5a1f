import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writeEach } from '../../../bench/query/tables.ts';
import { QUERY_LIMITS, runQuery } from '../../../local/query/sandbox/run-query.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const ARCHIVE = archiveOf(7, 6);
const out = scratchFolder();
const results = join(out, 'results');
const SECRET = join(out, 'secret.csv');

beforeAll(() => {
  writeEach(out, ARCHIVE);
  writeFileSync(SECRET, 'name\nDoe^Jane\n');
});

const ask = (sql: string, limits = {}) =>
  runQuery({ sql, results, views: [] }, { ...QUERY_LIMITS, ...limits });

test('a SELECT over the tables is answered, partitions being columns of it', async () => {
  const { columns, rows } = await ask(
    'SELECT site, count(*) AS n, min(study_date) AS d FROM assessments GROUP BY site ORDER BY site',
  );
  expect(columns).toEqual([
    { name: 'site', type: 'text' },
    { name: 'n', type: 'integer' },
    { name: 'd', type: 'date' },
  ]);
  const first = ARCHIVE.map(({ scanner }) => scanner.site).toSorted()[0]!;
  const of = ARCHIVE.filter(({ scanner }) => scanner.site === first);
  expect(rows[0]).toEqual([first, of.length, of.map(({ date }) => date).toSorted()[0]]);
});

describe('is refused, and nothing is read or written by it:', () => {
  test.each([
    [
      'a file outside',
      `SELECT * FROM read_csv('${SECRET}')`,
      'read_csv() reads something other than results',
    ],
    ['a way up', `SELECT * FROM read_text('${results}/../secret.csv')`, 'read_text() reads'],
    ['a write', `COPY assessments TO '${join(out, 'copy.csv')}'`, 'not a SELECT'],
    ['a write below results', `COPY assessments TO '${join(results, 'copy.csv')}'`, 'not a SELECT'],
    ['another database', `ATTACH '${join(out, 'x.db')}'`, 'not a SELECT'],
    ['an extension', 'INSTALL httpfs', 'not a SELECT'],
    ['a setting', 'SET enable_external_access = true', 'not a SELECT'],
    [
      'a second statement',
      `SELECT 1; COPY assessments TO '${join(out, 'copy.csv')}'`,
      'required: one SELECT',
    ],
  ])('%s', async (_, sql, why) => {
    const before = readdirSync(out, { recursive: true }).toSorted();
    await expect(ask(sql)).rejects.toThrow(why);
    expect(readdirSync(out, { recursive: true }).toSorted()).toEqual(before);
  });
});

describe('ends within its limits:', () => {
  test.each([
    [
      'a recursion without end',
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t',
      3,
      'not answered within',
    ],
    [
      'a product of all with all',
      'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3',
      2,
      'not answered within 2 s',
    ],
    [
      'a text that fills the memory',
      "SELECT length(string_agg(repeat('x', 100000), '')) FROM range(100000)",
      120,
      'emory',
    ],
    ['a list that fills the memory', 'SELECT len(list(a.range)) AS n FROM range(1000000000) a', 120, 'emory'],
    ['rows without end', 'SELECT * FROM range(10000000)', 120, 'more than 1000 rows'],
  ])('%s', async (_, sql, seconds, why) => {
    await expect(ask(sql, { seconds, memoryMb: 128, mostRows: 1000 })).rejects.toThrow(why);
  });
});

test('a link in the results leads nowhere: it is refused', async () => {
  const other = scratchFolder();
  const folder = join(other, 'results', 'assessments', 'v=1', 'month=2024-01');
  mkdirSync(folder, { recursive: true });
  symlinkSync(out, join(folder, 'site=x'));
  const linked = runQuery({
    sql: 'SELECT count(*) FROM assessments',
    results: join(other, 'results'),
    views: [],
  });
  await expect(linked).rejects.toThrow(
    'results/assessments/v=1/month=2024-01/site=x is a link, or no file; required: files and folders alone',
  );
});

test('an output folder whose path DuckDB would take for a pattern is refused', async () => {
  const results = join(scratchFolder(), 'out [a]', 'results');
  mkdirSync(results, { recursive: true });
  await expect(runQuery({ sql: 'SELECT 1 AS n', results, views: [] })).rejects.toThrow('one of * ? [ in it');
});

test('a table of which there is no file has its columns and no rows', async () => {
  const empty = join(scratchFolder(), 'results');
  mkdirSync(empty);
  const { columns, rows } = await runQuery({
    sql: 'SELECT study_id, site FROM levels',
    results: empty,
    views: [],
  });
  expect([columns.map(({ name }) => name), rows]).toEqual([['study_id', 'site'], []]);
});
