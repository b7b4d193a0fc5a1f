/** Fracture grades, density category and overall category of a study. `osteon/risk/1` */
import { z } from 'zod';

import { densitySchema, flagSchema, levelSchema, provenanceSchema, refusalSchema } from './primitives.ts';

export const FRACTURE_SHAPES = ['wedge', 'biconcave', 'crush'] as const;

/** Genant et al. 1993. Grade 1 is "possible" until a reader confirms it. */
export const fractureGradeSchema = z
  .object({
    grade: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    shape: z.enum(FRACTURE_SHAPES).nullable(),
    needsReader: z.boolean(),
    /** Height loss in % by shape; null where no reference could be had. */
    lossPercent: z
      .object({
        wedge: z.number().nullable(),
        biconcave: z.number().nullable(),
        crush: z.number().nullable(),
      })
      .readonly(),
    /** What the ratios were compared with. */
    reference: z.string(),
  })
  .readonly();
export type FractureGrade = z.infer<typeof fractureGradeSchema>;

/** One level as the report tells it: measured, refused or failed; never left out. */
export const levelOutcomeSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('assessed'),
      level: levelSchema,
      /** Null where heights could not be measured. */
      fracture: fractureGradeSchema.nullable(),
      flags: z.array(flagSchema).readonly(),
    })
    .readonly(),
  z.object({ status: z.literal('refused'), level: levelSchema, refusal: refusalSchema }).readonly(),
  z.object({ status: z.literal('failed'), level: levelSchema, refusal: refusalSchema }).readonly(),
]);
export type LevelOutcome = z.infer<typeof levelOutcomeSchema>;

export const DENSITY_CATEGORIES = ['osteoporosis', 'low-bone-mass', 'normal'] as const;
export const RISK_CATEGORIES = ['very-high', 'high', 'moderate', 'low'] as const;

/** A rule of the overall category: it fired, it did not, or it could not be evaluated and why. */
export const ruleSchema = z
  .object({
    category: z.enum(RISK_CATEGORIES),
    rule: z.string(),
    state: z.enum(['fired', 'not-fired', 'not-evaluated']),
    detail: z.string(),
    source: z.string(),
  })
  .readonly();
export type Rule = z.infer<typeof ruleSchema>;

export const riskSchema = z
  .object({
    schema: z.literal('osteon/risk/1'),
    /** Cranial to caudal. */
    levels: z.array(levelOutcomeSchema).readonly(),
    density: z
      .object({
        /** Mean over `levels`; null where no level qualifies. */
        vbmd: densitySchema.nullable(),
        levels: z.array(levelSchema).readonly(),
        /** Null where the interval touches a cut-off, or nothing was measured: `statement` says which. */
        category: z.enum(DENSITY_CATEGORIES).nullable(),
        statement: z.string(),
        leftOut: z.array(z.object({ level: levelSchema, reason: z.string() }).readonly()).readonly(),
      })
      .readonly(),
    overall: z
      .object({
        /** The highest category that certainly holds; null where none could be determined. */
        category: z.enum(RISK_CATEGORIES).nullable(),
        /** True where a higher category could not be ruled out. */
        atLeast: z.boolean(),
        statement: z.string(),
        rules: z.array(ruleSchema).readonly(),
      })
      .readonly(),
    /** As the report prints it: age and sex with where they come from; null stays "not known". */
    subject: z
      .object({
        ageYears: z.number().nullable(),
        ageSource: z.enum(['study', 'order']).nullable(),
        sex: z.enum(['female', 'male']).nullable(),
        sexSource: z.enum(['study', 'order']).nullable(),
      })
      .readonly(),
    /** Clinical factors that the overall category would use and that nobody gave. */
    missing: z.array(z.string()).readonly(),
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Risk = z.infer<typeof riskSchema>;
