/** Remarks on the study as a whole that belong beside its categories. */
import type { Order } from '../../../contracts/order/order.ts';
import type { Flag } from '../../../contracts/primitives.ts';

import type { Subject } from '../subject/subject.ts';
import { CUT_OFF_POPULATION_YEARS, OSTEOPOROSIS_T_SCORE } from '../../definitions/cut-offs.ts';

const ADVICE = 'guidelines recommend treatment regardless of the overall category (BHOF 2022)';

export function studyFlags({ ageYears, sex }: Subject, order: Order | null): readonly Flag[] {
  const flags: Flag[] = [];
  if (ageYears === null)
    flags.push({ code: 'AGE_UNKNOWN', message: 'age provided neither in the images nor in the order' });
  if (sex === null)
    flags.push({ code: 'SEX_UNKNOWN', message: 'sex provided neither in the images nor in the order' });
  if (ageYears !== null && ageYears < CUT_OFF_POPULATION_YEARS) {
    flags.push({
      code: 'CUT_OFF_POPULATION',
      message: `the density cut-offs apply to postmenopausal women and older men; this patient is younger than ${CUT_OFF_POPULATION_YEARS} years`,
    });
  }
  if (order?.dxa !== undefined && order.dxa.tScore <= OSTEOPOROSIS_T_SCORE) {
    flags.push({
      code: 'DXA_OSTEOPOROSIS',
      message: `DXA T-score of ${OSTEOPOROSIS_T_SCORE} or lower reported in the order: ${ADVICE}`,
    });
  }
  if (order?.frax !== undefined)
    flags.push({
      code: 'FRAX_FROM_ORDER',
      message: 'FRAX supplied by the clinic; not used in the overall category',
    });
  const reported = order?.riskFactors?.priorFractures?.filter(({ traumatic }) => traumatic !== true) ?? [];
  const serious = reported.some(({ site }) => site === 'hip' || site === 'vertebra');
  if (serious) {
    flags.push({
      code: 'PRIOR_FRACTURE_REPORTED',
      message: `hip or vertebral fracture reported in the order: ${ADVICE}`,
    });
  }
  return flags;
}
