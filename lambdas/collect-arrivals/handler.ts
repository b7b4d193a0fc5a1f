/** CollectArrivals: every few minutes, which of the files that sites have copied below `arrivals/SITE/` are studies now. */
import { z } from 'zod';

import { bucketsFrom, BUCKETS_VARIABLE } from '../shared/aws/buckets.ts';
import { s3ObjectStore } from '../shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../shared/aws/s3-upload-store.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';

import { collectSites } from './collect-sites.ts';

/** Of any event of EventBridge: it only says when. */
const tickSchema = z.object({});
const collectedSchema = z.object({
  sites: z.number(),
  files: z.number(),
  completed: z.number(),
  incomplete: z.number(),
  failed: z.number(),
});

const MS = 1000;
/** Two thirds of the function's time: the last file that is begun, and the studies that are closed, have the rest. */
const READING_SECONDS = 600;

export const handler = stepHandler({
  name: 'CollectArrivals',
  input: tickSchema,
  output: collectedSchema,
  run(_, { log }) {
    const bucketOf = bucketsFrom(process.env[BUCKETS_VARIABLE]);
    return collectSites({
      store: s3ObjectStore(bucketOf),
      uploads: s3UploadStore(bucketOf),
      log,
      nameOf: (error) => safeError(error).name,
      now: Date.now,
      quietMs: MS * quietSeconds(),
      readingMs: MS * READING_SECONDS,
    });
  },
});

function quietSeconds(): number {
  const seconds = Number(process.env.OSTEON_QUIET_SECONDS);
  if (!(seconds > 0)) throw new Error('OSTEON_QUIET_SECONDS is not set; required: seconds above 0');
  return seconds;
}
