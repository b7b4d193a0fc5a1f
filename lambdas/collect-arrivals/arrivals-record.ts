/** What is known of the files that a site has copied, so that each is read once, and of each study what was handed on. */
import { z } from 'zod';

import { STUDY_DIGEST } from '../shared/arrivals/names.ts';
import { sentVersionSchema } from '../shared/arrivals/sent-version.ts';
import { sha256 } from '../../spine/host/digest.ts';

const studySchema = z.string().regex(STUDY_DIGEST);

const readFileSchema = z.discriminatedUnion('is', [
  z
    .object({
      is: z.literal('of-study'),
      study: studySchema,
      /** Made of digests of the instance and of what it holds. */
      name: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      stamp: z.string(),
    })
    .readonly(),
  z.object({ is: z.literal('incomplete'), study: studySchema.nullable(), stamp: z.string() }).readonly(),
  z.object({ is: z.literal('other'), stamp: z.string() }).readonly(),
]);
/** What the file was when it was read; `stamp` is the store's, and another one where it was written anew. */
export type ReadFile = z.infer<typeof readFileSchema>;

/** `sites/SITE/arrivals.json`. One function writes it, one call at a time. */
export const arrivalsRecordSchema = z
  .object({
    schema: z.literal('osteon/arrivals/1'),
    /** By a digest of the key: the site's own names stay in its keys. */
    files: z.record(z.string().regex(/^[0-9a-f]{32}$/), readFileSchema),
    /** Versions of each study of which some file is still there. */
    sent: z.record(studySchema, z.array(sentVersionSchema).readonly()),
  })
  .readonly();
export type ArrivalsRecord = z.infer<typeof arrivalsRecordSchema>;

const KEY_DIGITS = 32;

export const NOTHING_YET: ArrivalsRecord = { schema: 'osteon/arrivals/1', files: {}, sent: {} };

export function recordKey(site: string): string {
  return `sites/${site}/arrivals.json`;
}

/** Under what a file is known. */
export function fileKeyOf(key: string): string {
  return sha256(key).slice(0, KEY_DIGITS);
}
