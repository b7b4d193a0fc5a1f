import { InvalidRequestException } from '@aws-sdk/client-athena';
import { expect, test } from 'vitest';

import { athenaQueryRuns } from '../../../../../lambdas/shared/aws/athena/query-runs.ts';
import { PlatformFault } from '../../../../../lambdas/shared/errors.ts';
import { PageUnknown } from '../../../../../lambdas/shared/queries/query-runs.ts';

interface Sent {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const unknown = () =>
  new InvalidRequestException({ message: 'QueryExecution x was not found', $metadata: {} });

/** Athena as the test says, and what it was sent. */
function athena(answers: Readonly<Record<string, () => unknown>>) {
  const sent: Sent[] = [];
  const send = (command: object & { readonly input: Readonly<Record<string, unknown>> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push({ name, input: command.input });
    return new Promise((resolve) => resolve(answers[name]!()));
  };
  const place = { workGroup: 'osteon-api', database: 'osteon_sites', views: [] };
  return { runs: athenaQueryRuns(place, { send }), sent };
}

const described =
  (State: string, StateChangeReason?: string, WorkGroup = 'osteon-api') =>
  () => ({
    QueryExecution: { WorkGroup, Status: { State, StateChangeReason } },
  });
const FIRST = { after: null, limit: 2 };

test('a statement is started in its workgroup, over the rows of the site', async () => {
  const { runs, sent } = athena({ StartQueryExecution: () => ({ QueryExecutionId: 'id' }) });
  expect(await runs.start({ site: 'north', sql: 'SELECT count(*) AS n FROM levels' })).toBe('id');
  const { QueryString: text, ...rest } = sent[0]!.input;
  expect(rest).toEqual({ WorkGroup: 'osteon-api' });
  expect(text).toContain(`levels AS (SELECT * FROM "osteon_sites"."levels" WHERE site = 'north')`);
  expect(text).toMatch(/\nSELECT count\(\*\) AS n FROM levels$/);
});

test.each([
  ['QUEUED', undefined, { state: 'running' }],
  ['RUNNING', undefined, { state: 'running' }],
  ['FAILED', "Cannot cast 'Doe' to integer", { state: 'failed', failure: 'engine' }],
  ['CANCELLED', 'Query cancelled! : Bytes scanned limit was exceeded', { state: 'failed', failure: 'limit' }],
])('a run that is %s (%s)', async (state, reason, told) => {
  const { runs } = athena({ GetQueryExecution: described(state, reason) });
  expect(await runs.read('id', FIRST)).toEqual(told);
});

test('a run that Athena does not know, or that is another workgroup’s, is none', async () => {
  const failing = athena({
    GetQueryExecution() {
      throw unknown();
    },
  });
  expect(await failing.runs.read('id', FIRST)).toBeNull();
  const { runs, sent } = athena({ GetQueryExecution: described('SUCCEEDED', undefined, 'osteon-analysts') });
  expect(await runs.read('id', FIRST)).toBeNull();
  expect(sent.map(({ name }) => name)).toEqual(['GetQueryExecution']);
});

test('rows are cells of their types, the head of the first page is no row', async () => {
  const types = ['varchar', 'integer', 'bigint', 'double', 'boolean', 'date', 'timestamp(3)', 'decimal(3,1)'];
  const row = (...cells: (string | undefined)[]) => ({
    Data: cells.map((cell) => (cell === undefined ? {} : { VarCharValue: cell })),
  });
  const rows = [
    row('é, "x"', '-3', '12', '1.5E-3', 'false', '2026-03-01', '2026-03-01 10:00:00.250', '1.5'),
    row(undefined, undefined, undefined, 'NaN', undefined, undefined, undefined, undefined),
  ];
  const { runs, sent } = athena({
    GetQueryExecution: described('SUCCEEDED'),
    GetQueryResults: () => ({
      NextToken: sent.length > 2 ? undefined : 'token',
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: types.map((Type, n) => ({ Name: `c${n}`, Type })) },
        Rows: sent.length > 2 ? rows : [row(...types.map((_, n) => `c${n}`)), ...rows],
      },
    }),
  });
  const first = await runs.read('id', FIRST);
  expect(first).toEqual({
    state: 'succeeded',
    columns: ['text', 'integer', 'integer', 'number', 'yes/no', 'date', 'time', 'number'].map((type, n) => ({
      name: `c${n}`,
      type,
    })),
    rows: [
      ['é, "x"', -3, 12, 0.0015, false, '2026-03-01', '2026-03-01T10:00:00.250Z', 1.5],
      [null, null, null, null, null, null, null, null],
    ],
    next: 'token',
  });
  const second = await runs.read('id', { after: 'token', limit: 2 });
  expect(second).toMatchObject({ next: null, rows: [{ length: 8 }, { length: 8 }] });
  expect(sent.filter(({ name }) => name === 'GetQueryResults').map(({ input }) => input)).toEqual([
    { QueryExecutionId: 'id', MaxResults: 3 },
    { QueryExecutionId: 'id', MaxResults: 2, NextToken: 'token' },
  ]);
});

test('a page that there is not is told apart from a service that fails', async () => {
  const page = athena({
    GetQueryExecution: described('SUCCEEDED'),
    GetQueryResults() {
      throw unknown();
    },
  });
  await expect(page.runs.read('id', { after: 'x', limit: 2 })).rejects.toThrow(PageUnknown);
  const failing = athena({
    StartQueryExecution() {
      throw Object.assign(new Error("Throttled for 'Doe'"), { name: 'TooManyRequestsException' });
    },
  });
  const start = failing.runs.start({ site: 'north', sql: 'SELECT 1 AS n FROM levels' });
  await expect(start).rejects.toThrow(
    new PlatformFault('Athena did not start a query: TooManyRequestsException'),
  );
});
