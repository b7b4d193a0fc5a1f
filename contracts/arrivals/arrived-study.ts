/** A study that the gateway or the watch has put into a folder: the marker that is written last. `osteon/arrived-study/1` */
import { z } from 'zod';

/** Name of the marker in the study's folder. */
export const ARRIVED_STUDY_MARKER = 'complete.json';

export const arrivedStudyMarkerSchema = z
  .object({
    schema: z.literal('osteon/arrived-study/1'),
    /** Digest of the study's UID. */
    study: z.string().regex(/^[0-9a-f]{32}$/),
    /** From 1; a later one holds all that has come of the study, and replaces those before. */
    version: z.int().positive(),
    /** An association that brought some of the study did not end in good order: some of it may be missing. */
    brokenOff: z.boolean(),
    files: z
      .array(
        z
          .object({
            name: z.string(),
            bytes: z.int().nonnegative(),
            sha256: z.string().regex(/^[0-9a-f]{64}$/),
          })
          .readonly(),
      )
      .min(1)
      .readonly(),
  })
  .readonly();
export type ArrivedStudyMarker = z.infer<typeof arrivedStudyMarkerSchema>;
