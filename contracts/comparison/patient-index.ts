/**
 * Which assessments there are of one patient, so that a later one finds the earlier: an object each, below the patient's pseudonym. None of
 * them says who the patient is.
 */
import { z } from 'zod';

const namedSchema = z.object({
  studyId: z.string(),
  assessmentId: z.string(),
  /** 0: as measured. */
  revision: z.number().int().nonnegative(),
});
export type NamedAssessment = Readonly<z.infer<typeof namedSchema>>;

export const patientAssessmentSchema = namedSchema
  .extend({
    schema: z.literal('osteon/patient-assessment/1'),
    /** Of the CT; null where it is not known. */
    date: z.iso.date().nullable(),
    signed: z.boolean(),
    parameterSet: z.string(),
    /** Of parameters and definitions: numbers are compared where both have the same. */
    parameterDigest: z.string(),
  })
  .readonly();
export type PatientAssessment = z.infer<typeof patientAssessmentSchema>;

/** The earlier assessments that were found for a report, none among them; its revisions are held against the same. */
export const foundPriorsSchema = z
  .object({
    schema: z.literal('osteon/found-priors/1'),
    priors: z.array(namedSchema.readonly()).readonly(),
  })
  .readonly();
