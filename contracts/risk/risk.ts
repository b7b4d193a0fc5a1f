/** Fracture grades, density category, strength, absolute risk and overall category of a study. `osteon/risk/3` */
import { z } from 'zod';

import { absoluteRiskSchema } from './absolute-risk.ts';
import { strengthReferenceSchema, studyStrengthReferenceSchema } from './strength-reference.ts';
import { fractureGradeSchema, fractureSummarySchema, knownFractureSchema } from './fracture.ts';
import { overallSchema } from './overall.ts';
import { readerGradeSchema } from '../review/review.ts';
import {
  densitySchema,
  flagSchema,
  levelSchema,
  provenanceSchema,
  quantity,
  refusalSchema,
} from '../primitives.ts';

/** Absent where nobody said. */
const known = knownFractureSchema.optional();
/** By the reader of a review; absent where none was given. */
const readGrade = readerGradeSchema.optional();

/** One level as the report tells it: measured, refused or failed; never left out. */
export const levelOutcomeSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('assessed'),
      level: levelSchema,
      /** Null where heights could not be measured. */
      fracture: fractureGradeSchema.nullable(),
      /** Of artefacts before it absent. */
      strengthReference: strengthReferenceSchema.optional(),
      known,
      readGrade,
      flags: z.array(flagSchema).readonly(),
    })
    .readonly(),
  z
    .object({ status: z.literal('refused'), level: levelSchema, known, readGrade, refusal: refusalSchema })
    .readonly(),
  z
    .object({ status: z.literal('failed'), level: levelSchema, known, readGrade, refusal: refusalSchema })
    .readonly(),
]);
export type LevelOutcome = z.infer<typeof levelOutcomeSchema>;

export const DENSITY_CATEGORIES = ['osteoporosis', 'low-bone-mass', 'normal'] as const;

/** Of a density: how likely it lies on each side of the cut-offs, from its standard error. The three sum to 1. */
export const densitySidesSchema = z
  .object({ osteoporosis: z.number(), lowBoneMass: z.number(), normal: z.number() })
  .readonly();
export type DensitySides = z.infer<typeof densitySidesSchema>;

/** A table of thresholds and what became of it: it belongs to a method and a population and is used with no other. */
export const thresholdUseSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    use: z.enum(['applied', 'by-label', 'refused']),
    /** Methods that the table is bound to. */
    methods: z.array(z.string()).readonly(),
    /** The method that asked for it. */
    methodId: z.string(),
    population: z.string(),
    /** By name, in the table's own unit; of artefacts before them absent. */
    values: z.record(z.string(), z.number()).readonly().optional(),
    statement: z.string(),
    source: z.string(),
  })
  .readonly();
export type ThresholdUse = z.infer<typeof thresholdUseSchema>;

/** Strength of the study as a whole. It puts nobody into a category. */
export const strengthSummarySchema = z
  .object({
    status: z.literal('informational'),
    /** Strength that L1 would have by the levels that were solved, N. */
    l1Equivalent: quantity('N').nullable(),
    levels: z.array(levelSchema).readonly(),
    /** Why the level behind `l1Equivalent` should be looked at, in words; absent where it need not be. */
    doubt: z.string().optional(),
    methodId: z.string(),
    /** Against a reference population of the same method; null as long as there is none. */
    zScore: z.object({ value: z.number(), referenceId: z.string() }).readonly().nullable(),
    /** Against the same bodies with the average density. Of artefacts before it absent. */
    modelled: studyStrengthReferenceSchema.nullable().optional(),
    statement: z.string(),
  })
  .readonly();
export type StrengthSummary = z.infer<typeof strengthSummarySchema>;

export const riskSchema = z
  .object({
    schema: z.literal('osteon/risk/3'),
    /** Cranial to caudal. */
    levels: z.array(levelOutcomeSchema).readonly(),
    fractures: fractureSummarySchema,
    density: z
      .object({
        /** Mean over `levels` as measured; null where no level qualifies. */
        vbmd: densitySchema.nullable(),
        levels: z.array(levelSchema).readonly(),
        /** With the contrast agent of a portal phase taken off, or thoracic levels turned into lumbar; else null. */
        adjusted: densitySchema.nullable(),
        /** What was adjusted and by how much; null where nothing was. */
        adjustment: z.string().nullable(),
        /** Of `adjusted`, else of `vbmd`; null where there is no standard error or no cut-off may be used. */
        sides: densitySidesSchema.nullable(),
        /** Null where the interval touches a cut-off, or nothing was measured: `statement` says which. */
        category: z.enum(DENSITY_CATEGORIES).nullable(),
        /** Why the cut-offs may not be used, in words; absent where they may, or nothing was measured. */
        against: z.string().optional(),
        statement: z.string(),
        leftOut: z.array(z.object({ level: levelSchema, reason: z.string() }).readonly()).readonly(),
      })
      .readonly(),
    overall: overallSchema,
    strength: strengthSummarySchema,
    absolute: absoluteRiskSchema,
    thresholds: z.array(thresholdUseSchema).readonly(),
    /** As the report prints it: age and sex with where they come from; null stays "not known". */
    subject: z
      .object({
        ageYears: z.number().nullable(),
        ageSource: z.enum(['study', 'order']).nullable(),
        sex: z.enum(['female', 'male']).nullable(),
        sexSource: z.enum(['study', 'order']).nullable(),
      })
      .readonly(),
    /** Clinical factors that the overall category would use and that were not given. */
    missing: z.array(z.string()).readonly(),
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Risk = z.infer<typeof riskSchema>;
