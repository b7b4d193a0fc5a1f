/** Campaigns of a site, as the API takes and tells them. */
import { z } from 'zod';

import { campaignIdSchema, campaignSchema } from '../campaign/campaign.ts';
import { driftLimitsSchema } from '../campaign/drift.ts';
import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';

const LONGEST_WHERE = 500;
const MOST_CANARY = 100_000;
const DEFAULT_TOLERATED = 5;

export const campaignDeclarationSchema = z
  .strictObject({
    schema: z.literal('osteon/campaign-declaration/1'),
    name: z
      .string()
      .regex(/^[a-z0-9-]{1,30}$/)
      .describe('Tells apart campaigns that are asked for alike: another name chooses the studies anew'),
    parameterSet: z.enum(PARAMETER_SET_IDS).describe('What the studies are assessed with'),
    where: z
      .string()
      .max(LONGEST_WHERE)
      .default('all')
      .describe('all, or COLUMN=VALUE[,COLUMN=VALUE...] of the table assessments (docs/data-dictionary.md)'),
    canary: z.int().min(0).max(MOST_CANARY).optional().describe('Studies; left out: 1 %, at least 20'),
    budget: z
      .strictObject({ seconds: z.number().positive().nullable(), usd: z.number().positive().nullable() })
      .default({ seconds: null, usd: null })
      .describe('It does not start where former times and costs say that it takes more; null: no limit'),
    limits: driftLimitsSchema.optional().describe('What may change without a word; left out: the default'),
    toleratedFailurePercent: z
      .number()
      .min(0)
      .max(100)
      .default(DEFAULT_TOLERATED)
      .describe('Share of a part that may fail before the rest is given up'),
  })
  .readonly()
  .meta({ id: 'CampaignDeclaration' });

export const CAMPAIGN_DOCUMENTS = {
  'canary-drift.html': 'text/html',
  'canary-drift.json': 'application/json',
  'all-drift.html': 'text/html',
  'all-drift.json': 'application/json',
} as const;
export type CampaignDocumentName = keyof typeof CAMPAIGN_DOCUMENTS;
export const campaignDocumentNameSchema = z.enum(
  Object.keys(CAMPAIGN_DOCUMENTS) as [CampaignDocumentName, ...CampaignDocumentName[]],
);

/** `held`: it changed more than it may, and waits for a word; `released`: its results count; `ended`: there was nothing to do. */
export const CAMPAIGN_STATES = ['waiting', 'running', 'held', 'released', 'failed', 'ended'] as const;

export const campaignAnswerSchema = z
  .object({
    campaignId: campaignIdSchema,
    state: z.enum(CAMPAIGN_STATES),
    parameterSet: z.enum(PARAMETER_SET_IDS),
    where: z.string(),
    plan: z
      .object({
        canary: z.int().describe('Studies of the canary'),
        rest: z.int(),
        leftOut: campaignSchema.unwrap().shape.leftOut,
        estimate: campaignSchema.unwrap().shape.estimate,
      })
      .readonly()
      .nullable(),
    drift: z
      .object({
        part: z.enum(['canary', 'all']),
        sha256: z.string().describe('What a word is for'),
        compared: z.int(),
        beyond: z.array(z.string()).readonly().describe('What changed by more than it may'),
      })
      .readonly()
      .nullable()
      .describe('Of the last part that was compared'),
    documents: z.array(campaignDocumentNameSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Campaign' });
export type CampaignAnswer = z.infer<typeof campaignAnswerSchema>;

export const campaignWordBodySchema = z
  .strictObject({
    drift: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the drift that was seen; for another one the word does not hold'),
  })
  .readonly()
  .meta({ id: 'CampaignWord' });
