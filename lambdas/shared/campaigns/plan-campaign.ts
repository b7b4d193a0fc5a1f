/** PlanCampaign: from what was asked for to the studies that are still to be assessed. */
import {
  campaignRequestSchema,
  campaignSchema,
  type Campaign,
  type CampaignRequest,
  type CampaignStudy,
  type planCampaignOutputSchema,
} from '../../../contracts/campaign/campaign.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { executionNameOf, assessmentInputFor } from '../assessment-start.ts';
import { jsonBytes, pinnedMarkerKey, putJson } from '../artifacts.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { ContractBroken } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { ObjectStore } from '../object-store.ts';
import { storedResult } from '../rows/store-rows.ts';

import { CAMPAIGN_FILES, campaignDocument, campaignKey } from './documents.ts';
import { beyondBudget, canarySize, drawCanary, estimateOf, type FormerTime } from './plan.ts';

type PlanOutput = (typeof planCampaignOutputSchema)['_output'];

/** Studies looked at side by side. */
const AT_ONCE = 16;

/** The estimate is beyond what the request allows. */
export class CampaignOverBudget extends Error {
  override readonly name = 'CampaignOverBudget';
}

/** Null where a former assessment's time is not known. */
export type FormerTimes = (study: { studyId: string; assessmentId: string }) => Promise<FormerTime | null>;

/**
 * A campaign that was planned before stays as it is.
 * @throws CampaignOverBudget
 */
export async function planCampaign(
  store: ObjectStore,
  campaignId: string,
  formerTime: FormerTimes,
): Promise<PlanOutput> {
  const request = await campaignDocument(
    store,
    campaignKey(campaignId, CAMPAIGN_FILES.request),
    campaignRequestSchema,
  );
  if (request === null) throw new ContractBroken('a campaign without a request; required: one');
  const key = campaignKey(campaignId, CAMPAIGN_FILES.campaign);
  let campaign = await campaignDocument(store, key, campaignSchema);
  if (campaign === null) {
    campaign = await planned(store, request, formerTime);
    const beyond = beyondBudget(campaign.estimate, request.budget);
    if (beyond.length > 0) throw new CampaignOverBudget(beyond.join('; '));
    await putJson(store, key, campaignSchema, campaign);
  }
  return {
    canary: await leftOf(store, campaignId, CAMPAIGN_FILES.canaryLeft, campaign.canary),
    rest: await leftOf(store, campaignId, CAMPAIGN_FILES.restLeft, campaign.rest),
    toleratedFailurePercent: request.toleratedFailurePercent,
  };
}

async function planned(
  store: ObjectStore,
  request: CampaignRequest,
  formerTime: FormerTimes,
): Promise<Campaign> {
  const looked = await inParallel(request.chosen, AT_ONCE, (chosen) => studyOf(store, request, chosen));
  const studies = looked.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const why = looked.filter((one) => typeof one === 'string');
  const times = await inParallel(studies, AT_ONCE, ({ input, former }) =>
    formerTime({ studyId: input.studyId, assessmentId: former }),
  );
  const size = canarySize(studies.length, request.canary ?? undefined);
  const byId = studies.map((study) => ({ studyId: study.input.studyId, study }));
  const { canary, rest } = drawCanary(byId, size, request.seed);
  return {
    schema: 'osteon/campaign/1',
    campaignId: request.campaignId,
    canary: canary.map(({ study }) => study),
    rest: rest.map(({ study }) => study),
    leftOut: [...new Set(why)].map((reason) => ({
      why: reason,
      studies: why.filter((one) => one === reason).length,
    })),
    estimate: estimateOf(
      studies.length,
      times.filter((time) => time !== null),
    ),
  };
}

/** A study with a marker that asks for the campaign's parameters; or why it is none. */
async function studyOf(
  store: ObjectStore,
  { parameterSet }: CampaignRequest,
  { studyId, assessmentId }: CampaignRequest['chosen'][number],
): Promise<CampaignStudy | string> {
  const result = await storedResult(store, { studyId, assessmentId });
  if (result === null) return 'no former result';
  const ref = result.artifacts.find(({ schema }) => schema === 'osteon/study/1');
  const marker = ref === undefined ? null : await campaignDocument(store, ref.key, studyManifestSchema);
  if (marker === null) return 'its upload is gone';
  const manifest = { ...marker, parameterSet };
  const digest = sha256(jsonBytes(studyManifestSchema.parse(manifest)));
  const study = await putJson(store, pinnedMarkerKey(studyId, digest), studyManifestSchema, manifest);
  const input = assessmentInputFor(study, manifest);
  if (input.assessmentId === assessmentId) return 'assessed so already';
  return { former: assessmentId, input, name: executionNameOf(input) };
}

/** Those without a result, as a list that a distributed Map reads. */
async function leftOf(
  store: ObjectStore,
  campaignId: string,
  name: string,
  studies: readonly CampaignStudy[],
): Promise<string> {
  const left = await inParallel(studies, AT_ONCE, async (study) =>
    (await storedResult(store, study.input)) === null ? [study] : [],
  );
  const key = campaignKey(campaignId, name);
  await store.put(key, jsonBytes(left.flat()), 'application/json');
  return key;
}
