/** What `stepfunctions/finalisation.asl.json` takes, and its first state gives. The other states are the assessment's. */
import { z } from 'zod';

import { artifactRefSchema } from '../primitives.ts';
import { aggregateRiskInputSchema, assessmentInputSchema } from '../states.ts';

/**
 * `revision` is the one that is made; `result` is what was reviewed, of the assessment or of a revision before; `measured` is the
 * machine's own result: every revision is made of what was measured, so that what one review takes away a later one can give back.
 */
export const finalisationInputSchema = assessmentInputSchema.omit({ schema: true }).extend({
  schema: z.literal('osteon/finalisation-input/1'),
  revision: z.number().int().positive(),
  result: artifactRefSchema,
  measured: artifactRefSchema,
  review: artifactRefSchema,
  /** `osteon/reviewed/1` of the revision before; null for the first. */
  earlier: artifactRefSchema.nullable(),
});
export type FinalisationInput = z.infer<typeof finalisationInputSchema>;

/** The assessment's data as AggregateRisk takes them, of the revision. */
export const applyReviewOutputSchema = aggregateRiskInputSchema.required({ revision: true, reviewed: true });
