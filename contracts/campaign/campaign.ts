/** Studies that are assessed again, with another set of parameters: what was planned. `osteon/campaign/1` */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { artifactRefSchema } from '../primitives.ts';
import { studyIdSchema } from '../study.ts';

import { driftLimitsSchema } from './drift.ts';

export const campaignStudySchema = z
  .object({
    studyId: studyIdSchema,
    /** The assessment that the new one is compared with. */
    former: z.string(),
    /** Marker that the new one starts from: the former one's, with the campaign's parameters. */
    study: artifactRefSchema,
    assessmentId: z.string(),
  })
  .readonly();
export type CampaignStudy = z.infer<typeof campaignStudySchema>;

export const campaignSchema = z
  .object({
    schema: z.literal('osteon/campaign/1'),
    campaignId: z.string().regex(/^[0-9a-z-]{1,60}$/),
    parameterSet: z.enum(PARAMETER_SET_IDS),
    /** How the studies were chosen, for people. */
    where: z.string(),
    seed: z.string(),
    /** In the order in which they are assessed: the canary first. */
    canary: z.array(campaignStudySchema).readonly(),
    rest: z.array(campaignStudySchema).readonly(),
    /** Of what was chosen, why it is not assessed, and how many. */
    leftOut: z.array(z.object({ why: z.string(), studies: z.number().int() }).readonly()).readonly(),
    /** Before the start, from former times; null where none are known. */
    estimate: z.object({ seconds: z.number(), usd: z.number().nullable() }).readonly().nullable(),
    limits: driftLimitsSchema,
    /** Share of studies that may fail, %, before the rest is given up. */
    toleratedFailurePercent: z.number().min(0).max(100),
  })
  .readonly();
export type Campaign = z.infer<typeof campaignSchema>;
