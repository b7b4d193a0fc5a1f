/**
 * The result of an assessment as data, for whoever does not read the PDF. `osteon/result/1`
 *
 * Flat on purpose: one record a level, each number with its uncertainty, null where there is none.
 */
import { z } from 'zod';

import { fractureGradeSchema } from './fracture.ts';
import {
  artifactRefSchema,
  densitySchema,
  flagSchema,
  levelSchema,
  provenanceSchema,
  quantitySchema,
  refusalSchema,
} from './primitives.ts';
import { riskSchema } from './risk.ts';
import { TRAFFIC_LIGHTS } from './segmentation.ts';

export const resultLevelSchema = z
  .object({
    level: levelSchema,
    status: z.enum(['assessed', 'refused', 'failed']),
    /** Why it was not assessed; null where it was. */
    refusal: refusalSchema.nullable(),
    qc: z.enum(TRAFFIC_LIGHTS).nullable(),
    linearStrength: quantitySchema.nullable(),
    stiffness: quantitySchema.nullable(),
    vbmd: densitySchema.nullable(),
    anteriorHeight: quantitySchema.nullable(),
    middleHeight: quantitySchema.nullable(),
    posteriorHeight: quantitySchema.nullable(),
    fracture: fractureGradeSchema.nullable(),
    flags: z.array(flagSchema).readonly(),
  })
  .readonly();
export type ResultLevel = z.infer<typeof resultLevelSchema>;

export const resultSchema = z
  .object({
    schema: z.literal('osteon/result/1'),
    outcome: z.enum(['assessed', 'refused']),
    /** Why the study was refused; null where it was assessed. */
    refusal: refusalSchema.nullable(),
    studyId: z.string(),
    assessmentId: z.string(),
    clearedForClinicalUse: z.literal(false),
    subject: riskSchema.unwrap().shape.subject.nullable(),
    /** Cranial to caudal: measured, refused or failed, never left out. */
    levels: z.array(resultLevelSchema).readonly(),
    density: riskSchema.unwrap().shape.density.nullable(),
    overall: riskSchema.unwrap().shape.overall.nullable(),
    /** Of segmentation, calibration and risk; what the report's third page prints. */
    flags: z.array(flagSchema).readonly(),
    /** Every artefact of the assessment that this result rests on. */
    artifacts: z.array(artifactRefSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Result = z.infer<typeof resultSchema>;
