/** The fields of an order, each for itself; what they can't say at once is in `order-contradictions.ts`. */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { levelSchema } from '../primitives.ts';

import { dateSchema, riskFactorsSchema } from './risk-factors.ts';

const percent = z.number().min(0).max(100);

export const orderFieldsSchema = z
  .strictObject({
    schema: z.literal('osteon/order/1'),
    indication: z.string().min(1).max(500).describe('Why the assessment is ordered, in words'),
    date: dateSchema.optional().describe('When it was ordered'),
    parameterSet: z
      .enum(PARAMETER_SET_IDS)
      .optional()
      .describe('Named set of constants; left out: the default, or what the operator chose'),
    orderedBy: z.string().max(200).optional().describe('Referring clinician, as the report should name them'),
    patient: z
      .strictObject({
        ageYears: z
          .number()
          .min(18)
          .max(120)
          .optional()
          .describe('At the date of the CT; where DICOM lacks it'),
        sex: z.enum(['female', 'male']).optional().describe('Where DICOM lacks it'),
        heightCm: z.number().min(100).max(230).optional(),
        weightKg: z.number().min(25).max(300).optional(),
      })
      .readonly()
      .optional(),
    riskFactors: riskFactorsSchema.optional(),
    dxa: z
      .strictObject({
        site: z.enum(['femoral-neck', 'total-hip', 'lumbar-spine']),
        tScore: z.number().min(-8).max(8),
        date: dateSchema.optional(),
      })
      .readonly()
      .optional(),
    frax: z
      .strictObject({
        majorOsteoporoticPercent: percent.describe('10-year probability as the clinic computed it'),
        hipPercent: percent,
        withBmd: z.boolean().optional(),
        country: z.string().max(60).optional(),
      })
      .readonly()
      .refine(({ majorOsteoporoticPercent, hipPercent }) => hipPercent <= majorOsteoporoticPercent, {
        path: ['hipPercent'],
        message: 'no more than majorOsteoporoticPercent, which counts hip fractures too',
      })
      .optional()
      .describe('FRAX is computed by the clinic; osteon shows it and does not compute it'),
    confirmedFractures: z
      .array(
        z
          .strictObject({
            level: levelSchema.exclude(['sacrum']),
            fractured: z.boolean(),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('What a reader of the CT says of a vertebra; it outweighs what osteon measured'),
  })
  .readonly();

export type Order = z.infer<typeof orderFieldsSchema>;
