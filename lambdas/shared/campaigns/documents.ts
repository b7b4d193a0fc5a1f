/** Documents of a campaign, below `campaigns/ID/`. */
import type { z } from 'zod';

import { checked, parsedJson } from '../contract.ts';
import { StorageUnusable } from '../errors.ts';
import { ObjectMissing, type ObjectStore } from '../object-store.ts';

export const CAMPAIGN_FILES = {
  request: 'request.json',
  campaign: 'campaign.json',
  canaryLeft: 'canary-left.json',
  restLeft: 'rest-left.json',
  word: 'word.json',
} as const;

export function campaignKey(campaignId: string, name: string): string {
  return `campaigns/${campaignId}/${name}`;
}

/** Null where it is not there. @throws ContractBroken where it is something else */
export async function campaignDocument<T extends z.ZodType>(
  store: ObjectStore,
  key: string,
  contract: T,
): Promise<z.output<T> | null> {
  try {
    return checked(contract, parsedJson(await store.get(key), key), key);
  } catch (cause) {
    // No function may list a bucket, so S3 says of an object that is not there that it is denied.
    if (cause instanceof ObjectMissing || cause instanceof StorageUnusable) return null;
    throw cause;
  }
}
