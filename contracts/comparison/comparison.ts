/** An earlier assessment as later ones are held against it (`osteon/visit/1`), and what has changed since. Part of `osteon/result/4`. */
import { z } from 'zod';

import { levelSchema, densitySchema, quantity } from '../primitives.ts';
import { calibrationSchema } from '../calibration/calibration.ts';
import { patientSchema } from '../ct.ts';
import { strengthErrorsSchema } from '../level/strength.ts';

const visitLevelSchema = z
  .object({
    level: levelSchema,
    vbmd: densitySchema.nullable(),
    strength: quantity('N').nullable(),
    /** Standard errors of `strength` by their causes, %; left out where they are not told apart. */
    strengthErrors: strengthErrorsSchema.optional(),
    /** By the reader where one gave it, 1 at least of a known fracture, else as measured; null where there is none. */
    grade: z.number().int().min(0).max(3).nullable(),
  })
  .readonly();

/** What a comparison needs of one assessment. */
export const visitSchema = z
  .object({
    schema: z.literal('osteon/visit/1'),
    studyId: z.string(),
    assessmentId: z.string(),
    /** 0: as measured. */
    revision: z.number().int().nonnegative(),
    /** Of the CT. */
    date: z.iso.date().nullable(),
    /** Name, sex and age are left out in artefacts before them. */
    patient: patientSchema
      .unwrap()
      .pick({ name: true, id: true, idIssuer: true, birthDate: true, sex: true, ageYears: true })
      .partial({ name: true, sex: true, ageYears: true })
      .readonly(),
    scanner: z
      .object({
        manufacturer: z.string().nullable(),
        model: z.string().nullable(),
        /** Left out where it is not known. */
        serial: z.string().optional(),
        kvp: z.number().nullable(),
        kernel: z.string().nullable(),
      })
      .readonly(),
    parameterSet: z.string(),
    parameterDigest: z.string(),
    calibration: calibrationSchema
      .unwrap()
      .pick({ method: true, slope: true, intercept: true, error: true })
      .readonly()
      .nullable(),
    contrastPhase: z.string().nullable(),
    /** Of assessed levels. */
    levels: z.array(visitLevelSchema).readonly(),
  })
  .readonly();
export type Visit = z.infer<typeof visitSchema>;

export const changeSchema = z
  .object({
    then: z.number(),
    now: z.number(),
    percent: z.number(),
    percentAYear: z.number(),
    /** Smallest change that the errors of both do not explain (95 %), in % of the earlier value; null where an error is not known. */
    leastSignificantPercent: z.number().nullable(),
    significant: z.boolean(),
  })
  .readonly();
export type Change = z.infer<typeof changeSchema>;

const earlierSchema = z
  .object({
    studyId: z.string(),
    assessmentId: z.string(),
    revision: z.number().int(),
    date: z.iso.date().nullable(),
  })
  .readonly();

export const comparisonSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('not-compared'), earlier: earlierSchema, reason: z.string() }).readonly(),
  z
    .object({
      status: z.literal('compared'),
      earlier: earlierSchema,
      years: z.number().positive(),
      /** What the least significant changes rest on. */
      basis: z.string(),
      /** Means over the levels that both have; null where none is comparable, and `withheld` says why. */
      density: changeSchema.nullable(),
      strength: changeSchema.nullable(),
      withheld: z.string().nullable(),
      levels: z
        .array(
          z
            .object({
              level: levelSchema,
              vbmd: changeSchema.nullable(),
              strength: changeSchema.nullable(),
              gradeThen: z.number().int().nullable(),
              gradeNow: z.number().int().nullable(),
            })
            .readonly(),
        )
        .readonly(),
    })
    .readonly(),
]);
export type Comparison = z.infer<typeof comparisonSchema>;
