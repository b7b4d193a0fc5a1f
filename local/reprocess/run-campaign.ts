/** Runs a campaign on one machine: the state machine's file over the planner and comparison that any host has. */
import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';

import {
  campaignStudySchema,
  compareCampaignOutputSchema,
  type CampaignStudy,
} from '../../contracts/campaign/campaign.ts';
import { checked, parsedJson } from '../../lambdas/shared/contract.ts';
import { compareCampaign } from '../../lambdas/shared/campaigns/compare-campaign.ts';
import { planCampaign, type Planning } from '../../lambdas/shared/campaigns/plan-campaign.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import type { CampaignPart } from '../../report/rows/campaign-columns.ts';

import { campaignDefinition, valueAt, type LocalMap } from './campaign-definition.ts';

export interface CampaignRun {
  readonly store: ListedStore;
  readonly campaignId: string;
  readonly formerTime: Planning['formerTime'];
  /** When it was started, ISO with a zone; it names this execution too. */
  readonly startedAt: string;
  /** @throws where the study's processing failed */
  readonly assess: (study: CampaignStudy) => Promise<void>;
  /** Between the tries of a state that meets a fault of the platform; left out: as the definition has it. */
  readonly retryWaitMs?: number;
  /** Of studies of one part. */
  readonly onStudy: (study: CampaignStudy, ended: number, of: number, failed: boolean) => void;
}

/** More studies of a part have failed than the campaign tolerates. */
export class TooManyFailures extends Error {
  override readonly name = 'States.ExceedToleratedFailureThreshold';
}

const outcomeSchema = z.object({ drift: compareCampaignOutputSchema.optional() });
export type CampaignOutcome = z.infer<typeof compareCampaignOutputSchema>;

/** Null where there was nothing to assess. @throws what ended it: CampaignOverBudget, TooManyFailures, a fault of the store */
export async function runCampaign(run: CampaignRun): Promise<CampaignOutcome | null> {
  const { store, campaignId, formerTime, startedAt } = run;
  const { definition, tasks, maps } = await campaignDefinition();
  const planning: Planning = {
    ...{ store, formerTime, startedAt },
    // The command has chosen.
    choose: () => Promise.resolve([]),
    executionId: startedAt,
    // Each takes all of the machine's cores.
    studiesAtATime: 1,
  };
  const functions: Readonly<Record<string, (event: unknown) => Promise<unknown>>> = {
    PlanCampaign: () => planCampaign(campaignId, planning),
    CompareCampaign: (event) =>
      compareCampaign(campaignId, (event as { part: CampaignPart }).part, { store, startedAt }),
  };
  const handlers = [
    ...[...tasks].map(([state, name]) => [state, functions[name]!] as const),
    ...maps.map((map) => [map.state, (data: unknown) => assessAll(run, map, data)] as const),
  ];
  const execution = new StateMachine(definition).run(
    { campaignId },
    {
      context: { Execution: { Id: startedAt, StartTime: startedAt } },
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(handlers) as never,
        ...(run.retryWaitMs === undefined
          ? {}
          : {
              retryIntervalOverrides: Object.fromEntries(
                [...tasks.keys()].map((state) => [state, run.retryWaitMs!]),
              ),
            }),
      },
    },
  );
  let output: unknown;
  try {
    output = await execution.result;
  } catch (cause) {
    // What the task has thrown, not what the engine makes of it.
    throw cause instanceof ExecutionError && cause.cause instanceof Error ? cause.cause : cause;
  }
  return outcomeSchema.parse(output).drift ?? null;
}

/** Ends as soon as more have failed than are tolerated, as the service does. */
async function assessAll(run: CampaignRun, map: LocalMap, data: unknown): Promise<null> {
  const key = z.string().parse(valueAt(data, map.itemsKeyPath));
  const tolerated = z.number().parse(valueAt(data, map.toleratedPath));
  const studies = checked(z.array(campaignStudySchema), parsedJson(await run.store.get(key), key), key);
  let failures = 0;
  for (const [n, study] of studies.entries()) {
    const failed = await run.assess(study).then(
      () => false,
      () => true,
    );
    if (failed) failures++;
    run.onStudy(study, n + 1, studies.length, failed);
    if ((100 * failures) / studies.length > tolerated)
      throw new TooManyFailures(`${failures} of ${studies.length} studies failed; tolerated: ${tolerated} %`);
  }
  return null;
}
