/** Documents of a campaign, below `campaigns/ID/`, and what else it asks for that may not be there. */
import type { z } from 'zod';

import { resultSchema, type Result } from '../../../contracts/result.ts';

import { assessmentKey, unlessAbsent, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ListedStore } from '../object-store.ts';

export const CAMPAIGN_FILES = {
  request: 'request.json',
  campaign: 'campaign.json',
  canaryLeft: 'canary-left.json',
  restLeft: 'rest-left.json',
  release: 'release.json',
  starts: 'starts.json',
} as const;

export function campaignKey(campaignId: string, name: string): string {
  return `campaigns/${campaignId}/${name}`;
}

/** A word is for one drift: another one lies beside it. */
export function wordKey(campaignId: string, driftDigest: string): string {
  return campaignKey(campaignId, `words/${driftDigest}.json`);
}

/**
 * Null where it is not there.
 * @throws StorageUnusable where it is denied; ContractBroken where it is something else
 */
export async function campaignDocument<T extends z.ZodType>(
  store: ListedStore,
  key: string,
  contract: T,
): Promise<z.output<T> | null> {
  const bytes = await unlessAbsent(store, key);
  return bytes === null ? null : checked(contract, parsedJson(bytes, key), key);
}

/** The result of an assessment, or the report of its fault; null where there is none. @throws as `campaignDocument` */
export function resultOrNull(
  store: ListedStore,
  assessment: AssessmentKey,
  name: 'result.json' | 'fault.json' = 'result.json',
): Promise<Result | null> {
  return campaignDocument(store, assessmentKey(assessment, name), resultSchema);
}
