/** PlanCampaign: which studies a campaign assesses, and which of them have no result yet. */
import {
  campaignRequestSchema,
  planCampaignInputSchema,
  planCampaignOutputSchema,
} from '../../contracts/campaign/campaign.ts';
import { putJson } from '../shared/artifacts.ts';
import { bucketsFrom, BUCKETS_VARIABLE } from '../shared/aws/buckets.ts';
import { s3ObjectStore } from '../shared/aws/s3-object-store.ts';
import { stepFunctionsCampaigns } from '../shared/aws/step-functions-campaigns.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { chosenByConditions } from '../shared/campaigns/chosen.ts';
import { CAMPAIGN_FILES, campaignKey } from '../shared/campaigns/documents.ts';
import { formerTimes } from '../shared/campaigns/former-rows.ts';
import { notStarted, planCampaign } from '../shared/campaigns/plan-campaign.ts';

export const handler = stepHandler({
  name: 'PlanCampaign',
  input: planCampaignInputSchema,
  output: planCampaignOutputSchema,
  async run({ campaignId, asked: { request }, executionId, startedAt }, { log }) {
    const store = s3ObjectStore(bucketsFrom(process.env[BUCKETS_VARIABLE]));
    // Two at a time would take each other's places, and assess the same studies.
    if (await stepFunctionsCampaigns(machineOf(executionId)).overlaps(executionId)) {
      log.warn('campaign not started: another runs', { campaignId });
      return notStarted(campaignId);
    }
    if (request !== undefined)
      await putJson(store, campaignKey(campaignId, CAMPAIGN_FILES.request), campaignRequestSchema, request);
    const plan = await planCampaign(campaignId, {
      ...{ store, executionId, startedAt },
      choose: chosenByConditions(store),
      formerTime: formerTimes(store),
      studiesAtATime: Number(process.env.OSTEON_CAMPAIGN_STUDIES ?? 1),
    });
    log.info('campaign planned', { campaignId, start: plan.start });
    return plan;
  },
});

function machineOf(executionId: string): string {
  return executionId.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, '');
}
