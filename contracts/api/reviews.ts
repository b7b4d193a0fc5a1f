/** What the API takes as a reader's review, and answers of the revisions that reviews have made. */
import { z } from 'zod';

import { REVIEW_STATUS, reviewFieldsSchema } from '../review/review.ts';
import { assessmentIdSchema, DOCUMENTS, type DocumentName } from './answers.ts';
import { studyIdSchema } from '../study.ts';

/** Without what the API knows itself: who reads, by the token, and when. */
export const reviewBodySchema = reviewFieldsSchema
  .omit({ schema: true, reader: true, at: true })
  .extend({ role: z.string().trim().min(1).max(120).optional().describe('As printed, e.g. "Radiologist"') })
  .meta({ id: 'ReviewBody' });

/** What a revision has of the documents of an assessment, and its archive's objects. */
export const REVISION_DOCUMENTS = {
  ...Object.fromEntries(Object.entries(DOCUMENTS).filter(([name]) => !name.startsWith('fault.'))),
} as Readonly<Record<Exclude<DocumentName, `fault.${string}`>, string>>;
export type RevisionDocument = keyof typeof REVISION_DOCUMENTS;
export const revisionDocumentSchema = z.enum(
  Object.keys(REVISION_DOCUMENTS) as [RevisionDocument, ...RevisionDocument[]],
);

export const revisionSchema = z
  .object({
    revision: z.int().describe('0: as measured'),
    result: z.string().describe('SHA-256 of its result.json, which a review of it names'),
    status: z.enum(REVIEW_STATUS).nullable().describe('Null: nobody has reviewed it'),
    outcome: z.enum(['assessed', 'refused', 'failed']),
    documents: z.array(revisionDocumentSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Revision' });

export const revisionsSchema = z
  .object({
    studyId: studyIdSchema,
    assessmentId: assessmentIdSchema,
    revisions: z.array(revisionSchema).readonly(),
    making: z
      .object({ revision: z.int(), state: z.enum(['queued', 'running', 'failed']) })
      .readonly()
      .nullable()
      .describe('The revision that is being made, or could not be'),
  })
  .readonly()
  .meta({ id: 'Revisions' });
export type Revisions = z.infer<typeof revisionsSchema>;
