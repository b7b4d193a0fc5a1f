/** Dates of an order against what the images say of the patient's life; contradictions within an order are its contract's. */
import type { Ct } from '../../../contracts/ct.ts';
import type { Order } from '../../../contracts/order/order.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

/** Whoever is of a known age in whole years was born within the year before; one more for an age by the order. */
const AGE_STEPS = { study: 1, order: 2 } as const;
/** Where no age is known: no patient is older, years. */
const OLDEST_YEARS = 120;

/**
 * @param studyDate YYYY-MM-DD
 * @throws StudyRefused ORDER_CONTRADICTS_STUDY where the order or something in it is dated before the birth, by its date
 * or by age; FRACTURE_AFTER_CT where a prior fracture is dated after the CT. No message holds what was said.
 */
export function refuseOrderDates(
  patient: Pick<Ct['patient'], 'birthDate' | 'ageYears'>,
  studyDate: string | null,
  order: Order | null,
): void {
  if (order === null) return;
  const fractures = (order.riskFactors?.priorFractures ?? []).flatMap(({ date }) => date ?? []);
  const born = earliestBirth(patient, studyDate, order);
  // Dates as YYYY-MM-DD sort as text.
  const early = (date: string | undefined): boolean => born !== null && date !== undefined && date < born;
  const first = fractures.some(early)
    ? 'a prior fracture'
    : early(order.dxa?.date)
      ? 'a DXA measurement'
      : early(order.date)
        ? 'itself'
        : null;
  if (first !== null)
    throw new StudyRefused({
      code: 'ORDER_CONTRADICTS_STUDY',
      saw: `${first} dated before the date of birth (order)`,
      wanted: 'dates after the date of birth',
    });
  // The figures are of the time after the CT: a fracture after it is what they foretell, not what they rest on.
  if (studyDate !== null && fractures.some((date) => date > studyDate))
    throw new StudyRefused({
      code: 'FRACTURE_AFTER_CT',
      saw: 'a prior fracture dated after the CT (order)',
      wanted: 'prior fractures dated up to the CT date; omit later fractures',
    });
}

/** The first day on which the patient may have been born, YYYY-MM-DD; null where nothing tells. */
function earliestBirth(
  { birthDate, ageYears }: Pick<Ct['patient'], 'birthDate' | 'ageYears'>,
  studyDate: string | null,
  order: Order,
): string | null {
  if (birthDate !== null) return birthDate;
  if (studyDate === null) return null;
  const ordered = order.patient?.ageYears;
  const years =
    ageYears !== null
      ? ageYears + AGE_STEPS.study
      : ordered !== undefined
        ? ordered + AGE_STEPS.order
        : OLDEST_YEARS + AGE_STEPS.study;
  const year = Number(studyDate.slice(0, 4)) - Math.ceil(years);
  return `${String(year).padStart(4, '0')}${studyDate.slice(4)}`;
}
