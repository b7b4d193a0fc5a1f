/** A campaign: studies that are assessed again, with another set of parameters. */
import { z } from 'zod';

import { siteSchema } from '../calibration/registry.ts';
import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { artifactRefSchema } from '../primitives.ts';
import { assessmentInputSchema } from '../states.ts';
import { studyIdSchema } from '../study.ts';

import { driftLimitsSchema } from './drift.ts';

export const campaignIdSchema = z.string().regex(/^[0-9a-z-]{1,60}$/);

/** A study with the assessment that the new one is compared with, or a marker of one that was never assessed. */
export const chosenStudySchema = z.union([
  z.object({ studyId: studyIdSchema, assessmentId: z.string() }).readonly(),
  z.object({ studyId: studyIdSchema, marker: artifactRefSchema }).readonly(),
]);
export type ChosenStudy = z.infer<typeof chosenStudySchema>;

/** What somebody asks for. `osteon/campaign-request/1` */
export const campaignRequestSchema = z
  .object({
    schema: z.literal('osteon/campaign-request/1'),
    campaignId: campaignIdSchema,
    parameterSet: z.enum(PARAMETER_SET_IDS),
    /** How the studies were chosen, for people. */
    where: z.string(),
    /** Whose studies; null: those of all sites. */
    site: siteSchema.nullable(),
    /** What was chosen; null: by `where`, when the campaign is planned. */
    chosen: z.array(chosenStudySchema).readonly().nullable(),
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
    /** The assessment that the new one is compared with; null of a study that was never assessed. */
    former: z.string().nullable(),
    /** Whose study. */
    site: siteSchema.nullable(),
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

/** That the campaign's results count, written once. `osteon/campaign-release/1` */
export const campaignReleaseSchema = z
  .object({ schema: z.literal('osteon/campaign-release/1'), campaignId: campaignIdSchema })
  .readonly();

/** An operator's word that a campaign may go on, for this drift and no other. `osteon/campaign-word/1` */
export const campaignWordSchema = z
  .object({
    schema: z.literal('osteon/campaign-word/1'),
    campaignId: campaignIdSchema,
    /** SHA-256 of the drift, of the canary or of all, as it was seen. */
    drift: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();

/** What the states of `stepfunctions/reprocessing.asl.json` take and give. */
export const planCampaignInputSchema = z.object({
  campaignId: campaignIdSchema,
  /** The execution's data: a schedule's has the campaign's request in it, which is kept then. */
  asked: z.object({ request: campaignRequestSchema.optional() }),
  executionId: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
});
export const planCampaignOutputSchema = z.object({
  /** False where no study was chosen, or where another campaign runs. */
  start: z.boolean(),
  /** Keys of lists: of what has no result yet. */
  canary: z.string(),
  rest: z.string(),
  /** Of what is left of each part: as many studies as the part tolerates. */
  canaryToleratedPercent: z.number().min(0).max(100),
  restToleratedPercent: z.number().min(0).max(100),
  /** Of the studies of a part, how many are assessed side by side. */
  studiesAtATime: z.number().int().min(1),
});
export const compareCampaignInputSchema = z.object({
  campaignId: campaignIdSchema,
  part: z.enum(['canary', 'all']),
  startedAt: z.iso.datetime({ offset: true }),
});
export const compareCampaignOutputSchema = z.object({
  /** Beyond the limits, without an operator's word. */
  held: z.boolean(),
  drift: z.string(),
  page: z.string(),
  compared: z.number().int(),
});

/** Executions that a campaign has had: a study that comes again needs another name. `osteon/campaign-starts/1` */
export const campaignStartsSchema = z
  .object({ schema: z.literal('osteon/campaign-starts/1'), executions: z.array(z.string()).readonly() })
  .readonly();
