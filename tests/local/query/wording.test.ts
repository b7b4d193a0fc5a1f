import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';

import { openResults } from '../../../local/query/sandbox/database.ts';
import { answered } from '../../../local/query/sandbox/answer.ts';
import { RESULT_TABLES } from '../../../local/query/sandbox/run-query.ts';
import { inOurWords } from '../../../local/query/sandbox/wording.ts';

const TABLES = RESULT_TABLES.map(({ name, columns }) => ({ name, columns, files: [] }));
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await openResults({ folders: [], tables: TABLES, views: [], memoryMb: 256 });
});

/** What an analyst reads who types this. */
async function told(sql: string): Promise<string> {
  const request = { sql, tables: TABLES, views: [], mostRows: 10 };
  return answered(connection, request).then(
    () => 'answered',
    (error: unknown) => inOurWords((error as Error).message),
  );
}

test.each([
  ['SELECT sexx FROM assessments', 'no column sexx; required: a column of the tables; near to it: sex, '],
  [
    'SELECT a.sexx FROM assessments a',
    'no column sexx in a; columns are described in docs/data-dictionary.md',
  ],
  ['SELECT b.sex FROM assessments a', 'no table b in FROM; required: one that stands there; near to it: a'],
  [
    'SELECT sex FROM assessment',
    'assessment is not a table of results; tables are assessments, levels, steps',
  ],
  ['SELECT flor(kvp) FROM assessments', 'no function flor(); near to it: floor'],
  ['SELECT count(*), sex FROM assessments', 'sex is neither grouped nor aggregated; required: GROUP BY sex'],
  [
    'SELECT 1 FROM assessments a JOIN levels l ON a.site = l.site WHERE study_id = 1',
    'study_id is a column of several tables; required: TABLE.study_id',
  ],
  ['SELECT sex + 1 FROM assessments', '+(VARCHAR, INTEGER_LITERAL): not for values of these types'],
  ['SELECT sex FRM assessments', 'not SQL at "assessments"; required: one SELECT'],
  ['SELECT sex FROM', 'not complete; required: one SELECT'],
  ["SELECT 'abc", 'unterminated quoted string at or near "\'abc"'],
])('%s: %s', async (sql, words) => {
  const found = await told(sql);
  expect(found).toContain(words);
  expect(found).not.toMatch(/Error|\n|LINE/);
});
