/** What the order says of fractures that makes the risk very high, whatever bone it was (Camacho 2020, AACE). */
import type { Order } from '../../../contracts/order/order.ts';
import { RECENT_MONTHS } from '../../definitions/fractures.ts';

/** Whether the order says so, says that it is not so, or leaves it open. */
interface Verdict {
  readonly state: 'fired' | 'not-fired' | 'not-evaluated';
  readonly detail: string;
}

/** Of the last 12 months. @param studyDate YYYY-MM-DD */
export function recentFracture(order: Order | null, studyDate: string | null): Verdict {
  const unknown = (detail: string): Verdict => ({ state: 'not-evaluated', detail });
  const fractures = order?.riskFactors?.priorFractures;
  if (fractures === undefined) return unknown('prior fractures not provided in the order');
  const fragility = fractures.filter(({ traumatic }) => traumatic !== true);
  if (fragility.length === 0) return { state: 'not-fired', detail: 'no prior fracture stated in the order' };
  if (studyDate === null) return unknown('CT date not available');
  const from = monthsBefore(studyDate, RECENT_MONTHS);
  // Dates as YYYY-MM-DD sort as text.
  const recent = fragility.find(({ date }) => date !== undefined && date >= from && date <= studyDate);
  if (recent !== undefined) {
    const detail = `fracture within 12 months before the CT (order; site: ${recent.site})`;
    return { state: 'fired', detail };
  }
  if (fragility.some(({ date }) => date === undefined)) return unknown('fracture without a date (order)');
  if (fragility.some(({ date }) => date! > studyDate)) return unknown('fracture dated after the CT (order)');
  return { state: 'not-fired', detail: 'fractures in the order are older than 12 months' };
}

export function fractureOnTreatment(order: Order | null): Verdict {
  const fractures = order?.riskFactors?.priorFractures?.filter(({ traumatic }) => traumatic !== true);
  if (fractures === undefined)
    return { state: 'not-evaluated', detail: 'prior fractures not provided in the order' };
  const found = fractures.find(({ onTreatment }) => onTreatment === true);
  if (found !== undefined)
    return { state: 'fired', detail: `fracture on treatment (order; site: ${found.site})` };
  return fractures.every(({ onTreatment }) => onTreatment === false)
    ? { state: 'not-fired', detail: 'none stated in the order' }
    : { state: 'not-evaluated', detail: 'the order does not say whether a fracture happened on treatment' };
}

/** The same day of an earlier month, as YYYY-MM-DD; a day that the month lacks sorts in the right place all the same. */
function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split('-') as [string, string, string];
  const count = Number(year) * 12 + Number(month) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-${day}`;
}
