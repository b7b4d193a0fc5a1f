/** CompareCampaign: what a part of a campaign has changed, and whether the campaign goes on, or its results count. */
import {
  compareCampaignInputSchema,
  compareCampaignOutputSchema,
} from '../../contracts/campaign/campaign.ts';
import { bucketsFrom, BUCKETS_VARIABLE } from '../shared/aws/buckets.ts';
import { s3ObjectStore } from '../shared/aws/s3-object-store.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { compareCampaign } from '../shared/campaigns/compare-campaign.ts';

export const handler = stepHandler({
  name: 'CompareCampaign',
  input: compareCampaignInputSchema,
  output: compareCampaignOutputSchema,
  async run({ campaignId, part, startedAt }, { log }) {
    const store = s3ObjectStore(bucketsFrom(process.env[BUCKETS_VARIABLE]));
    const compared = await compareCampaign(campaignId, part, { store, startedAt });
    const said = { campaignId, part, compared: compared.compared };
    if (compared.held) log.warn('campaign held', said);
    else log.info('campaign compared', said);
    return compared;
  },
});
