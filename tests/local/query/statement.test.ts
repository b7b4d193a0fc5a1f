import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';

import { openDuckdb } from '../../../local/query/sandbox/duckdb.ts';
import { refusalOf } from '../../../local/query/sandbox/statement.ts';

const TABLES = new Set(['assessments', 'levels', 'steps', 'current_results']);
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await openDuckdb(128);
});

async function refusal(sql: string): Promise<string | null> {
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  return refusalOf(String(parsed.getRows()[0]![0]), TABLES);
}

describe('passes:', () => {
  test.each([
    ['a table by any case', 'SELECT * FROM Assessments'],
    [
      'a table of the statement itself',
      'WITH a AS (SELECT 1 AS x) SELECT * FROM a JOIN levels l ON l.grade = a.x',
    ],
    [
      'its recursion',
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT max(n) FROM t',
    ],
    ['rows from lists', "SELECT f FROM levels CROSS JOIN UNNEST(split(flags, ' ')) AS t(f), range(3)"],
    [
      'windows and subqueries',
      'SELECT rank() OVER (ORDER BY n) FROM (SELECT count(*) AS n FROM steps WHERE level IN (SELECT level FROM levels))',
    ],
  ])('%s', async (_, sql) => {
    expect(await refusal(sql)).toBeNull();
  });
});

describe('is refused:', () => {
  test.each([
    ['a file by its name', "SELECT * FROM 'x.parquet'", 'x.parquet is not a table of results'],
    [
      'a file in a subquery',
      "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
      'read_text() reads',
    ],
    [
      'a file in a condition',
      "SELECT 1 FROM levels WHERE level IN (SELECT file FROM glob('/etc/*'))",
      'glob() reads',
    ],
    [
      'a file in a recursion',
      "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t, read_csv('x')) SELECT * FROM t",
      'read_csv() reads',
    ],
    [
      'a file in a union',
      "SELECT level FROM levels UNION SELECT content FROM read_blob('x')",
      'read_blob() reads',
    ],
    ['a query of a text', "SELECT * FROM query('SELECT 42')", 'query() reads'],
    ['a table by a text', "SELECT * FROM query_table('assessments')", 'query_table() reads'],
    ['settings', 'SELECT * FROM duckdb_settings()', 'duckdb_settings() reads'],
    ['a setting', "SELECT current_setting('allowed_directories')", 'current_setting() is not about results'],
    ['the environment', "SELECT upper(getenv('HOME'))", 'getenv() is not about results'],
    ['another schema', 'SELECT * FROM information_schema.tables', 'tables is not a table of results'],
    ['the catalogue', 'SELECT * FROM sqlite_master', 'sqlite_master is not'],
    ['a description', 'DESCRIBE assessments', 'not a SELECT'],
    ['a call', 'CALL pragma_version()', 'not a SELECT'],
    ['a pragma', 'PRAGMA database_list', 'not a SELECT'],
    ['a plan that runs', 'EXPLAIN ANALYZE SELECT 1', 'not a SELECT'],
    ['a table', 'CREATE TABLE t AS SELECT 1', 'not a SELECT'],
    ['a deletion', 'DELETE FROM assessments', 'not a SELECT'],
    ['a prepared statement', 'PREPARE p AS SELECT 1', 'not a SELECT'],
    ['a macro', 'CREATE MACRO f() AS 1', 'not a SELECT'],
    ['an export', "EXPORT DATABASE 'x'", 'not a SELECT'],
    ['its loading', 'LOAD httpfs', 'not a SELECT'],
    ['two statements', 'SELECT 1; SELECT 2', '2 statements; required: one SELECT'],
    ['no statement', '', '0 statements'],
    ['a comment', '-- nothing', '0 statements'],
    ['no SQL', 'SELEC 1', 'syntax error'],
  ])('%s', async (_, sql, why) => {
    expect(await refusal(sql)).toContain(why);
  });
});
