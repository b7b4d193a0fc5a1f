/**
 * Who the study is of, from its headers and the order; a contradiction between the two ends the assessment: in CheckOrder,
 * right after the headers were read, so that nobody waits for it.
 */
import type { Ct } from '../../../contracts/ct.ts';
import type { Order } from '../../../contracts/order/order.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { ADULT_YEARS } from '../../definitions/cut-offs.ts';
import { refuseOrderDates } from './order-dates.ts';

export type Subject = Risk['subject'];

/** Which of the two is not known, in words for the report; null where both are. */
export function ageOrSexMissing({ ageYears, sex }: Pick<Subject, 'ageYears' | 'sex'>): string | null {
  const missing = [...(ageYears === null ? ['age'] : []), ...(sex === null ? ['sex'] : [])];
  return missing.length === 0 ? null : `${missing.join(' and ')} not available`;
}

/** An order is written in whole years, and maybe before the next birthday. */
const AGE_TOLERANCE_YEARS = 1;

/**
 * @param studyDate YYYY-MM-DD
 * @throws StudyRefused ORDER_CONTRADICTS_STUDY where both say a sex or an age and they differ, or where the order dates
 * something before the birth; FRACTURE_AFTER_CT where a fracture is dated after the CT; NOT_AN_ADULT below 18 years. No
 * message holds what was said.
 */
export function subjectOf(patient: Ct['patient'], studyDate: string | null, order: Order | null): Subject {
  const { ageYears: orderedAge = null, sex: orderedSex = null } = order?.patient ?? {};
  if (patient.sex !== null && orderedSex !== null && patient.sex !== orderedSex)
    throw contradiction('sex differs between the order and the images', 'the same sex in both');
  if (
    patient.ageYears !== null &&
    orderedAge !== null &&
    Math.abs(patient.ageYears - orderedAge) > AGE_TOLERANCE_YEARS
  ) {
    throw contradiction(
      'age differs by more than one year between the order and the images',
      'age at the CT date in both',
    );
  }
  refuseOrderDates(patient, studyDate, order);
  refuseWomansFactors(patient.sex, order);
  const ageYears = patient.ageYears ?? orderedAge;
  if (ageYears !== null && ageYears < ADULT_YEARS) {
    throw new StudyRefused({
      code: 'NOT_AN_ADULT',
      saw: `age below ${ADULT_YEARS} years`,
      wanted: `an adult: cut-offs and material laws do not apply below ${ADULT_YEARS} years`,
    });
  }
  const sex = patient.sex ?? orderedSex;
  return {
    ageYears,
    ageSource: sourceOf(patient.ageYears, orderedAge),
    sex,
    sexSource: sourceOf(patient.sex, orderedSex),
  };
}

function refuseWomansFactors(sex: Ct['patient']['sex'], order: Order | null): void {
  if (sex === 'male' && order?.riskFactors?.menopausalSymptoms === true)
    throw contradiction(
      'menopausal symptoms in the order, male sex in the images',
      'the same patient in both',
    );
}

function sourceOf(study: unknown, order: unknown): 'study' | 'order' | null {
  if (study !== null) return 'study';
  return order === null ? null : 'order';
}

function contradiction(saw: string, wanted: string): StudyRefused {
  return new StudyRefused({ code: 'ORDER_CONTRADICTS_STUDY', saw, wanted });
}
