/**
 * What a reader makes of an assessment: levels named, bodies left out, fractures read, comments, and a signature.
 * `osteon/review/1`; published as `schemas/review.schema.json`. Levels are given by the names that they have after `names`.
 */
import { z } from 'zod';

import { artifactRefSchema, levelSchema, namedLevelSchema } from '../primitives.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** Printed as it is: no control characters, and line breaks in comments alone. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'no control characters and no line breaks');
const paragraphs = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Zl}\p{Zp}]|\n|\r\n)*$/u, 'no control characters but line breaks');
const CERVICAL = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'] as const;

/**
 *   preliminary  corrections without a signature
 *   final        read and signed; the first of an assessment
 *   addendum     signed after it; what was signed before stands
 */
export const REVIEW_STATUS = ['preliminary', 'final', 'addendum'] as const;
export type ReviewStatus = (typeof REVIEW_STATUS)[number];

/** What a signature means, as it is printed beside it (21 CFR 11.50: name, time and meaning). */
export const SIGNATURE_MEANING: Readonly<Record<Exclude<ReviewStatus, 'preliminary'>, string>> = {
  final: 'reviewed, approved as final',
  addendum: 'addendum reviewed and approved',
};

const gradeSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const shapeSchema = z.enum(['wedge', 'biconcave', 'crush']);
export const readerGradeSchema = z.object({ grade: gradeSchema, shape: shapeSchema.nullable() }).readonly();
export type ReaderGrade = z.infer<typeof readerGradeSchema>;

const readingSchema = z
  .strictObject({
    level: namedLevelSchema.exclude(['sacrum', ...CERVICAL]),
    fractured: z.boolean(),
    grade: gradeSchema
      .optional()
      .describe('Genant grade by the reader; omitted: the measured grade stands, 1 at least'),
    shape: shapeSchema.optional(),
  })
  .readonly();
export type Reading = z.infer<typeof readingSchema>;

const excludedSchema = z
  .strictObject({
    level: levelSchema,
    reason: text(300).describe('As printed in the report, e.g. "haemangioma"'),
  })
  .readonly();

/** Another assessment of the same person, by its keys. */
export const priorRefSchema = z
  .strictObject({
    studyId: z.string().regex(/^[0-9a-f]{16}$/),
    assessmentId: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$/),
  })
  .readonly();

/** Each for itself; what they can't say at once is below. */
export const reviewFieldsSchema = z.strictObject({
  schema: z.literal('osteon/review/1'),
  of: sha256Schema.describe('SHA-256 of the result.json that the reader has reviewed'),
  status: z.enum(REVIEW_STATUS),
  reader: z
    .strictObject({
      name: text(120).describe('As printed in the report'),
      role: text(120).optional().describe('E.g. "Radiologist"'),
    })
    .readonly(),
  at: z.iso.datetime({ offset: true }).describe('Time of the review, and of the signature'),
  names: z
    .strictObject({ level: levelSchema, is: namedLevelSchema.exclude(['sacrum']) })
    .readonly()
    .optional()
    .describe(
      'The vertebra reported as `level` is `is`; all others follow by their position. The same name twice confirms all names as they are',
    ),
  excluded: z.array(excludedSchema).readonly().optional(),
  included: z
    .array(levelSchema)
    .readonly()
    .optional()
    .describe('Levels that an earlier review has excluded, to be evaluated after all'),
  readings: z.array(readingSchema).readonly().optional(),
  priors: z.array(priorRefSchema).max(20).readonly().optional(),
  comments: paragraphs(4000).optional().describe('Printed in the report as it is'),
});

export const reviewSchema = reviewFieldsSchema
  .superRefine((review, context) => {
    const { readings = [], excluded = [], included = [], names, priors = [], comments, status } = review;
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const twice = (levels: readonly string[], path: string): void => {
      for (const [n, level] of levels.entries())
        if (levels.indexOf(level) < n) issue([path, n, 'level'], 'each level once');
    };
    twice(
      readings.map(({ level }) => level),
      'readings',
    );
    twice(
      excluded.map(({ level }) => level),
      'excluded',
    );
    for (const [n, { fractured, grade, shape }] of readings.entries()) {
      if (!fractured && (grade !== undefined || shape !== undefined))
        issue(['readings', n, 'grade'], 'no grade and no shape with "fractured": false');
      if (grade === undefined && shape !== undefined) issue(['readings', n, 'shape'], 'a shape with a grade');
    }
    const said =
      readings.length + excluded.length + included.length + priors.length > 0 || names !== undefined;
    if (status === 'addendum' && !said && comments === undefined)
      issue(['comments'], 'an addendum that says something');
  })
  .readonly();
export type Review = z.infer<typeof reviewSchema>;

/** One review as the reports after it tell it. */
const reviewedBySchema = z
  .object({
    revision: z.number().int().positive(),
    status: z.enum(REVIEW_STATUS),
    reader: z.object({ name: z.string(), role: z.string().nullable() }).readonly(),
    at: z.iso.datetime({ offset: true }),
    /** Of the signature; null without one. */
    meaning: z.string().nullable(),
    comments: z.string().nullable(),
    /** What was signed: the review document, which names the result that was reviewed by its digest. */
    review: artifactRefSchema,
    of: sha256Schema,
  })
  .readonly();
export type ReviewedBy = z.infer<typeof reviewedBySchema>;

/** All reviews of an assessment up to a revision, together. `osteon/reviewed/1` */
export const reviewedSchema = z
  .object({
    schema: z.literal('osteon/reviewed/1'),
    revision: z.number().int().positive(),
    status: z.enum(REVIEW_STATUS),
    /** From the machine's names to those of this revision; none where no name was moved. */
    names: z.array(z.object({ from: levelSchema, to: levelSchema }).readonly()).readonly(),
    /** Who has named the vertebrae last, moved or confirmed as they were; absent where nobody has. */
    named: z.object({ reader: z.string(), revision: z.number().int().positive() }).readonly().optional(),
    excluded: z.array(z.object({ level: levelSchema, reason: z.string() }).readonly()).readonly(),
    readings: z.array(readingSchema).readonly(),
    priors: z.array(priorRefSchema).readonly(),
    /** Oldest first; the last one made this revision. */
    history: z.array(reviewedBySchema).min(1).readonly(),
  })
  .readonly();
export type Reviewed = z.infer<typeof reviewedSchema>;

/** Signed now or before: an unsigned correction after a signature is not signed. */
export function isSigned({ status }: Pick<Reviewed, 'status'>): boolean {
  return status !== 'preliminary';
}
