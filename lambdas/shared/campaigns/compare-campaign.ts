/** CompareCampaign: what the new assessments changed, as data and as a page; whether the campaign may go on, and whether it counts. */
import {
  campaignReleaseSchema,
  campaignRequestSchema,
  campaignSchema,
  campaignWordSchema,
  type Campaign,
  type CampaignRequest,
  type CampaignStudy,
  type compareCampaignOutputSchema,
} from '../../../contracts/campaign/campaign.ts';
import { driftSchema, type Drift } from '../../../contracts/campaign/drift.ts';
import type { Result } from '../../../contracts/result.ts';
import { comparable, type Comparable } from '../../../report/drift/comparable.ts';
import { DEFAULT_DRIFT_LIMITS, driftOf } from '../../../report/drift/drift.ts';
import { driftPage } from '../../../report/drift/drift-page.ts';
import { firstResultsOf } from '../../../report/drift/first-results.ts';
import type { CampaignPart } from '../../../report/rows/campaign-columns.ts';
import { sha256 } from '../../../spine/host/digest.ts';

import { jsonBytes, putBytes, putJson } from '../artifacts.ts';
import { ContractBroken } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { ListedStore } from '../object-store.ts';

import { putCampaignRows } from './campaign-rows.ts';
import { CAMPAIGN_FILES, campaignDocument, campaignKey, resultOrNull, wordKey } from './documents.ts';

type CompareOutput = (typeof compareCampaignOutputSchema)['_output'];

const AT_ONCE = 32;

export interface Comparing {
  readonly store: ListedStore;
  /** Of the execution, ISO with a zone. */
  readonly startedAt: string;
}

export async function compareCampaign(
  campaignId: string,
  part: CampaignPart,
  { store, startedAt }: Comparing,
): Promise<CompareOutput> {
  const at = (name: string): string => campaignKey(campaignId, name);
  const request = required(await campaignDocument(store, at(CAMPAIGN_FILES.request), campaignRequestSchema));
  const campaign = required(await campaignDocument(store, at(CAMPAIGN_FILES.campaign), campaignSchema));
  const studies = part === 'canary' ? campaign.canary : [...campaign.canary, ...campaign.rest];
  const drift = await driftOfStudies(store, request, studies);
  const ref = await putJson(store, at(`${part}-drift.json`), driftSchema, drift);
  const page = at(`${part}-drift.html`);
  const html = driftPage(headingOf(request, campaign, part, drift), drift);
  await putBytes(store, page, 'osteon/campaign-page/1', new TextEncoder().encode(html), 'text/html');
  // A canary of none was asked for so: what all of them changed is looked at then.
  const beyond = studies.length > 0 && drift.beyond.length > 0;
  const held = beyond && !(await maySo(store, campaignId, ref.sha256));
  const releases = part === 'all' && !held;
  if (releases)
    await putJson(store, at(CAMPAIGN_FILES.release), campaignReleaseSchema, {
      schema: 'osteon/campaign-release/1',
      campaignId,
    });
  const released = await campaignDocument(store, at(CAMPAIGN_FILES.release), campaignReleaseSchema);
  const decision = released !== null ? 'released' : held ? 'held' : 'running';
  await putCampaignRows(store, { request, campaign, decision, startedAt });
  return { held, drift: ref.key, page, compared: drift.studies };
}

function required<T>(document: T | null): T {
  if (document === null) throw new ContractBroken('a campaign without its plan; required: one');
  return document;
}

/** A word holds for the drift that was seen; that for the canary's holds for what the rest changes as well. */
async function maySo(store: ListedStore, campaignId: string, digest: string): Promise<boolean> {
  const canary = await campaignDocument(store, campaignKey(campaignId, 'canary-drift.json'), driftSchema);
  const digests = [digest, ...(canary === null ? [] : [sha256(jsonBytes(canary))])];
  const words = await Promise.all(
    digests.map((one) => campaignDocument(store, wordKey(campaignId, one), campaignWordSchema)),
  );
  return words.some((word) => word !== null);
}

async function driftOfStudies(
  store: ListedStore,
  { limits }: CampaignRequest,
  studies: readonly CampaignStudy[],
): Promise<Drift> {
  const results = await inParallel(studies, AT_ONCE, async ({ former, input }) => ({
    compared: former !== null,
    before:
      former === null
        ? null
        : comparableOrNull(await resultOrNull(store, { ...input, assessmentId: former })),
    after: comparableOrNull(
      (await resultOrNull(store, input)) ?? (await resultOrNull(store, input, 'fault.json')),
    ),
  }));
  const pairs = results.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ before, after }],
  );
  const first = results.flatMap(({ compared, after }): Comparable[] =>
    compared || after === null ? [] : [after],
  );
  const against = results.filter(({ compared }) => compared).length;
  return driftOf(pairs, limits ?? DEFAULT_DRIFT_LIMITS, {
    ...firstResultsOf(first, studies.length - against),
    // Nothing to compare is no fault of a campaign that assesses for the first time.
    comparable: against > 0,
  });
}

function comparableOrNull(result: Result | null): Comparable | null {
  return result === null ? null : comparable(result);
}

function headingOf(request: CampaignRequest, campaign: Campaign, part: CampaignPart, drift: Drift) {
  const { campaignId, where, parameterSet, seed } = request;
  const { canary, rest, leftOut } = campaign;
  const studies = part === 'canary' ? canary.length : canary.length + rest.length;
  const which =
    part === 'canary' ? `the canary, drawn by the seed ${seed}; ${rest.length} wait` : 'the campaign';
  return {
    title: `Campaign ${campaignId}: ${part === 'canary' ? 'canary' : 'summary'}`,
    told: [
      `Studies: ${where}.`,
      `New parameters: ${parameterSet}. Compared: ${drift.studies} of ${studies} studies of ${which}.`,
      ...leftOut.map(({ why, studies: count }) => `Left out: ${count}, ${why}.`),
    ],
  };
}
