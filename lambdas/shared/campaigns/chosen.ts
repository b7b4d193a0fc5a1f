/** Studies of a campaign that is asked for by conditions, chosen when it is planned. */
import type { CampaignRequest } from '../../../contracts/campaign/campaign.ts';
import { ContractBroken } from '../errors.ts';
import type { ListedStore } from '../object-store.ts';
import { software } from '../version.ts';

import { formerAssessments } from './former-rows.ts';
import { conditionsOf } from './plan.ts';
import type { Planning } from './plan-campaign.ts';

/** From the rows in the store: a file an assessment, those of the site's and the months' partitions alone. */
export function chosenByConditions(store: ListedStore): Planning['choose'] {
  return ({ where, site, parameterSet }: CampaignRequest) => {
    const conditions = conditionsOf(where);
    if (conditions === null)
      throw new ContractBroken('a campaign by something else than conditions; required: COLUMN=VALUE,...');
    const ofSite = site === null ? [] : [{ column: 'site', value: site }];
    const now = { softwareVersion: software().version, parameterSet };
    return formerAssessments(store, [...conditions, ...ofSite], now);
  };
}
