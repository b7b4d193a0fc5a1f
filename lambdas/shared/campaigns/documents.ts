/** Documents of a campaign, below `campaigns/ID/`, and what else it asks for that may not be there. */
import type { z } from 'zod';

import { resultSchema, type Result } from '../../../contracts/result.ts';

import { assessmentKey, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import { StorageUnusable } from '../errors.ts';
import { ObjectMissing, type ListedStore } from '../object-store.ts';

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
  const bytes = await objectOrNull(store, key);
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

/**
 * Whoever may list a prefix alone is denied what is not there as well as what it may not read (S3 tells them apart for those who may
 * list the whole bucket), and a moment's denial must not make a plan anew: a list of the folder tells which it is.
 */
async function objectOrNull(store: ListedStore, key: string): Promise<Uint8Array | null> {
  try {
    return await store.get(key);
  } catch (cause) {
    if (cause instanceof ObjectMissing) return null;
    if (!(cause instanceof StorageUnusable)) throw cause;
    const there = await store.list(key.slice(0, key.lastIndexOf('/') + 1));
    if (there.includes(key)) throw cause;
    return null;
  }
}
