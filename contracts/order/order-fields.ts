/** The fields of an order, each for itself; what they can't say at once is in `order-contradictions.ts`. */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { levelSchema } from '../primitives.ts';

const date = z.iso.date().describe('YYYY-MM-DD');
const percent = z.number().min(0).max(100);

export const FRACTURE_SITES = ['vertebra', 'hip', 'wrist', 'humerus', 'pelvis', 'rib', 'other'] as const;

export const priorFractureSchema = z
  .strictObject({
    site: z.enum(FRACTURE_SITES),
    date: date.optional().describe('When it happened, as far as known'),
    level: levelSchema
      .exclude(['sacrum'])
      .optional()
      .describe('Of a vertebra, as L1, which then counts as fractured in the images'),
    traumatic: z.boolean().optional().describe('True where it took more than a fall from standing height'),
  })
  .readonly();

/** Cigarettes a day: light below 10, moderate below 20, heavy 20 and more. */
export const SMOKING = ['never', 'former', 'light', 'moderate', 'heavy'] as const;
export const ALCOHOL_UNITS_A_DAY = ['none', 'below-1', '1-2', '3-6', '7-9', 'above-9'] as const;

export const orderFieldsSchema = z
  .strictObject({
    schema: z.literal('osteon/order/1'),
    indication: z.string().min(1).max(500).describe('Why the assessment is ordered, in words'),
    date: date.optional().describe('When it was ordered'),
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
    riskFactors: z
      .strictObject({
        priorFractures: z
          .array(priorFractureSchema)
          .readonly()
          .optional()
          .describe('[] means: none; left out means: not known'),
        glucocorticoids: z
          .boolean()
          .optional()
          .describe('Oral, now or for 3 months or more, prednisolone 5 mg a day or more'),
        currentSmoking: z.boolean().optional(),
        alcohol3UnitsADay: z.boolean().optional(),
        rheumatoidArthritis: z.boolean().optional(),
        parentalHipFracture: z.boolean().optional(),
        parentalOsteoporosis: z.boolean().optional(),
        smoking: z
          .enum(SMOKING)
          .optional()
          .describe('More than currentSmoking says: light below 10 cigarettes a day, heavy 20 and more'),
        alcoholUnitsADay: z.enum(ALCOHOL_UNITS_A_DAY).optional(),
        falls: z.boolean().optional().describe('A history of falls'),
        asthma: z.boolean().optional(),
        cardiovascularDisease: z.boolean().optional(),
        type2Diabetes: z.boolean().optional(),
        chronicLiverDisease: z.boolean().optional(),
        malabsorption: z.boolean().optional(),
        endocrineDisorder: z
          .boolean()
          .optional()
          .describe('Thyrotoxicosis, hyperparathyroidism, Cushing syndrome'),
        tricyclicAntidepressants: z.boolean().optional(),
        menopausalSymptoms: z.boolean().optional().describe('Of women'),
      })
      .readonly()
      .optional(),
    dxa: z
      .strictObject({
        site: z.enum(['femoral-neck', 'total-hip', 'lumbar-spine']),
        tScore: z.number().min(-8).max(8),
        date: date.optional(),
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
