/** PlanCampaign: from what was asked for to the studies that are still to be assessed. */
import {
  campaignReleaseSchema,
  campaignRequestSchema,
  campaignSchema,
  campaignStartsSchema,
  type Campaign,
  type CampaignRequest,
  type CampaignStudy,
  type ChosenStudy,
  type planCampaignOutputSchema,
} from '../../../contracts/campaign/campaign.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { executionNameOf, assessmentInputFor } from '../assessment-start.ts';
import { jsonBytes, pinnedMarkerKey, putJson } from '../artifacts.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { ContractBroken } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { ListedStore } from '../object-store.ts';

import { putCampaignRows } from './campaign-rows.ts';
import { CAMPAIGN_FILES, campaignDocument, campaignKey, resultOrNull } from './documents.ts';
import { beyondBudget, canarySize, drawCanary, estimateOf, type FormerTime } from './plan.ts';

type PlanOutput = (typeof planCampaignOutputSchema)['_output'];

/** Studies looked at side by side. */
const AT_ONCE = 32;
/** An estimate is by the times of so many studies: their mean is known to a few per cent. */
const TIMED = 200;
const MOST_PERCENT = 100;

/** The estimate is beyond what the request allows. */
export class CampaignOverBudget extends Error {
  override readonly name = 'CampaignOverBudget';
}

/** Null where a former assessment's time is not known. */
export type FormerTimes = (study: { studyId: string; assessmentId: string }) => Promise<FormerTime | null>;

/** What a plan is made with. */
export interface Planning {
  readonly store: ListedStore;
  /** By the request's `where`, where nothing is chosen yet. */
  readonly choose: (request: CampaignRequest) => Promise<readonly ChosenStudy[]>;
  readonly formerTime: FormerTimes;
  readonly executionId: string;
  /** Of the execution, ISO with a zone. */
  readonly startedAt: string;
  readonly studiesAtATime: number;
}

/**
 * A campaign that was planned before stays as it is.
 * @throws CampaignOverBudget
 */
export async function planCampaign(campaignId: string, planning: Planning): Promise<PlanOutput> {
  const { store, startedAt } = planning;
  const at = (name: string): string => campaignKey(campaignId, name);
  const request = await campaignDocument(store, at(CAMPAIGN_FILES.request), campaignRequestSchema);
  if (request === null) throw new ContractBroken('a campaign without a request; required: one');
  const attempt = await attemptOf(planning, at(CAMPAIGN_FILES.starts));
  const key = at(CAMPAIGN_FILES.campaign);
  let campaign = await campaignDocument(store, key, campaignSchema);
  if (campaign === null) {
    campaign = await planned(planning, request);
    const beyond = beyondBudget(campaign.estimate, request.budget);
    if (beyond.length > 0) throw new CampaignOverBudget(beyond.join('; '));
    await putJson(store, key, campaignSchema, campaign);
  }
  const released = await campaignDocument(store, at(CAMPAIGN_FILES.release), campaignReleaseSchema);
  // Before its first assessment: none of them counts before the campaign is released.
  await putCampaignRows(store, {
    ...{ request, campaign, startedAt },
    decision: released === null ? 'running' : 'released',
  });
  const canary = await leftOf(store, at(CAMPAIGN_FILES.canaryLeft), campaign.canary, attempt);
  const rest = await leftOf(store, at(CAMPAIGN_FILES.restLeft), campaign.rest, attempt);
  // Those that failed are among what is left: of it they may be all, and of their part as few as before.
  const toleratedOf = (part: number, left: number): number =>
    left === 0 ? 0 : Math.min(MOST_PERCENT, (request.toleratedFailurePercent * part) / left);
  return {
    start: campaign.canary.length + campaign.rest.length > 0,
    canary: canary.key,
    rest: rest.key,
    canaryToleratedPercent: toleratedOf(campaign.canary.length, canary.left),
    restToleratedPercent: toleratedOf(campaign.rest.length, rest.left),
    studiesAtATime: planning.studiesAtATime,
  };
}

/** What PlanCampaign gives where another campaign runs: nothing is read or written. */
export function notStarted(campaignId: string): PlanOutput {
  return {
    start: false,
    canary: campaignKey(campaignId, CAMPAIGN_FILES.canaryLeft),
    rest: campaignKey(campaignId, CAMPAIGN_FILES.restLeft),
    canaryToleratedPercent: 0,
    restToleratedPercent: 0,
    studiesAtATime: 1,
  };
}

async function planned(planning: Planning, request: CampaignRequest): Promise<Campaign> {
  const { store, choose, formerTime } = planning;
  const chosen = request.chosen ?? (await choose(request));
  const looked = await inParallel(chosen, AT_ONCE, (one) => studyAgain(store, request, one));
  const studies = looked.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const why = looked.filter((one) => typeof one === 'string');
  const size = canarySize(studies.length, request.canary ?? undefined);
  const byId = studies.map((study) => ({ studyId: study.input.studyId, study }));
  const { canary, rest } = drawCanary(byId, size, request.seed);
  const { canary: timed } = drawCanary(byId, Math.min(TIMED, byId.length), request.seed);
  const times = await inParallel(timed, AT_ONCE, ({ studyId, study: { former } }) =>
    former === null ? Promise.resolve(null) : formerTime({ studyId, assessmentId: former }),
  );
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
export async function studyAgain(
  store: ListedStore,
  { parameterSet, site }: Pick<CampaignRequest, 'parameterSet' | 'site'>,
  chosen: ChosenStudy,
): Promise<CampaignStudy | string> {
  const former = 'assessmentId' in chosen ? chosen.assessmentId : null;
  const { studyId } = chosen;
  let ref = 'marker' in chosen ? chosen.marker : undefined;
  if (former !== null) {
    const result = await resultOrNull(store, { studyId, assessmentId: former });
    if (result === null) return 'no former result';
    ref = result.artifacts.find(({ schema }) => schema === 'osteon/study/1');
  }
  const marker = ref === undefined ? null : await campaignDocument(store, ref.key, studyManifestSchema);
  if (marker === null) return 'its upload is gone';
  if (site !== null && marker.site !== site) return 'of another site';
  const manifest = { ...marker, parameterSet };
  const digest = sha256(jsonBytes(studyManifestSchema.parse(manifest)));
  const study = await putJson(store, pinnedMarkerKey(studyId, digest), studyManifestSchema, manifest);
  const input = assessmentInputFor(study, manifest);
  if (input.assessmentId === former) return 'assessed so already';
  return { former, site: marker.site ?? null, input, name: executionNameOf(input) };
}

/** From 1: which of the campaign's executions this is. Called again in the same one, it is the same. */
async function attemptOf({ store, executionId }: Planning, key: string): Promise<number> {
  const before = (await campaignDocument(store, key, campaignStartsSchema))?.executions ?? [];
  if (!before.includes(executionId))
    await putJson(store, key, campaignStartsSchema, {
      schema: 'osteon/campaign-starts/1',
      executions: [...before, executionId],
    });
  return before.includes(executionId) ? before.indexOf(executionId) + 1 : before.length + 1;
}

/** Those without a result, as a list that a distributed Map reads. A name that an execution has had can't be taken again. */
async function leftOf(
  store: ListedStore,
  key: string,
  studies: readonly CampaignStudy[],
  attempt: number,
): Promise<{ readonly key: string; readonly left: number }> {
  const left = await inParallel(studies, AT_ONCE, async (study) =>
    (await resultOrNull(store, study.input)) === null
      ? [{ ...study, name: executionNameOf(study.input, attempt) }]
      : [],
  );
  const all = left.flat();
  await store.put(key, jsonBytes(all), 'application/json');
  return { key, left: all.length };
}
