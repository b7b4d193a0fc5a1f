/** `npm run reprocess`: a campaign over an output folder. Progress on stderr, the page that tells what changed on stdout. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

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
import { formerAssessments, formerTimes } from '../../lambdas/shared/campaigns/former-rows.ts';
import { CampaignOverBudget } from '../../lambdas/shared/campaigns/plan-campaign.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { COMMIT_VARIABLE, software } from '../../lambdas/shared/version.ts';
import { sha256 } from '../../spine/host/digest.ts';

import { CommandLineError, exitCodeOf } from '../command/errors.ts';
import { commitOf } from '../commit.ts';
import { openOutput } from '../output-folder.ts';
import { executionOnPool } from '../serve/run-execution.ts';
import { HELP, parseReprocess, type ReprocessOptions } from './options.ts';
import { runCampaign } from './run-campaign.ts';

const EXIT = { done: 0, held: 3 } as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECONDS_AN_HOUR = 3600;
const ID_DIGITS = 12;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseReprocess(args);
    if (options === null) {
      console.log(HELP);
      return EXIT.done;
    }
    // The processes of the steps inherit it.
    process.env[COMMIT_VARIABLE] ??= commitOf(ROOT);
    console.error(`osteon ${software().version} - not cleared for clinical use; decision support`);
    return await campaign(options, await openOutput(options.from));
  } catch (error) {
    return exitCodeOf(
      error instanceof CampaignOverBudget ? new CommandLineError(error.message, { cause: error }) : error,
    );
  }
}

async function campaign(options: ReprocessOptions, store: ListedStore): Promise<number> {
  const { from, parameterSet, conditions, workers, goOn } = options;
  const now = { softwareVersion: software().version, parameterSet };
  const chosen = await formerAssessments(store, conditions, now);
  if (chosen.length === 0)
    throw new CommandLineError(
      `--where ${options.where}: found no study with rows in ${from}/results; required: one (npm run results writes rows that are missing)`,
    );
  const request = requestOf(options, chosen);
  const { campaignId } = request;
  const at = (name: string): string => campaignKey(campaignId, name);
  await putJson(store, at(CAMPAIGN_FILES.request), campaignRequestSchema, request);
  if (goOn) await giveWord(store, campaignId);
  console.error(`  campaign ${campaignId}: ${chosen.length} studies`);
  const run = executionOnPool(from, workers);
  const never = new AbortController().signal;
  const outcome = await runCampaign({
    store,
    campaignId,
    formerTime: formerTimes(store),
    startedAt: new Date().toISOString(),
    assess: ({ input }) => run(input, never),
    onStudy: ({ input }, ended, of, failed) =>
      console.error(`  study ${input.studyId}: ${failed ? 'failed' : 'done'} (${ended} of ${of})`),
  });
  await tellPlan(store, campaignId);
  if (outcome === null) throw new CommandLineError('of what was chosen no study can be assessed again');
  console.log(`${outcome.page.includes('canary') ? 'canary' : 'summary'}: ${resolve(from, outcome.page)}`);
  if (!outcome.held) return EXIT.done;
  console.error(
    'osteon: more has changed than is allowed: the results do not count; --go-on lets the campaign go on',
  );
  return EXIT.held;
}

/** Named by all that makes it what it is: the same command is the same campaign. */
function requestOf(options: ReprocessOptions, chosen: CampaignRequest['chosen']): CampaignRequest {
  const { parameterSet, where, seed, canary, budgetHours, toleratePercent } = options;
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

async function tellPlan(store: ListedStore, campaignId: string): Promise<void> {
  const plan = await campaignDocument(
    store,
    campaignKey(campaignId, CAMPAIGN_FILES.campaign),
    campaignSchema,
  );
  for (const { why, studies } of plan?.leftOut ?? []) console.error(`  left out: ${studies}, ${why}`);
}
