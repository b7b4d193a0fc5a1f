/** A campaign of ten studies over results in memory. */
import { parquetReadObjects } from 'hyparquet';

import {
  campaignRequestSchema,
  campaignSchema,
  type CampaignRequest,
  type CampaignStudy,
} from '../../../contracts/campaign/campaign.ts';
import { resultSchema, type Result } from '../../../contracts/result.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { assessmentKey, pinnedMarkerKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { runCampaign } from '../../../local/reprocess/run-campaign.ts';
import { DEFAULT_DRIFT_LIMITS } from '../../../report/drift/drift.ts';
import { TABLES, type CampaignTable, type Row, type TableName } from '../../../report/rows/tables.ts';
import { chosenByConditions } from '../../../lambdas/shared/campaigns/chosen.ts';
import { compareCampaign } from '../../../lambdas/shared/campaigns/compare-campaign.ts';
import { formerTimes } from '../../../lambdas/shared/campaigns/former-rows.ts';
import { planCampaign, type Planning } from '../../../lambdas/shared/campaigns/plan-campaign.ts';
import type { ListedStore } from '../../../lambdas/shared/object-store.ts';
import { parquetOf } from '../../../lambdas/shared/rows/parquet.ts';
import { resultOf } from '../../../report/result.ts';
import { memoryStore, putAssessment } from '../../report/fixture.ts';

export const STUDIES = Array.from({ length: 10 }, (_, n) => n.toString(16).padStart(16, '0'));
export const ID = 'campaign-1';
let made: Promise<Result> | undefined;

/** One result, made once: what all studies have. */
function assessedOnce(): Promise<Result> {
  return (made ??= assess());
}

async function assess(): Promise<Result> {
  const store = memoryStore();
  const { input, ...states } = await putAssessment(store, { levels: ['L1'] });
  return resultOf(
    await readReportData(store, { ...input, ...states } as Parameters<typeof readReportData>[1]),
  );
}

/** Ten studies with a former result each. @param change of density by the new assessment, mg/cm3 */
export async function campaign(change: number, request: Partial<CampaignRequest> = {}) {
  const assessed = await assessedOnce();
  const store = memoryStore();
  for (const studyId of STUDIES) {
    const manifest = { schema: 'osteon/study/1', studyId, files: [], labels: null, order: null } as const;
    const key = pinnedMarkerKey(studyId, 'a'.repeat(64));
    const marker = await putJson(store, key, studyManifestSchema, manifest);
    const former = { ...assessed, studyId, assessmentId: 'former', artifacts: [marker] };
    await putJson(store, assessmentKey(former, 'result.json'), resultSchema, former);
  }
  await putJson(store, `campaigns/${ID}/request.json`, campaignRequestSchema, {
    schema: 'osteon/campaign-request/1',
    campaignId: ID,
    parameterSet: 'osteon-default-2',
    where: 'all',
    site: null,
    chosen: STUDIES.map((studyId) => ({ studyId, assessmentId: 'former' })),
    seed: 's',
    canary: 3,
    budget: { seconds: null, usd: null },
    limits: DEFAULT_DRIFT_LIMITS,
    toleratedFailurePercent: 10,
    ...request,
  });
  const runs: string[] = [];
  const assess = async ({ input }: CampaignStudy): Promise<void> => {
    runs.push(input.studyId);
    const result = {
      ...assessed,
      ...input,
      schema: assessed.schema,
      density: {
        ...assessed.density!,
        vbmd: { ...assessed.density!.vbmd!, value: assessed.density!.vbmd!.value + change },
      },
    };
    await putJson(store, assessmentKey(input, 'result.json'), resultSchema, result);
  };
  const run = async (more: Partial<Parameters<typeof runCampaign>[0]> = {}) => {
    const outcome = await runCampaign({
      store,
      campaignId: ID,
      formerTime: () => Promise.resolve({ seconds: 60, usd: 0.01 }),
      assess,
      onStudy: () => undefined,
      startedAt: '2026-03-01T00:00:00Z',
      ...more,
    });
    return outcome!;
  };
  const planning = (of: ListedStore): Planning => ({
    ...{ store: of, executionId: 'execution', startedAt: '2026-03-01T00:00:00Z', studiesAtATime: 4 },
    choose: chosenByConditions(of),
    formerTime: formerTimes(of),
  });
  /** As the functions of the states do. */
  const plan = (of: ListedStore) => planCampaign(ID, planning(of));
  const compare = (of: ListedStore) =>
    compareCampaign(ID, 'all', { store: of, startedAt: '2026-03-01T00:00:00Z' });
  /** Rows of a table, all of its files. */
  const rows = async (table: CampaignTable): Promise<readonly Row[]> => {
    const files = [...store.objects].filter(([key]) => key.startsWith(`results/${table}/`));
    const each = files.map(([, bytes]) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer }));
    return (await Promise.all(each)).flat() as Row[];
  };
  const released = async () => (await rows('campaign_studies')).filter((row) => row.released === true).length;
  const decision = async () => (await rows('campaigns')).map((row) => row.decision);
  const planned = () => campaignSchema.parse(documentAt('campaign.json'));
  const documentAt = (name: string): unknown =>
    JSON.parse(new TextDecoder().decode(store.objects.get(`campaigns/${ID}/${name}`)));
  return { store, runs, run, assess, planned, rows, released, decision, plan, compare };
}

/** What the former assessments left in the tables, and a campaign before this one. */
export async function putFormerRows(store: ListedStore): Promise<void> {
  const put = (table: TableName, name: string, rows: readonly Row[]) =>
    store.put(
      `results/${table}/v=1/month=0000-00/site=none/${name}.parquet`,
      parquetOf(TABLES[table].columns, rows),
    );
  for (const study_id of STUDIES) {
    const key = { study_id, assessment_id: 'former' };
    await put('assessments', `${study_id}-former-r0`, [{ ...key, outcome: 'assessed' }]);
    await put('steps', `${study_id}-former-r0`, [{ ...key, running_seconds: 60, cost_usd: 0.01 }]);
  }
  await put('campaign_studies', 'before', [{ campaign: 'before', released: true }]);
}
