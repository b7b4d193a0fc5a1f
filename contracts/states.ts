/**
 * What each state of `stepfunctions/assessment.asl.json` takes and gives.
 *
 * The execution's data grows by one field a state; a field holds references and the few scalars that
 * a Choice needs. Nothing here holds patient data: it stands in execution histories.
 */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from './parameter-set-ids.ts';
import { artifactRefSchema, levelSchema } from './primitives.ts';
import { faultSchema } from './faults.ts';

const id = z.string().regex(/^[0-9a-zA-Z._-]{1,80}$/);

/** What starts an execution, and what stays in the data all the way. */
export const assessmentInputSchema = z.object({
  schema: z.literal('osteon/assessment-input/1'),
  studyId: id,
  assessmentId: id,
  parameterSet: z.enum(PARAMETER_SET_IDS),
  /** The study's completion marker, `osteon/study/1`. */
  study: artifactRefSchema,
});
export type AssessmentInput = z.infer<typeof assessmentInputSchema>;

export const loadCtInputSchema = assessmentInputSchema;
/** The artefact is `osteon/ct/1`. */
export const loadCtOutputSchema = z.object({ artifact: artifactRefSchema });

export const checkOrderInputSchema = assessmentInputSchema.extend({ ct: loadCtOutputSchema });
/** An order that can be true of this CT leaves nothing behind; any other is refused. */
export const checkOrderOutputSchema = z.object({});

export const segmentVertebraeInputSchema = assessmentInputSchema.extend({ ct: loadCtOutputSchema });
/** The artefact is `osteon/segmentation/1`; `levels` are those that can be assessed, cranial to caudal. */
export const segmentVertebraeOutputSchema = z.object({
  artifact: artifactRefSchema,
  levels: z.array(levelSchema),
});

export const calibrateDensityInputSchema = segmentVertebraeInputSchema.extend({
  segmentation: segmentVertebraeOutputSchema,
});
/** The artefact is `osteon/calibration/2`. */
export const calibrateDensityOutputSchema = z.object({ artifact: artifactRefSchema });

/** One item of the Map over levels. */
export const solveLevelInputSchema = assessmentInputSchema.omit({ schema: true, study: true }).extend({
  level: levelSchema,
  ct: artifactRefSchema,
  segmentation: artifactRefSchema,
  calibration: artifactRefSchema,
});
/** The artefact is `osteon/level/2`. */
export const solveLevelOutputSchema = z.object({ level: levelSchema, artifact: artifactRefSchema });

/** What Catch puts beside the data of a state that failed. */
export const caughtFailureSchema = z.object({ Error: z.string(), Cause: z.string().default('') });

/** A level of the Map that ended in a Catch: a refusal of its own, and nothing else. */
export const failedLevelSchema = z.object({ level: levelSchema, failure: caughtFailureSchema });

/** Of what a reader's review has made of an assessment; left out of what was measured. */
const ofRevision = {
  /** From 1. */
  revision: z.number().int().positive().optional(),
  /** Its reviews, `osteon/reviewed/1`. */
  reviewed: artifactRefSchema.optional(),
};

export const aggregateRiskInputSchema = calibrateDensityInputSchema.extend({
  ...ofRevision,
  calibration: calibrateDensityOutputSchema,
  levels: z.array(z.union([solveLevelOutputSchema, failedLevelSchema])),
});
/** The artefact is `osteon/risk/1`. */
export const aggregateRiskOutputSchema = z.object({ artifact: artifactRefSchema });

/**
 * A refused study comes with `failure`, one whose processing failed with `fault`; both without the fields of the states
 * that did not end.
 */
export const publishReportInputSchema = assessmentInputSchema.extend({
  ...ofRevision,
  ct: loadCtOutputSchema.optional(),
  order: checkOrderOutputSchema.optional(),
  segmentation: segmentVertebraeOutputSchema.optional(),
  calibration: calibrateDensityOutputSchema.optional(),
  levels: z.array(z.union([solveLevelOutputSchema, failedLevelSchema])).optional(),
  risk: aggregateRiskOutputSchema.optional(),
  failure: caughtFailureSchema.optional(),
  fault: caughtFailureSchema.optional(),
});
/** The report's PDF, and the result `osteon/result/4`. */
export const publishReportOutputSchema = z.object({
  outcome: z.enum(['assessed', 'refused', 'failed']),
  fault: faultSchema.nullable(),
  report: artifactRefSchema,
  result: artifactRefSchema,
});

/** StoreResults, and StoreFault: what the execution has gathered, and which execution it is. */
export const storeResultsInputSchema = z.object({
  assessment: publishReportInputSchema.extend({ report: publishReportOutputSchema }),
  executionId: z.string(),
  /** Of the execution, as its engine has it. */
  startedAt: z.iso.datetime({ offset: true }),
});
/** One file a table; none where a result of an earlier execution stands. */
export const storeResultsOutputSchema = z.object({ rows: z.array(artifactRefSchema) });
