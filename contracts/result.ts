/**
 * The result of an assessment as data, for whoever does not read the PDF. `osteon/result/4`
 *
 * Flat on purpose: one record a level, each number with its uncertainty, null where there is none.
 */
import { z } from 'zod';

import { calibrationSchema } from './calibration/calibration.ts';
import { comparisonSchema } from './comparison/comparison.ts';
import { faultSchema } from './faults.ts';
import { fractureGradeSchema, fractureSummarySchema, knownFractureSchema } from './risk/fracture.ts';
import {
  artifactRefSchema,
  densitySchema,
  flagSchema,
  levelSchema,
  provenanceSchema,
  quantity,
  refusalSchema,
} from './primitives.ts';
import { readerGradeSchema, reviewedSchema } from './review/review.ts';
import { riskSchema } from './risk/risk.ts';
import { strengthErrorsSchema } from './level/strength.ts';
import { strengthReferenceSchema } from './risk/strength-reference.ts';
import { candidateSchema, numberingSchema, TRAFFIC_LIGHTS } from './segmentation.ts';

export const resultLevelSchema = z
  .object({
    level: levelSchema,
    /** Where `level` is a position (V1: the lowest complete body): the names that it may have. Null where `level` is its name. */
    candidates: z.array(candidateSchema).readonly().nullable(),
    status: z.enum(['assessed', 'refused', 'failed']),
    /** Why it was not assessed; null where it was. */
    refusal: refusalSchema.nullable(),
    qc: z.enum(TRAFFIC_LIGHTS).nullable(),
    /** At the read-out strain of a body that yields; the primary strength. */
    strength: quantity('N').nullable(),
    /** Standard errors of `strength` by their causes, %; left out where there is none, and by earlier versions. */
    strengthErrors: strengthErrorsSchema.optional(),
    offsetStrength: quantity('N').nullable(),
    linearStrength: quantity('N').nullable(),
    bendingMoment: quantity('N m').nullable(),
    stiffness: quantity('N/mm').nullable(),
    /** Strength against the same body with the average density; null where the level was not assessed. */
    strengthReference: strengthReferenceSchema.nullable(),
    vbmd: densitySchema.nullable(),
    anteriorHeight: quantity('mm').nullable(),
    middleHeight: quantity('mm').nullable(),
    posteriorHeight: quantity('mm').nullable(),
    /** Angle between both endplates in the sagittal plane, positive where the body is taller behind. */
    sagittalTilt: quantity('deg').nullable(),
    superiorConcavity: quantity('mm').nullable(),
    inferiorConcavity: quantity('mm').nullable(),
    /** As measured. */
    fracture: fractureGradeSchema.nullable(),
    /** What a reader or the history says of it, which outweighs `fracture`; null where neither does. */
    knownFracture: knownFractureSchema.nullable(),
    /** The reader's grade, which counts in place of the measured one; left out where the reader gave none. */
    readGrade: readerGradeSchema.optional(),
    flags: z.array(flagSchema).readonly(),
  })
  .readonly();
export type ResultLevel = z.infer<typeof resultLevelSchema>;

const calibrationSummarySchema = calibrationSchema
  .unwrap()
  .pick({
    method: true,
    slope: true,
    intercept: true,
    error: true,
    /** R2 and the residual of each rod. */
    fit: true,
    source: true,
    registered: true,
    statement: true,
    contrast: true,
    noiseHu: true,
    withPhantomScan: true,
  })
  .extend({
    /** `density.vbmd` with the interval that it would have by a calibration file of this scanner; null where none would be narrower. */
    densityWithPhantomScan: densitySchema.nullable(),
  })
  .readonly();

export const resultSchema = z
  .object({
    schema: z.literal('osteon/result/4'),
    outcome: z.enum(['assessed', 'refused', 'failed']),
    /** Why the study was refused; null where it was not. */
    refusal: refusalSchema.nullable(),
    /** Why processing failed, which says nothing about the study; null where it did not. */
    fault: faultSchema.nullable(),
    studyId: z.string(),
    assessmentId: z.string(),
    clearedForClinicalUse: z.literal(false),
    subject: riskSchema.unwrap().shape.subject.nullable(),
    /** How sure the level names are; null where they came with labels or a model, or the study was refused before it. */
    numbering: numberingSchema.nullable(),
    /** Cranial to caudal: measured, refused or failed, never left out. */
    levels: z.array(resultLevelSchema).readonly(),
    density: riskSchema.unwrap().shape.density.nullable(),
    overall: riskSchema.unwrap().shape.overall.nullable(),
    /** Of the study as a whole: L1 equivalent. */
    strength: riskSchema.unwrap().shape.strength.nullable(),
    absoluteRisk: riskSchema.unwrap().shape.absolute.nullable(),
    fractures: fractureSummarySchema.nullable(),
    calibration: calibrationSummarySchema.nullable(),
    /** Of segmentation, calibration and risk; what the report's third page prints. */
    flags: z.array(flagSchema).readonly(),
    /** Against earlier assessments, the latest first; left out where none was given. */
    comparisons: z.array(comparisonSchema).readonly().optional(),
    /** What readers have made of it; left out of what was measured. */
    review: reviewedSchema.optional(),
    /** Every artefact of the assessment that this result rests on. */
    artifacts: z.array(artifactRefSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Result = z.infer<typeof resultSchema>;
