/** The fields of an order, each for itself; what they can't say at once is in `order-contradictions.ts`. */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { namedLevelSchema } from '../primitives.ts';

import { dateSchema, riskFactorsSchema } from './risk-factors.ts';

const percent = z.number().min(0).max(100);

export const orderFieldsSchema = z
  .strictObject({
    schema: z.literal('osteon/order/1'),
    indication: z.string().min(1).max(500).describe('Indication for the assessment, free text'),
    date: dateSchema.optional().describe('Date of the order'),
    parameterSet: z
      .enum(PARAMETER_SET_IDS)
      .optional()
      .describe('Named parameter set; omitted: the default, or the one selected by the operator'),
    request: z
      .strictObject({
        system: z.string().min(1).max(200).optional().describe('Who gave the number, as a URI'),
        value: z.string().min(1).max(80),
      })
      .readonly()
      .optional()
      .describe('Number of the order in the system of whoever placed it; FHIR and HL7 documents refer to it'),
    orderedBy: z.string().max(200).optional().describe('Referring clinician, as printed in the report'),
    patient: z
      .strictObject({
        ageYears: z
          .number()
          .min(18)
          .max(120)
          .optional()
          .describe('Age at the CT date, if not given in the DICOM header'),
        sex: z.enum(['female', 'male']).optional().describe('Sex, if not given in the DICOM header'),
        heightCm: z.number().min(100).max(230).optional(),
        weightKg: z.number().min(25).max(300).optional(),
      })
      .readonly()
      .optional(),
    riskFactors: riskFactorsSchema.optional(),
    osteoporosisTreatment: z
      .boolean()
      .optional()
      .describe(
        'Takes an approved drug for osteoporosis at present; shown in the report and stored for analysts, used in no rule; omitted: not known',
      ),
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
        majorOsteoporoticPercent: percent.describe('10-year probability as computed by the clinic'),
        hipPercent: percent,
        withBmd: z.boolean().optional(),
        country: z.string().max(60).optional(),
      })
      .readonly()
      .refine(({ majorOsteoporoticPercent, hipPercent }) => hipPercent <= majorOsteoporoticPercent, {
        path: ['hipPercent'],
        message: 'at most majorOsteoporoticPercent, which includes hip fractures',
      })
      .optional()
      .describe('FRAX as computed by the clinic; shown in the report, not computed by osteon'),
    confirmedFractures: z
      .array(
        z
          .strictObject({
            level: namedLevelSchema.exclude(['sacrum']),
            fractured: z.boolean(),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('Reading of a vertebra by the reader of the CT; takes precedence over the measured grade'),
  })
  .readonly();

export type Order = z.infer<typeof orderFieldsSchema>;
