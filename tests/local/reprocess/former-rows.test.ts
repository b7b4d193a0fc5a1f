import { expect, test } from 'vitest';

import { parquetOf } from '../../../lambdas/shared/rows/parquet.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { conditionsOf, formerAssessments, formerTimes } from '../../../local/reprocess/former-rows.ts';
import { TABLES } from '../../../report/rows/tables.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const NOW = { softwareVersion: 'new', parameterSet: 'osteon-default-2' };

function folder() {
  const out = scratchFolder();
  const store = folderObjectStore(out);
  const put = (
    table: 'assessments' | 'steps',
    site: string,
    rows: readonly Record<string, string | number | null>[],
  ) =>
    store.put(
      `results/${table}/v=1/month=2025-01/site=${site}/${rows.map((row) => row.assessment_id).join('')}.parquet`,
      parquetOf(TABLES[table].columns, rows),
    );
  return { out, store, put };
}

const row = (study_id: string, assessment_id: string, more: Record<string, string | number | null> = {}) => ({
  ...{
    study_id,
    assessment_id,
    outcome: 'assessed',
    software_version: 'old',
    parameter_set: 'osteon-default-1',
  },
  ...more,
});

test('of each study the latest counts, but for faults and what was made as the campaign makes it', async () => {
  const { out, store, put } = folder();
  await put('assessments', 'north', [row('b', '1', { assessed_at: '2026-01-02T00:00:00Z' })]);
  await put('assessments', 'north', [row('b', '2', { assessed_at: '2026-01-01T00:00:00Z' })]);
  await put('assessments', 'north', [
    row('b', '3', { outcome: 'failed', assessed_at: '2026-02-01T00:00:00Z' }),
  ]);
  await put('assessments', 'north', [
    row('b', '4', {
      software_version: 'new',
      parameter_set: 'osteon-default-2',
      assessed_at: '2026-03-01T00:00:00Z',
    }),
  ]);
  await put('assessments', 'south', [row('a', '5', { outcome: 'refused', refusal_code: 'METAL', kvp: 120 })]);
  await put('assessments', 'south', []);
  const chosen = (where: string) => formerAssessments(out, store, conditionsOf(where), NOW);
  expect(await chosen('all')).toEqual([
    { studyId: 'a', assessmentId: '5' },
    { studyId: 'b', assessmentId: '1' },
  ]);
  expect(await chosen('site=south')).toHaveLength(1);
  expect(await chosen('refusal_code=METAL, kvp=120')).toEqual([{ studyId: 'a', assessmentId: '5' }]);
  expect(await chosen('refusal_code=null')).toEqual([{ studyId: 'b', assessmentId: '1' }]);
  expect(await chosen('month=2024-01')).toEqual([]);
});

test('a column that is none is said', () => {
  expect(() => conditionsOf('nonsense=1')).toThrow('--where: found nonsense=1; required: COLUMN=VALUE');
  expect(() => conditionsOf('select 1')).toThrow('required: COLUMN=VALUE');
});

test('times are summed over an assessment’s steps, and have a price where a step has one', async () => {
  const { out, store, put } = folder();
  await put('steps', 'north', [
    row('a', '1', { running_seconds: 10, cost_usd: 0.25 }),
    row('a', '1', { running_seconds: 5, cost_usd: 0.5 }),
    row('b', '2', { running_seconds: 7 }),
  ]);
  expect(Object.fromEntries(await formerTimes(out, store))).toEqual({
    'a/1': { seconds: 15, usd: 0.75 },
    'b/2': { seconds: 7, usd: null },
  });
});
