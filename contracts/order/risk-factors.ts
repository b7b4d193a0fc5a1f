/** The clinical risk factors that an order can give: for each its name in the report and how the order asks for it. */
import { z } from 'zod';

import { namedLevelSchema } from '../primitives.ts';

export const dateSchema = z.iso.date().describe('YYYY-MM-DD');

export const FRACTURE_SITES = ['vertebra', 'hip', 'wrist', 'humerus', 'pelvis', 'rib', 'other'] as const;

const priorFractureSchema = z
  .strictObject({
    site: z.enum(FRACTURE_SITES),
    date: dateSchema.optional().describe('Date of the fracture, if known'),
    level: namedLevelSchema
      .exclude(['sacrum'])
      .optional()
      .describe(
        'Level of a vertebral fracture, for example L1; the level is then counted as fractured on the CT',
      ),
    onTreatment: z
      .boolean()
      .optional()
      .describe('True if it happened while taking an approved drug for osteoporosis; omitted: not known'),
    traumatic: z.boolean().optional().describe('True if caused by more than a fall from standing height'),
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
      .describe('Empty list: no prior fracture; omitted: not known'),
  },
  glucocorticoids: yesNo(
    'glucocorticoids',
    'Oral, current or previously for 3 months or more, at least 5 mg prednisolone per day',
  ),
  currentSmoking: yesNo('current smoking'),
  alcohol3UnitsADay: yesNo('alcohol, 3 or more units/day'),
  rheumatoidArthritis: yesNo('rheumatoid arthritis'),
  parentalHipFracture: yesNo('parental hip fracture'),
  parentalOsteoporosis: yesNo('parental osteoporosis'),
  smoking: {
    name: 'smoking',
    field: z
      .enum(SMOKING)
      .optional()
      .describe('Refines currentSmoking; light: fewer than 10 cigarettes per day, heavy: 20 or more'),
  },
  alcoholUnitsADay: { name: 'alcohol', field: z.enum(ALCOHOL_UNITS_A_DAY).optional() },
  falls: yesNo('history of falls', 'History of falls'),
  asthma: yesNo('asthma'),
  cardiovascularDisease: yesNo('cardiovascular disease'),
  type2Diabetes: yesNo('type 2 diabetes'),
  chronicLiverDisease: yesNo('chronic liver disease'),
  malabsorption: yesNo('malabsorption'),
  endocrineDisorder: yesNo('endocrine disorder', 'Thyrotoxicosis, hyperparathyroidism, Cushing syndrome'),
  tricyclicAntidepressants: yesNo('tricyclic antidepressants'),
  menopausalSymptoms: yesNo('menopausal symptoms', 'Women only'),
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
