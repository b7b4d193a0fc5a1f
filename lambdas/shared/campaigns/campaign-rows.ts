/** Rows of a campaign: written when it is planned, and again after each part. What it has not released does not count. */
import type { Campaign, CampaignRequest } from '../../../contracts/campaign/campaign.ts';
import { driftSchema } from '../../../contracts/campaign/drift.ts';
import { CAMPAIGN_PARTS, type CampaignDecision } from '../../../report/rows/campaign-columns.ts';
import { CAMPAIGN_TABLES, campaignRowsOf, TABLES } from '../../../report/rows/tables.ts';

import { putBytes } from '../artifacts.ts';
import type { ListedStore } from '../object-store.ts';
import { parquetOf } from '../rows/parquet.ts';
import { campaignRowsKey } from '../rows/rows-key.ts';

import { campaignDocument, campaignKey } from './documents.ts';

export interface CampaignState {
  readonly request: CampaignRequest;
  readonly campaign: Campaign;
  readonly decision: CampaignDecision;
  /** Of the execution, ISO with a zone. */
  readonly startedAt: string;
}

/** The same files each time, one a table and site: no row is ever there twice. */
export async function putCampaignRows(store: ListedStore, state: CampaignState): Promise<void> {
  const { request, campaign } = state;
  const found = await Promise.all(
    CAMPAIGN_PARTS.map(async (part) => {
      const key = campaignKey(request.campaignId, `${part}-drift.json`);
      const drift = await campaignDocument(store, key, driftSchema);
      return drift === null ? [] : [{ part, drift }];
    }),
  );
  const sites = new Set([request.site, ...[...campaign.canary, ...campaign.rest].map(({ site }) => site)]);
  for (const site of sites) {
    const rows = campaignRowsOf({ ...state, drifts: found.flat() }, site);
    for (const table of CAMPAIGN_TABLES) {
      if (rows[table].length === 0) continue;
      const bytes = parquetOf(TABLES[table].columns, rows[table]);
      const key = campaignRowsKey(table, site, request.campaignId);
      await putBytes(store, key, 'osteon/rows/1', bytes, 'application/vnd.apache.parquet');
    }
  }
}
