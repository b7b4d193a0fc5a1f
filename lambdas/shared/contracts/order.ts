/** What the referring clinician orders with. `osteon/order/1`; published as `schemas/order.schema.json`. */
import { z } from 'zod';

const date = z.iso.date().describe('YYYY-MM-DD');
const percent = z.number().min(0).max(100);

export const FRACTURE_SITES = ['vertebra', 'hip', 'wrist', 'humerus', 'pelvis', 'rib', 'other'] as const;

export const priorFractureSchema = z
  .strictObject({
    site: z.enum(FRACTURE_SITES),
    date: date.optional().describe('When it happened, as far as known'),
    traumatic: z.boolean().optional().describe('True where it took more than a fall from standing height'),
  })
  .readonly();

export const orderSchema = z
  .strictObject({
    schema: z.literal('osteon/order/1'),
    indication: z.string().min(1).max(500).describe('Why the assessment is ordered, in words'),
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
  })
  .readonly();
export type Order = z.infer<typeof orderSchema>;
