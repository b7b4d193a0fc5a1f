/** Clinical factors as the report names them. */
import type { QAmount, QFactor, TableFactor } from './clinical-facts.ts';

export const FACTOR_NAMES: Readonly<Record<TableFactor | QFactor | QAmount, string>> = {
  parentalHipFracture: 'hip fracture of a parent',
  currentSmoking: 'current smoking',
  alcohol3UnitsADay: 'alcohol, 3 units a day or more',
  rheumatoidArthritis: 'rheumatoid arthritis',
  glucocorticoids: 'glucocorticoids',
  priorFracture: 'prior fracture',
  asthma: 'asthma',
  cardiovascularDisease: 'cardiovascular disease',
  endocrineDisorder: 'endocrine disorder',
  falls: 'history of falls',
  chronicLiverDisease: 'chronic liver disease',
  malabsorption: 'malabsorption',
  menopausalSymptoms: 'menopausal symptoms',
  tricyclicAntidepressants: 'tricyclic antidepressants',
  type2Diabetes: 'diabetes, type 2',
  parentalOsteoporosis: 'osteoporosis of a parent',
  smoking: 'smoking',
  alcoholUnitsADay: 'alcohol',
};
