/** One campaign over an output folder: what is chosen, the request that it makes, its run, and what is told of it. */
import { resolve } from 'node:path';

import {
  campaignRequestSchema,
  campaignSchema,
  campaignWordSchema,
  type CampaignRequest,
} from '../../contracts/campaign/campaign.ts';
import { driftSchema } from '../../contracts/campaign/drift.ts';
import { jsonBytes, putJson } from '../../lambdas/shared/artifacts.ts';
import {
  CAMPAIGN_FILES,
  campaignDocument,
  campaignKey,
  wordKey,
} from '../../lambdas/shared/campaigns/documents.ts';
import { formerTimes } from '../../lambdas/shared/campaigns/former-rows.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { software } from '../../lambdas/shared/version.ts';
import { sha256 } from '../../spine/host/digest.ts';

import { CommandLineError } from '../command/errors.ts';
import { authorizationOf, requireSafe } from '../dicomweb/service.ts';
import { tokenOf } from '../send/server.ts';

import { chosenStudies } from './chosen-studies.ts';
import { inventoryOf } from './inventory.ts';
import type { Inventory } from './inventory-intake.ts';
import type { ReprocessOptions } from './options.ts';
import { runCampaign, type CampaignRun } from './run-campaign.ts';
import { webInventoryOf } from './web-inventory.ts';

const SECONDS_AN_HOUR = 3600;
const ID_DIGITS = 12;

export interface Ended {
  /** Its results do not count. */
  readonly held: boolean;
  /** Path of the page that tells what changed. */
  readonly page: string;
  readonly part: 'canary' | 'summary';
}

/** @throws CommandLineError where there is nothing to assess; what `runCampaign` throws */
export async function oneCampaign(
  options: ReprocessOptions,
  store: ListedStore,
  { assess, tell }: Pick<CampaignRun, 'assess'> & { readonly tell: (line: string) => void },
): Promise<Ended> {
  const { from, inventory } = options;
  const found =
    inventory === null
      ? { chosen: await chosenStudies(options, store), told: options.where }
      : await studiesOf(inventory, options, store, tell);
  if (inventory !== null) tell(`  ${found.told}`);
  if (found.chosen.length === 0)
    throw new CommandLineError(`--inventory ${inventory}: no study qualifies; required: one`);
  const request = requestOf(options, found.told, found.chosen);
  const { campaignId } = request;
  const key = campaignKey(campaignId, CAMPAIGN_FILES.request);
  await putJson(store, key, campaignRequestSchema, request);
  if (options.goOn) await giveWord(store, campaignId);
  const { length: count } = found.chosen;
  tell(`  campaign ${campaignId}: ${count} ${count === 1 ? 'study' : 'studies'}`);
  const outcome = await runCampaign({
    ...{ store, campaignId, assess },
    formerTime: formerTimes(store),
    startedAt: new Date().toISOString(),
    onStudy: ({ input }, ended, of, failed) => {
      tell(`  study ${input.studyId}: ${failed ? 'failed' : 'done'} (${ended} of ${of})`);
    },
  });
  await tellLeftOut(store, campaignId, tell);
  if (outcome === null) throw new CommandLineError('of what was chosen no study can be assessed');
  const { held, page } = outcome;
  return { held, page: resolve(from, page), part: page.includes('canary') ? 'canary' : 'summary' };
}

async function studiesOf(
  inventory: string,
  { site, dates, tokenFile, overHttp }: ReprocessOptions,
  store: ListedStore,
  tell: (line: string) => void,
): Promise<Inventory> {
  if (!/^https?:/.test(inventory)) return inventoryOf(inventory, store, site);
  const token = tokenFile === null ? null : await tokenOf(tokenFile);
  const service = { url: inventory, authorization: authorizationOf(token) };
  requireSafe('--inventory', service, overHttp);
  const found = await webInventoryOf({ service, dates, store, site, tell: (line) => tell(`  ${line}`) });
  const { from, to } = dates;
  const days = from === null && to === null ? '' : ` (${from ?? ''}..${to ?? ''})`;
  // The campaign's own document says where its studies came from; who asked stays out of it.
  return { ...found, told: `${inventory}${days}: ${found.told}` };
}

/** Named by all that makes it what it is: the same command is the same campaign. */
function requestOf(
  { parameterSet, seed, canary, budgetHours, toleratePercent }: ReprocessOptions,
  where: string,
  chosen: CampaignRequest['chosen'],
): CampaignRequest {
  const asked = {
    schema: 'osteon/campaign-request/1',
    parameterSet,
    where,
    site: null,
    chosen,
    seed,
    canary,
    limits: null,
    toleratedFailurePercent: toleratePercent,
  } as const;
  const digest = sha256(jsonBytes({ ...asked, software: software().version })).slice(0, ID_DIGITS);
  const seconds = budgetHours === null ? null : SECONDS_AN_HOUR * budgetHours;
  return { ...asked, campaignId: `${parameterSet}-${digest}`, budget: { seconds, usd: null } };
}

/** For the drift that lies there, and no other. @throws CommandLineError where there is none yet */
async function giveWord(store: ListedStore, campaignId: string): Promise<void> {
  const drifts = await Promise.all(
    ['all', 'canary'].map((part) =>
      campaignDocument(store, campaignKey(campaignId, `${part}-drift.json`), driftSchema),
    ),
  );
  const seen = drifts.find((drift) => drift !== null);
  if (seen === undefined)
    throw new CommandLineError(
      '--go-on: found nothing compared by this campaign; required: the same command without it first',
    );
  const drift = sha256(jsonBytes(seen));
  await putJson(store, wordKey(campaignId, drift), campaignWordSchema, {
    ...{ schema: 'osteon/campaign-word/1' as const, campaignId, drift },
  });
}

async function tellLeftOut(
  store: ListedStore,
  campaignId: string,
  tell: (line: string) => void,
): Promise<void> {
  const key = campaignKey(campaignId, CAMPAIGN_FILES.campaign);
  const plan = await campaignDocument(store, key, campaignSchema);
  for (const { why, studies } of plan?.leftOut ?? []) tell(`  left out: ${studies}, ${why}`);
}
