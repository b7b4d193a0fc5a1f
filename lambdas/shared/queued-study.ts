/** What waits in the queue of studies: one message an upload, without patient data. QueueStudy writes it, StartAssessment reads it. */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../../contracts/parameter-set-ids.ts';
import { artifactRefSchema } from '../../contracts/primitives.ts';

export const queuedStudySchema = z.object({
  schema: z.literal('osteon/queued-study/1'),
  studyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Left out: the default of the software that starts the assessment. */
  parameterSet: z.enum(PARAMETER_SET_IDS).optional(),
  /** The completion marker, pinned. */
  marker: artifactRefSchema,
});
export type QueuedStudy = z.infer<typeof queuedStudySchema>;
