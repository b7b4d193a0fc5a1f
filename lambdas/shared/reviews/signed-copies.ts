/**
 * What a reader has signed, once more below `reports/`: a bucket with Object Lock, where it can't be changed or deleted before its time, and
 * that one function alone may write to. On one machine a folder, without a lock.
 */
import { z } from 'zod';

import { artifactRefSchema, type ArtifactRef } from '../../../contracts/primitives.ts';
import type { Result } from '../../../contracts/result.ts';
import { isSigned } from '../../../contracts/review/review.ts';
import { sha256 } from '../../../spine/host/digest.ts';

import { assessmentKey, jsonBytes, putBytes, unlessMissing, type AssessmentKey } from '../artifacts.ts';
import { checked } from '../contract.ts';
import { ContractBroken } from '../errors.ts';
import type { ObjectStore } from '../object-store.ts';

/** Of every signed revision; and what a study may be without. */
const ALWAYS = ['report.pdf', 'result.json', 'fhir.json', 'oru.hl7', 'claim-support.pdf', 'reviewed.json'];
const PERHAPS = ['report', 'segmentation', 'measurements', 'picture'].map((name) => `dicom/${name}.dcm`);

export const signedCopySchema = z
  .object({
    schema: z.literal('osteon/signed-copy/1'),
    files: z.array(artifactRefSchema).readonly(),
  })
  .readonly();

/**
 * Again, it writes nothing.
 * @returns the list of the copies, written last; null of what is not signed
 * @throws ContractBroken where other bytes were kept under this revision before
 */
export async function keepSigned(
  store: ObjectStore,
  { studyId, assessmentId }: AssessmentKey,
  { review }: Result,
): Promise<ArtifactRef | null> {
  if (review === undefined || !isSigned(review)) return null;
  const revision = { studyId, assessmentId, revision: review.revision };
  const at = (name: string): string => assessmentKey(revision, name);
  const signed = review.history.at(-1)!.review;
  const found = [
    ...(await Promise.all(
      [...ALWAYS.map(at), signed.key].map(async (key) => ({ key, bytes: await store.get(key) })),
    )),
    ...(await Promise.all(
      PERHAPS.map(at).map(async (key) => ({ key, bytes: await unlessMissing(store, key) })),
    )),
  ];
  const files: ArtifactRef[] = [];
  for (const { key, bytes } of found)
    if (bytes !== null) files.push(await kept(store, lockedKey(key), bytes));
  const list = checked(signedCopySchema, { schema: 'osteon/signed-copy/1', files }, 'list of signed copies');
  return kept(store, lockedKey(at('signed.json')), jsonBytes(list));
}

function lockedKey(key: string): string {
  return key.replace(/^assessments\//, 'reports/');
}

/** A second version of what is locked would be kept, and paid for, as long. */
async function kept(store: ObjectStore, key: string, bytes: Uint8Array): Promise<ArtifactRef> {
  const before = await unlessMissing(store, key);
  if (before === null) return putBytes(store, key, 'copy', bytes, 'application/octet-stream');
  if (!Buffer.from(before).equals(bytes))
    throw new ContractBroken(`${key} was kept with other content; required: what was signed, unchanged`);
  return { key, schema: 'copy', sha256: sha256(before) };
}
