/** Named queries through the API: whose rows they read, what is refused, and how an answer is read. */
import { beforeAll, expect, test } from 'vitest';

import { queryListSchema, queryPageSchema, queryRunSchema } from '../../../../contracts/api/queries.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';
import { namedQuery } from '../../../../lambdas/shared/queries/named-query.ts';
import {
  PageUnknown,
  type QueryProgress,
  type SiteStatement,
} from '../../../../lambdas/shared/queries/query-runs.ts';
import { fixture, tokenFor } from '../fixture.ts';

const REFUSALS = namedQuery(
  'refusals',
  `-- question: What is refused?
-- parameter: site text '': site; empty for all
-- parameter: last_month month '9999-99': last month
-- parameter: least integer '1': least studies
-- parameter: code text '': a code
-- column: n integer: how many
SELECT count(*) AS n FROM current_results
WHERE (:site = '' OR site = :site) AND month <= :last_month AND refusal_code = :code HAVING count(*) >= :least`,
);
const EVERYWHERE = namedQuery('all', '-- question: All?\n-- column: n integer: n\nSELECT 1 AS n FROM levels');
const RUN = '00000000-0000-4000-8000-000000000001';
const started: SiteStatement[] = [];
let progress: QueryProgress | null = { state: 'running' };

let api: Awaited<ReturnType<typeof fixture>>;

beforeAll(async () => {
  api = await fixture(undefined, {
    named: [REFUSALS, EVERYWHERE],
    runs: {
      start(statement) {
        started.push(statement);
        return Promise.resolve(RUN);
      },
      read(_, { after }) {
        if (after === 'nonsense') return Promise.reject(new PageUnknown('no such page'));
        return Promise.resolve(progress);
      },
    },
  });
});

const run = (name: string, parameters: Readonly<Record<string, unknown>> = {}, site = 'north') =>
  api.call('POST', `/v1/queries/${name}/runs`, { body: { parameters }, site });
const read = (path: string, site = 'north') => api.call('GET', `/v1/queries/${path}`, { site });

test('the list tells what may be given; the site is none of it', async () => {
  const { queries } = queryListSchema.parse(await (await api.call('GET', '/v1/queries')).json());
  expect(queries.map(({ name, parameters }) => [name, parameters.map((one) => one.name)])).toEqual([
    ['refusals', ['last_month', 'least', 'code']],
    ['all', []],
  ]);
});

test('a run is started for the site of the token, by its parameters’ types', async () => {
  const answer = await run('refusals', { last_month: '2026-03', code: "x' OR site <> '" });
  expect(queryRunSchema.parse(await answer.json())).toEqual({
    runId: RUN,
    query: 'refusals',
    state: 'running',
  });
  expect(started.at(-1)).toEqual({
    site: 'north',
    sql: `SELECT count(*) AS n FROM current_results
WHERE ('north' = '' OR site = 'north') AND month <= '2026-03' AND refusal_code = 'x'' OR site <> ''' HAVING count(*) >= 1`,
  });
  await run('all', {}, 'south');
  expect(started.at(-1)).toEqual({ site: 'south', sql: 'SELECT 1 AS n FROM levels' });
  await run('refusals', { site: 'north' });
  expect(started.at(-1)!.sql).toContain("site = 'north'");
});

test.each([
  ['a query that there is not', 'nothing', {}, 404, 'QUERY_NOT_FOUND', 'no named query'],
  ['a name that is none', "refusals'", {}, 400, 'REQUEST_INVALID', 'not valid: name'],
  ['another site', 'refusals', { site: 'south' }, 403, 'QUERY_SITE_OTHER', 'another site'],
  ['all sites', 'refusals', { site: '' }, 403, 'QUERY_SITE_OTHER', 'another site'],
  ['a site where none is asked for', 'all', { site: 'south' }, 403, 'QUERY_SITE_OTHER', 'another site'],
  ['a wrong type', 'refusals', { least: '1 OR 1=1' }, 400, 'REQUEST_INVALID', 'not valid: parameters.least'],
  [
    'a month that is none',
    'refusals',
    { last_month: '2026' },
    400,
    'REQUEST_INVALID',
    'parameters.last_month',
  ],
  ['a number for a text', 'refusals', { least: 3 }, 400, 'REQUEST_INVALID', 'not valid: parameters.least'],
  [
    'a parameter that there is not',
    'refusals',
    { Doe: 'x' },
    400,
    'REQUEST_INVALID',
    'not valid: parameters',
  ],
])('is refused: %s', async (_, name, parameters, status, code, words) => {
  const before = started.length;
  const told = await api.failure(await run(name, parameters));
  expect([told.status, told.code]).toEqual([status, code]);
  expect(told.message).toContain(words);
  expect(JSON.stringify(told)).not.toMatch(/Doe|1 OR/);
  expect(started).toHaveLength(before);
});

test('SQL is nobody’s to send', async () => {
  const body = { sql: 'SELECT 1', parameters: {} };
  const told = await api.failure(await api.call('POST', '/v1/queries/refusals/runs', { body }));
  expect([told.status, told.code]).toEqual([400, 'REQUEST_INVALID']);
});

test.each(['uploader', 'reader', 'operator'])(
  'the role %s alone may neither list, run nor read',
  async (role) => {
    const token = await tokenFor('north', { 'osteon:roles': [role] });
    for (const [method, path, body] of [
      ['GET', '/v1/queries', undefined],
      ['POST', '/v1/queries/refusals/runs', {}],
      ['GET', `/v1/queries/refusals/runs/${RUN}`, undefined],
    ] as const) {
      const told = await api.failure(await api.call(method, path, { token, body }));
      expect([told.status, told.code]).toEqual([403, 'ROLE_REQUIRED']);
      expect(told.message).toBe('required: the role analyst');
    }
  },
);

test('a run is read by its site and under its query alone', async () => {
  await run('refusals');
  expect((await read(`refusals/runs/${RUN}`)).status).toBe(200);
  for (const [path, site] of [
    [`refusals/runs/${RUN}`, 'elsewhere'],
    [`all/runs/${RUN}`, 'north'],
    [`refusals/runs/${RUN.replace(/1$/, '2')}`, 'north'],
  ] as const) {
    const told = await api.failure(await read(path, site));
    expect([told.status, told.code]).toEqual([404, 'QUERY_RUN_NOT_FOUND']);
  }
});

test('a run is running, has failed for a limit or the engine, or gives its rows by pages', async () => {
  await run('refusals');
  const page = async (query = '') =>
    queryPageSchema.parse(await (await read(`refusals/runs/${RUN}${query}`)).json());
  const none = { runId: RUN, query: 'refusals', columns: [], rows: [], next: null };
  progress = { state: 'running' };
  expect(await page()).toEqual({ ...none, state: 'running', failure: null });
  progress = { state: 'failed', failure: 'limit' };
  expect(await page()).toEqual({ ...none, state: 'failed', failure: 'limit' });
  progress = { state: 'succeeded', columns: [{ name: 'n', type: 'integer' }], rows: [[3]], next: 'abc' };
  expect(await page('?limit=1')).toEqual({ ...none, ...progress, failure: null });
  const told = await api.failure(await read(`refusals/runs/${RUN}?after=nonsense`));
  expect([told.status, told.code, told.fields?.[0]?.path]).toEqual([400, 'REQUEST_INVALID', 'after']);
  progress = null;
  expect((await api.failure(await read(`refusals/runs/${RUN}`))).code).toBe('QUERY_RUN_NOT_FOUND');
});

test('an engine that does not answer is a service that is not available', async () => {
  const { call, failure } = await fixture(undefined, {
    named: [EVERYWHERE],
    runs: {
      start: () => Promise.reject(new PlatformFault('Athena did not start a query: Throttled')),
      read: () => Promise.resolve(null),
    },
  });
  expect((await failure(await call('POST', '/v1/queries/all/runs', { body: {} }))).code).toBe(
    'STORE_UNAVAILABLE',
  );
});
