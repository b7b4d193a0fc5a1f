/** The clinical risk factors that an order can give: for each its name in the report and how the order asks for it. */
import { z } from 'zod';

import { levelSchema } from '../primitives.ts';

export const dateSchema = z.iso.date().describe('YYYY-MM-DD');

export const FRACTURE_SITES = ['vertebra', 'hip', 'wrist', 'humerus', 'pelvis', 'rib', 'other'] as const;

const priorFractureSchema = z
  .strictObject({
    site: z.enum(FRACTURE_SITES),
    date: dateSchema.optional().describe('When it happened, as far as known'),
    level: levelSchema
      .exclude(['sacrum'])
      .optional()
      .describe('Of a vertebra, as L1, which then counts as fractured in the images'),
    traumatic: z.boolean().optional().describe('True where it took more than a fall from standing height'),
  })
  .readonly();

/** Cigarettes a day: light below 10, moderate below 20, heavy 20 and more. */
const SMOKING = ['never', 'former', 'light', 'moderate', 'heavy'] as const;
const ALCOHOL_UNITS_A_DAY = ['none', 'below-1', '1-2', '3-6', '7-9', 'above-9'] as const;
/** Amounts that `currentSmoking: false` and `alcohol3UnitsADay: true` leave possible. */
export const NOT_SMOKING: readonly string[] = ['never', 'former'];
export const THREE_UNITS: readonly string[] = ['3-6', '7-9', 'above-9'];

/** Left out: not known, which is not "no". */
export const RISK_FACTORS = {
  priorFractures: {
    name: 'prior fracture',
    field: z
      .array(priorFractureSchema)
      .readonly()
      .optional()
      .describe('[] means: none; left out means: not known'),
  },
  glucocorticoids: yesNo(
    'glucocorticoids',
    'Oral, now or for 3 months or more, prednisolone 5 mg a day or more',
  ),
  currentSmoking: yesNo('current smoking'),
  alcohol3UnitsADay: yesNo('alcohol, 3 units a day or more'),
  rheumatoidArthritis: yesNo('rheumatoid arthritis'),
  parentalHipFracture: yesNo('hip fracture of a parent'),
  parentalOsteoporosis: yesNo('osteoporosis of a parent'),
  smoking: {
    name: 'smoking',
    field: z
      .enum(SMOKING)
      .optional()
      .describe('More than currentSmoking says: light below 10 cigarettes a day, heavy 20 and more'),
  },
  alcoholUnitsADay: { name: 'alcohol', field: z.enum(ALCOHOL_UNITS_A_DAY).optional() },
  falls: yesNo('history of falls', 'A history of falls'),
  asthma: yesNo('asthma'),
  cardiovascularDisease: yesNo('cardiovascular disease'),
  type2Diabetes: yesNo('diabetes, type 2'),
  chronicLiverDisease: yesNo('chronic liver disease'),
  malabsorption: yesNo('malabsorption'),
  endocrineDisorder: yesNo('endocrine disorder', 'Thyrotoxicosis, hyperparathyroidism, Cushing syndrome'),
  tricyclicAntidepressants: yesNo('tricyclic antidepressants'),
  menopausalSymptoms: yesNo('menopausal symptoms', 'Of women'),
} as const;

export type RiskFactor = keyof typeof RISK_FACTORS;

type Fields = { readonly [Factor in RiskFactor]: (typeof RISK_FACTORS)[Factor]['field'] };

export const riskFactorsSchema = z
  .strictObject(
    // Object.fromEntries forgets which field is which; the names are those of the table.
    Object.fromEntries(Object.entries(RISK_FACTORS).map(([name, { field }]) => [name, field])) as Fields,
  )
  .readonly();
export type RiskFactors = z.infer<typeof riskFactorsSchema>;

function yesNo(name: string, description?: string) {
  const field = z.boolean().optional();
  return { name, field: description === undefined ? field : field.describe(description) } as const;
}
