/** Named queries of a site on one machine, in the sandbox's own process. */
import { beforeAll, expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writePacked } from '../../../bench/query/tables.ts';
import { catalogue } from '../../../lambdas/shared/queries/catalog.ts';
import {
  PageUnknown,
  type QueryProgress,
  type QueryRuns,
} from '../../../lambdas/shared/queries/query-runs.ts';
import { sandboxQueryRuns } from '../../../local/serve/sandbox-query-runs.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const { views } = catalogue();
const ARCHIVE = archiveOf(3, 60);
const out = scratchFolder();
const failures: [string, unknown][] = [];
let clock = 0;
let runs: QueryRuns;

beforeAll(() => {
  writePacked(out, ARCHIVE);
  runs = sandboxQueryRuns(
    out,
    views,
    (...told) => failures.push(told),
    () => clock,
  );
});

async function ended(
  runId: string,
  page = { after: null as string | null, limit: 500 },
): Promise<QueryProgress> {
  for (;;) {
    const found = await runs.read(runId, page);
    if (found?.state !== 'running') return found!;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('rows are the site’s alone, whatever the statement asks for, and are read by pages', async () => {
  const sql = 'SELECT DISTINCT site, study_id FROM assessments ORDER BY study_id';
  const expected = [
    ...new Set(ARCHIVE.filter(({ scanner }) => scanner.site === 'site-1').map(({ studyId }) => studyId)),
  ].toSorted();
  expect(expected.length).toBeGreaterThan(6);
  const runId = await runs.start({ site: 'site-1', sql });
  expect(await runs.read(runId, { after: null, limit: 5 })).toEqual({ state: 'running' });
  const first = await ended(runId, { after: null, limit: 5 });
  expect(first).toEqual({
    state: 'succeeded',
    columns: [
      { name: 'site', type: 'text' },
      { name: 'study_id', type: 'text' },
    ],
    rows: expected.slice(0, 5).map((study) => ['site-1', study]),
    next: '5',
  });
  expect(await ended(runId, { after: '5', limit: 500 })).toMatchObject({
    rows: expected.slice(5).map((study) => ['site-1', study]),
    next: null,
  });
  for (const after of ['-1', 'x', String(expected.length)])
    await expect(runs.read(runId, { after, limit: 5 })).rejects.toThrow(PageUnknown);
  expect(await runs.read('another', { after: null, limit: 5 })).toBeNull();
  const nobody = await runs.start({ site: 'nowhere', sql });
  expect(await ended(nobody)).toMatchObject({ state: 'succeeded', rows: [] });
});

test('what goes beyond a limit is told apart from what the engine refuses; neither stops the next', async () => {
  const many = await runs.start({ site: 'site-1', sql: 'SELECT * FROM range(60000)' });
  const wrong = await runs.start({ site: 'site-1', sql: 'SELECT nothing FROM levels' });
  expect(await ended(many)).toEqual({ state: 'failed', failure: 'limit' });
  expect(await ended(wrong)).toEqual({ state: 'failed', failure: 'engine' });
  expect(failures.map(([runId]) => runId)).toEqual([many, wrong]);
});

test('answers are kept for an hour', async () => {
  const runId = await runs.start({ site: 'site-1', sql: 'SELECT 1 AS n' });
  await ended(runId);
  clock += 3_600_001;
  expect(await runs.read(runId, { after: null, limit: 5 })).not.toBeNull();
  await ended(await runs.start({ site: 'site-1', sql: 'SELECT 2 AS n' }));
  expect(await runs.read(runId, { after: null, limit: 5 })).toBeNull();
});
