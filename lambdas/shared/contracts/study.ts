/** An uploaded study: the completion marker that is written last. `osteon/study/1` */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-sets.ts';
import { artifactRefSchema } from './primitives.ts';

/** Schema id of a file of a study, whatever it is: DICOM, a zip, NIfTI. */
export const SOURCE_FILE_SCHEMA = 'osteon/source-file/1';

export const studyManifestSchema = z
  .object({
    schema: z.literal('osteon/study/1'),
    studyId: z.string().regex(/^[0-9a-f]{16}$/),
    /** The files in a fixed order; keys hold no patient data (file names may, and are not kept). */
    files: z.array(artifactRefSchema).readonly(),
    /** A label map, or one mask a file. `name` is the base name, which can carry the level ("vertebrae_L3.nii.gz"). */
    labels: z
      .object({
        files: z
          .array(z.object({ name: z.string(), file: artifactRefSchema }).readonly())
          .min(1)
          .readonly(),
        convention: z.string().nullable(),
      })
      .readonly()
      .nullable(),
    order: artifactRefSchema.nullable(),
    /** Left out: the default. */
    parameterSet: z.enum(PARAMETER_SET_IDS).optional(),
  })
  .readonly();
export type StudyManifest = z.infer<typeof studyManifestSchema>;
