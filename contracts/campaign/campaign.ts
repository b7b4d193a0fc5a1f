/** A campaign: studies that are assessed again, with another set of parameters. */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { assessmentInputSchema } from '../states.ts';
import { studyIdSchema } from '../study.ts';

import { driftLimitsSchema } from './drift.ts';

export const campaignIdSchema = z.string().regex(/^[0-9a-z-]{1,60}$/);

/** What somebody asks for. `osteon/campaign-request/1` */
export const campaignRequestSchema = z
  .object({
    schema: z.literal('osteon/campaign-request/1'),
    campaignId: campaignIdSchema,
    parameterSet: z.enum(PARAMETER_SET_IDS),
    /** How the studies were chosen, for people. */
    where: z.string(),
    /** What was chosen, each with the assessment that the new one is compared with. */
    chosen: z.array(z.object({ studyId: studyIdSchema, assessmentId: z.string() }).readonly()).readonly(),
    seed: z.string(),
    /** Studies; null: 1 % or 20. */
    canary: z.number().int().min(0).nullable(),
    /** Null: no limit. Of the work, one study after the other; of its cost. */
    budget: z
      .object({ seconds: z.number().positive().nullable(), usd: z.number().positive().nullable() })
      .readonly(),
    /** Null: the default. */
    limits: driftLimitsSchema.nullable(),
    /** Share of a part's studies that may fail before the rest is given up, %. */
    toleratedFailurePercent: z.number().min(0).max(100),
  })
  .readonly();
export type CampaignRequest = z.infer<typeof campaignRequestSchema>;

export const campaignStudySchema = z
  .object({
    /** The assessment that the new one is compared with. */
    former: z.string(),
    /** What its execution starts from, and is called. */
    input: assessmentInputSchema,
    name: z.string(),
  })
  .readonly();
export type CampaignStudy = z.infer<typeof campaignStudySchema>;

/** What was made of the request: it stays the same however often the campaign is started. `osteon/campaign/1` */
export const campaignSchema = z
  .object({
    schema: z.literal('osteon/campaign/1'),
    campaignId: campaignIdSchema,
    canary: z.array(campaignStudySchema).readonly(),
    rest: z.array(campaignStudySchema).readonly(),
    /** Of what was chosen, why it is not assessed, and how many. */
    leftOut: z.array(z.object({ why: z.string(), studies: z.number().int() }).readonly()).readonly(),
    /** By former times; null where none are known. */
    estimate: z.object({ seconds: z.number(), usd: z.number().nullable() }).readonly().nullable(),
  })
  .readonly();
export type Campaign = z.infer<typeof campaignSchema>;

/** An operator's word that a campaign may go on, for this drift and no other. `osteon/campaign-word/1` */
export const campaignWordSchema = z
  .object({
    schema: z.literal('osteon/campaign-word/1'),
    campaignId: campaignIdSchema,
    /** SHA-256 of the canary's drift, as it was seen. */
    drift: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();

/** What the states of `stepfunctions/reprocessing.asl.json` give. */
export const planCampaignOutputSchema = z.object({
  /** Keys of lists: of what has no result yet. */
  canary: z.string(),
  rest: z.string(),
  toleratedFailurePercent: z.number(),
});
export const compareCampaignOutputSchema = z.object({
  /** A canary beyond the limits, without an operator's word. */
  held: z.boolean(),
  drift: z.string(),
  page: z.string(),
  compared: z.number().int(),
});
