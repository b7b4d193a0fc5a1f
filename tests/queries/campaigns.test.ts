/** What a campaign has not released does not count, in any query; and which visits wait for the same parameters. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { archiveOf } from '../../bench/query/archive.ts';
import { writePacked } from '../../bench/query/tables.ts';
import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { campaignRowsKey } from '../../lambdas/shared/rows/rows-key.ts';
import type { Cell } from '../../report/rows/column.ts';
import { TABLES, type CampaignTable } from '../../report/rows/tables.ts';
import { scratchFolder } from '../pipeline/command.ts';

import { answer, asked, openTables, type OpenTables } from './archive-tables.ts';

const ARCHIVE = archiveOf(7, 60);
const SIGNED = new Set(
  ARCHIVE.filter(({ signed }) => signed).map(({ studyId, assessmentId }) => `${studyId}/${assessmentId}`),
);
const MEMBERS = ARCHIVE.filter(
  ({ studyId, assessmentId, parameterSet, outcome }) =>
    parameterSet === 'osteon-default-4' && outcome !== 'failed' && !SIGNED.has(`${studyId}/${assessmentId}`),
);
let out: string;

beforeAll(() => {
  out = scratchFolder();
  writePacked(out, ARCHIVE);
});

function put(table: CampaignTable, site: string, campaign: string, rows: readonly Record<string, Cell>[]) {
  open = null;
  const path = join(out, campaignRowsKey(table, site, campaign));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    parquetOf(
      TABLES[table].columns,
      rows.map((row) => ({ campaign, ...row })),
    ),
  );
}

function campaignIs(campaign: string, released: boolean): void {
  for (const [site, of] of Map.groupBy(MEMBERS, ({ scanner }) => scanner.site))
    put(
      'campaign_studies',
      site,
      campaign,
      of.map(({ studyId, assessmentId }) => ({ study_id: studyId, assessment_id: assessmentId, released })),
    );
}

/** Tables are opened anew where a file has been put since. */
let open: Promise<OpenTables> | null = null;
function opened(): Promise<OpenTables> {
  return (open ??= openTables(out));
}

async function ask(sql: string): Promise<readonly (readonly Cell[])[]> {
  return (await asked(sql, await opened())).rows;
}

async function named(name: string, parameters: Readonly<Record<string, string>> = {}) {
  return answer(name, parameters, await opened());
}

test('results of a campaign count from its release on, and where another campaign has released them', async () => {
  const counting = async () => {
    const ids = await ask('SELECT study_id, assessment_id FROM current_results');
    const current = new Set(ids.map((id) => id.join('/')));
    return MEMBERS.filter(({ studyId, assessmentId }) => current.has(`${studyId}/${assessmentId}`)).length;
  };
  const before = await counting();
  const compared = await named('reclassification');
  expect(before).toBeGreaterThan(10);
  campaignIs('one', false);
  expect(await counting()).toBe(0);
  // A study without another result has none that counts.
  const others = new Set(
    ARCHIVE.filter((one) => !MEMBERS.includes(one)).map(
      ({ scanner, studyId }) => `${scanner.site} ${studyId}`,
    ),
  );
  expect(await ask('SELECT count(*) FROM current_results')).toEqual([[others.size]]);
  expect((await named('reclassification')).length).toBeLessThan(compared.length);
  expect(await named('reclassification', { held: 'yes' })).toEqual(compared);
  campaignIs('two', true);
  expect(await counting()).toBe(before);
});

test('a campaign’s figures are those of its last part; its time and cost those of its assessments', async () => {
  put('campaigns', 'none', 'one', [
    { started_at: '2026-03-01T00:00:00Z', decision: 'held', parameter_set: 'osteon-default-4', studies: 99 },
  ]);
  put('campaign_measures', 'none', 'one', [
    { part: 'canary', measure: 'vbmd', bias: 5 },
    { part: 'all', measure: 'vbmd', bias: 3 },
    { part: 'all', measure: 'risk_category', pairs: 9, moved: 2 },
  ]);
  campaignIs('one', false);
  const seconds = MEMBERS.flatMap(({ steps }) => steps).reduce((sum, step) => sum + step.seconds, 0);
  const [row, ...more] = await named('campaigns');
  expect(more).toEqual([]);
  expect(row!.slice(0, 10)).toEqual([
    ...['one', '2026-03-01T00:00:00Z', 'held', 'osteon-default-4', 99],
    ...[new Set(MEMBERS.map(({ studyId }) => studyId)).size, null, null, 3, 2],
  ]);
  expect(row![10]).toBeCloseTo(seconds / 3600, 6);
});

test('visits to assess again: earlier ones by other parameters than the last', async () => {
  // Signed results by the later parameters stand beside visits whose results by them are held.
  campaignIs('one', false);
  campaignIs('two', false);
  const rows = await named('visits-to-reassess');
  expect(rows.length).toBeGreaterThan(0);
  for (const [study, assessment, , patient, date, set, last] of rows) {
    const one = ARCHIVE.find(
      ({ studyId, assessmentId }) => studyId === study && assessmentId === assessment,
    )!;
    expect([one.patient === null, one.parameterSet, set === last]).toEqual([patient === null, set, false]);
    expect(one.date).toBe(date);
  }
});
