/** CompareCampaign: what the new assessments changed, as data and as a page; and whether the campaign may go on. */
import {
  campaignRequestSchema,
  campaignSchema,
  campaignWordSchema,
  type compareCampaignOutputSchema,
} from '../../../contracts/campaign/campaign.ts';
import { driftSchema } from '../../../contracts/campaign/drift.ts';
import { DEFAULT_DRIFT_LIMITS, driftOf, type ResultPair } from '../../../report/drift/drift.ts';
import { driftPage } from '../../../report/drift/drift-page.ts';

import { putBytes, putJson } from '../artifacts.ts';
import { ContractBroken } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { ObjectStore } from '../object-store.ts';
import { storedResult } from '../rows/store-rows.ts';

import { CAMPAIGN_FILES, campaignDocument, campaignKey } from './documents.ts';

export type CampaignPart = 'canary' | 'all';
type CompareOutput = (typeof compareCampaignOutputSchema)['_output'];

const AT_ONCE = 16;

export async function compareCampaign(
  store: ObjectStore,
  campaignId: string,
  part: CampaignPart,
): Promise<CompareOutput> {
  const read = async <T>(found: Promise<T | null>): Promise<T> => {
    const document = await found;
    if (document === null) throw new ContractBroken('a campaign without its plan; required: one');
    return document;
  };
  const at = (name: string): string => campaignKey(campaignId, name);
  const request = await read(campaignDocument(store, at(CAMPAIGN_FILES.request), campaignRequestSchema));
  const campaign = await read(campaignDocument(store, at(CAMPAIGN_FILES.campaign), campaignSchema));
  const studies = part === 'canary' ? campaign.canary : [...campaign.canary, ...campaign.rest];
  const pairs = await inParallel(studies, AT_ONCE, async ({ former, input }): Promise<ResultPair[]> => {
    const before = await storedResult(store, { ...input, assessmentId: former });
    const after = (await storedResult(store, input)) ?? (await storedResult(store, input, 'fault.json'));
    return before === null || after === null ? [] : [{ before, after }];
  });
  const drift = driftOf(pairs.flat(), request.limits ?? DEFAULT_DRIFT_LIMITS);
  const ref = await putJson(store, at(`${part}-drift.json`), driftSchema, drift);
  const page = at(`${part}-drift.html`);
  const told = [
    `Studies: ${request.where}.`,
    `New parameters: ${request.parameterSet}. Compared: ${drift.studies} of ${studies.length} studies of ${part === 'canary' ? `the canary, drawn by the seed ${request.seed}; ${campaign.rest.length} wait` : 'the campaign'}.`,
    ...campaign.leftOut.map(({ why, studies: count }) => `Left out: ${count}, ${why}.`),
  ];
  const heading = { title: `Campaign ${campaignId}: ${part === 'canary' ? 'canary' : 'summary'}`, told };
  await putBytes(
    store,
    page,
    'osteon/campaign-page/1',
    new TextEncoder().encode(driftPage(heading, drift)),
    'text/html',
  );
  const word = await campaignDocument(store, at(CAMPAIGN_FILES.word), campaignWordSchema);
  // Nothing comes after the summary that could wait. A campaign without a canary was asked for so; a word holds for the drift that was seen.
  const held =
    part === 'canary' && studies.length > 0 && drift.beyond.length > 0 && word?.drift !== ref.sha256;
  return { held, drift: ref.key, page, compared: drift.studies };
}
