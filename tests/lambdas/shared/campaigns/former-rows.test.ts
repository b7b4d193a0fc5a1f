import { expect, test } from 'vitest';

import { parquetOf } from '../../../../lambdas/shared/rows/parquet.ts';
import { folderObjectStore } from '../../../../local/folder-object-store.ts';
import { formerAssessments } from '../../../../lambdas/shared/campaigns/former-rows.ts';
import { conditionsOf } from '../../../../lambdas/shared/campaigns/plan.ts';
import type { Cell } from '../../../../report/rows/column.ts';
import { TABLES } from '../../../../report/rows/tables.ts';
import { scratchFolder } from '../../../pipeline/command.ts';

const NOW = { softwareVersion: 'new', parameterSet: 'osteon-default-2' };

function folder() {
  const out = scratchFolder();
  const store = folderObjectStore(out);
  const put = (
    table: 'assessments' | 'campaign_studies',
    site: string,
    rows: readonly Record<string, Cell>[],
    name = rows.map((row) => row.assessment_id).join(''),
  ) =>
    store.put(
      `results/${table}/v=1/month=2025-01/site=${site}/${name}.parquet`,
      parquetOf(TABLES[table].columns, rows),
    );
  return { out, store, put };
}

const row = (study_id: string, assessment_id: string, more: Record<string, Cell> = {}) => ({
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
  const { store, put } = folder();
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
  const chosen = (where: string) => formerAssessments(store, conditionsOf(where)!, NOW);
  expect(await chosen('all')).toEqual([
    { studyId: 'a', assessmentId: '5' },
    { studyId: 'b', assessmentId: '1' },
  ]);
  expect(await chosen('site=south')).toHaveLength(1);
  expect(await chosen('refusal_code=METAL, kvp=120')).toEqual([{ studyId: 'a', assessmentId: '5' }]);
  expect(await chosen('refusal_code=null')).toEqual([{ studyId: 'b', assessmentId: '1' }]);
  expect(await chosen('month=2024-01')).toEqual([]);
});

test('a column that is none is no condition', () => {
  expect(conditionsOf('nonsense=1')).toBeNull();
  expect(conditionsOf('select 1')).toBeNull();
});

test('what a campaign has not released is no former result, unless somebody has signed it', async () => {
  const { store, put } = folder();
  await put('assessments', 'north', [row('a', '1', { assessed_at: '2026-01-01T00:00:00Z' })]);
  await put('assessments', 'north', [row('a', '2', { assessed_at: '2026-01-02T00:00:00Z' })]);
  const study = (campaign: string, released: boolean) =>
    put('campaign_studies', 'north', [{ campaign, study_id: 'a', assessment_id: '2', released }], campaign);
  const chosen = async () =>
    (await formerAssessments(store, [], NOW)).map(({ assessmentId }) => assessmentId);
  expect(await chosen()).toEqual(['2']);
  await study('held', false);
  expect(await chosen()).toEqual(['1']);
  await study('released', true);
  expect(await chosen()).toEqual(['2']);
  await study('released', false);
  await put('assessments', 'north', [row('a', '2', { assessed_at: '2026-01-02T00:00:00Z', signed: true })]);
  expect(await chosen()).toEqual(['2']);
});
