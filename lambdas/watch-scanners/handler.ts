/** WatchScanners: once a day, whether the scanners of each site still show what they showed. The same charts as the API draws when asked. */
import { z } from 'zod';

import { bucketsFrom, BUCKETS_VARIABLE } from '../shared/aws/buckets.ts';
import { s3ObjectStore } from '../shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../shared/aws/s3-upload-store.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';

import { watchSites } from './watch-sites.ts';

/** Of any event of EventBridge: it only says when. */
const tickSchema = z.object({});
const watchedSchema = z.object({
  sites: z.number(),
  series: z.number(),
  drifting: z.number(),
  unwatched: z.number(),
});

export const handler = stepHandler({
  name: 'WatchScanners',
  input: tickSchema,
  output: watchedSchema,
  run(_, { log }) {
    const bucketOf = bucketsFrom(process.env[BUCKETS_VARIABLE]);
    return watchSites({
      store: s3ObjectStore(bucketOf),
      uploads: s3UploadStore(bucketOf),
      log,
      nameOf: (error) => safeError(error).name,
    });
  },
});
