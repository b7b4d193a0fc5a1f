/** Vertebral fractures: a grade with its evidence per level, and a study's summary. Part of `osteon/risk/3`. */
import { z } from 'zod';

import { promptCodeSchema } from '../codes/codes.ts';
import { ENDPLATE_SIDES } from '../level/endplates.ts';
import { flagSchema, levelSchema, quantity } from '../primitives.ts';

const FRACTURE_SHAPES = ['wedge', 'biconcave', 'crush'] as const;
const gradeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
/**
 * What a reader or the history says of a vertebra, as the order gives it; it outweighs what was measured.
 *
 *   read-intact     a reader of the CT saw no fracture
 *   read-fractured  a reader of the CT saw one
 *   in-history      the history of the patient names one
 *   by-accident     the history names one that took more than a fall: it tells nothing of the bone
 */
export const KNOWN_FRACTURES = ['read-intact', 'read-fractured', 'in-history', 'by-accident'] as const;
export const knownFractureSchema = z.enum(KNOWN_FRACTURES);
export type KnownFracture = z.infer<typeof knownFractureSchema>;

/** In % of the height that an intact body would have. */
const percentIntervalSchema = z.tuple([z.number(), z.number()]).readonly();

/** One ratio of quantitative morphometry against a reference with a spread. */
export const morphometrySchema = z
  .object({
    ratio: z.enum(['Ha/Hp', 'Hm/Hp', 'Hp/Hp above', 'Hp/Hp below']),
    value: z.number(),
    /** Of intact bodies at this level, and the standard deviation between people. */
    mean: z.number(),
    sd: z.number(),
    z: z.number(),
    /** Of `value`, 95 % by measurement; absent where the heights have no interval. */
    interval: z.tuple([z.number(), z.number()]).readonly().optional(),
  })
  .readonly();
export type Morphometry = z.infer<typeof morphometrySchema>;

/** Something for a reader to look at: no fracture by itself. */
export const promptSchema = z
  .object({
    code: promptCodeSchema,
    endplate: z.enum(ENDPLATE_SIDES),
    depth: quantity('mm'),
    message: z.string(),
  })
  .readonly();
export type Prompt = z.infer<typeof promptSchema>;

export const evidenceSchema = z
  .object({
    /** 95 %, by shape: measurement and reference together; null where the loss or its interval is not known. */
    lossInterval: z
      .object({
        wedge: percentIntervalSchema.nullable(),
        biconcave: percentIntervalSchema.nullable(),
        crush: percentIntervalSchema.nullable(),
      })
      .readonly(),
    /** What the losses were held against: own intact neighbours, and the share of the table in the expected ratios. */
    reference: z
      .object({
        neighbours: z.array(levelSchema).readonly(),
        table: z.string(),
        tableShare: z.object({ anterior: z.number(), middle: z.number() }).readonly(),
      })
      .readonly(),
    /** Ratios that the table has a spread for. */
    morphometry: z.array(morphometrySchema).readonly(),
    prompts: z.array(promptSchema).readonly(),
  })
  .readonly();
export type Evidence = z.infer<typeof evidenceSchema>;

/** As measured, by Genant et al. 1993. Grade 1 is "possible" until a reader confirms it. */
export const fractureGradeSchema = z
  .object({
    grade: gradeSchema,
    shape: z.enum(FRACTURE_SHAPES).nullable(),
    /** Whether there is a fracture is for a reader to say, and none has said so. */
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
    /** Of artefacts before it absent. */
    evidence: evidenceSchema.optional(),
  })
  .readonly();
export type FractureGrade = z.infer<typeof fractureGradeSchema>;

export const fractureSummarySchema = z
  .object({
    graded: z.array(levelSchema).readonly(),
    /** T4 to L5, seen or not, that have no grade and of which nothing is known. */
    notGraded: z.array(levelSchema).readonly(),
    /** Levels that are known to be fractured or measured as grade 1 and more and not read as intact, cranial to caudal. */
    fractured: z
      .array(
        z
          .object({
            level: levelSchema,
            /** As measured; null where nothing was. */
            grade: gradeSchema.nullable(),
            needsReader: z.boolean(),
            /** Absent where nobody said. */
            known: knownFractureSchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    /** Spine deformity index: the sum of grades as read from T4 to L4; what it could be where grades are not sure. */
    deformityIndex: z
      .object({
        value: z.number().int(),
        low: z.number().int(),
        high: z.number().int(),
        /** The sum of what was measured, whatever a reader or the history says. */
        measured: z.number().int(),
        complete: z.boolean(),
        missing: z.array(levelSchema).readonly(),
        statement: z.string(),
      })
      .readonly(),
    prompts: z.array(z.object({ level: levelSchema, prompt: promptSchema }).readonly()).readonly(),
    /** The reference table: id, how many people, and what it can't be trusted in. */
    table: z.object({ id: z.string(), sha256: z.string().optional(), statement: z.string() }).readonly(),
    statement: z.string(),
    flags: z.array(flagSchema).readonly(),
  })
  .readonly();
export type FractureSummary = z.infer<typeof fractureSummarySchema>;
