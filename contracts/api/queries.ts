/** What the API answers of named queries: which there are, a run of one, and a page of its rows. */
import { z } from 'zod';

const typeSchema = z.enum(['text', 'integer', 'number', 'yes/no', 'date', 'time']);
export const queryNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
export const queryRunIdSchema = z.string().regex(/^[0-9a-f-]{36}$/);

/** Rows in a page at most; Athena gives no more than a thousand, one of them the head. */
export const MOST_PAGE_ROWS = 500;

const answerColumnSchema = z.object({ name: z.string(), type: typeSchema }).readonly();

const offeredQuerySchema = z
  .object({
    name: queryNameSchema,
    question: z.string(),
    parameters: z
      .array(
        z
          .object({
            name: z.string(),
            type: z.enum([...typeSchema.options, 'month']),
            byDefault: z.string(),
            meaning: z.string(),
          })
          .readonly(),
      )
      .readonly()
      .describe("All are optional; the site is the token's own"),
    columns: z
      .array(z.object({ ...answerColumnSchema.unwrap().shape, meaning: z.string() }).readonly())
      .readonly(),
  })
  .readonly();
export const queryListSchema = z
  .object({ queries: z.array(offeredQuerySchema).readonly() })
  .readonly()
  .meta({ id: 'QueryList' });

export const queryRequestSchema = z
  .strictObject({
    parameters: z.record(z.string(), z.string()).default({}).describe('By name, as texts: 2026-03, 0.5, yes'),
  })
  .readonly();

export const QUERY_STATES = ['running', 'succeeded', 'failed'] as const;

export const queryRunSchema = z
  .object({ runId: queryRunIdSchema, query: queryNameSchema, state: z.enum(QUERY_STATES) })
  .readonly()
  .meta({ id: 'QueryRun' });

export const queryPageSchema = z
  .object({
    ...queryRunSchema.unwrap().shape,
    failure: z
      .enum(['limit', 'engine'])
      .nullable()
      .describe('limit: it would have read or answered more than is allowed, or taken longer; else null'),
    columns: z.array(answerColumnSchema).readonly().describe('Empty until it has succeeded'),
    rows: z
      .array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly())
      .readonly()
      .describe('Cells in the order of the columns; dates and times as in ISO 8601, times in UTC'),
    next: z
      .string()
      .nullable()
      .describe('Read the run with after=next for further rows; null: these are the last'),
  })
  .readonly()
  .meta({ id: 'QueryPage' });
