/** Remarks on the study as a whole that belong beside its categories. */
import type { Order } from '../../../contracts/order/order.ts';
import type { Flag } from '../../../contracts/primitives.ts';

import type { Subject } from '../subject/subject.ts';

/** The density cut-offs are those of postmenopausal women and older men; taken as from this age (design value), years. */
const CUT_OFF_POPULATION_YEARS = 50;
/** Osteoporosis by DXA, standard deviations (BHOF 2022, recalled). */
const OSTEOPOROSIS_T_SCORE = -2.5;
const ADVICE =
  'guidelines advise treatment whatever the category here (BHOF 2022, recalled and not verified)';

export function studyFlags({ ageYears, sex }: Subject, order: Order | null): readonly Flag[] {
  const flags: Flag[] = [];
  if (ageYears === null)
    flags.push({ code: 'AGE_UNKNOWN', message: 'neither the images nor the order give an age' });
  if (sex === null)
    flags.push({ code: 'SEX_UNKNOWN', message: 'neither the images nor the order give a sex' });
  if (ageYears !== null && ageYears < CUT_OFF_POPULATION_YEARS) {
    flags.push({
      code: 'CUT_OFF_POPULATION',
      message: `the density cut-offs are for postmenopausal women and older men; this patient is below ${CUT_OFF_POPULATION_YEARS}`,
    });
  }
  if (order?.dxa !== undefined && order.dxa.tScore <= OSTEOPOROSIS_T_SCORE) {
    flags.push({
      code: 'DXA_OSTEOPOROSIS',
      message: `the order gives a T-score by DXA of ${OSTEOPOROSIS_T_SCORE} or lower, after which ${ADVICE}; no rule here counts it`,
    });
  }
  if (order?.frax !== undefined)
    flags.push({
      code: 'FRAX_FROM_ORDER',
      message: 'the FRAX value is the clinic’s own: shown, and used in no rule',
    });
  const reported = order?.riskFactors?.priorFractures?.filter(({ traumatic }) => traumatic !== true) ?? [];
  const serious = reported.some(({ site }) => site === 'hip' || site === 'vertebra');
  if (serious) {
    flags.push({
      code: 'PRIOR_FRACTURE_REPORTED',
      message: `the order names a hip or vertebral fracture, after which ${ADVICE}`,
    });
  }
  return flags;
}
