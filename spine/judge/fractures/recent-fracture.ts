/** A vertebral fracture of the last 12 months, as stated in the order. */
import type { Order } from '../../../contracts/order/order.ts';
import type { Rule } from '../../../contracts/risk/risk.ts';
import { RECENT_MONTHS } from '../../definitions/fractures.ts';

type Verdict = Pick<Rule, 'state' | 'detail'>;

/** @param studyDate YYYY-MM-DD */
export function recentFracture(order: Order | null, studyDate: string | null): Verdict {
  const unknown = (detail: string): Verdict => ({ state: 'not-evaluated', detail });
  const fractures = order?.riskFactors?.priorFractures;
  if (fractures === undefined) return unknown('prior fractures not provided in the order');
  const vertebral = fractures.filter(({ site, traumatic }) => site === 'vertebra' && traumatic !== true);
  if (vertebral.length === 0)
    return { state: 'not-fired', detail: 'no vertebral fracture stated in the order' };
  if (studyDate === null) return unknown('CT date not available');
  const from = monthsBefore(studyDate, RECENT_MONTHS);
  // Dates as YYYY-MM-DD sort as text.
  const recent = vertebral.some(({ date }) => date !== undefined && date >= from && date <= studyDate);
  if (recent) return { state: 'fired', detail: 'vertebral fracture within 12 months before the CT (order)' };
  if (vertebral.some(({ date }) => date === undefined))
    return unknown('vertebral fracture without a date (order)');
  if (vertebral.some(({ date }) => date! > studyDate))
    return unknown('vertebral fracture dated after the CT (order)');
  return { state: 'not-fired', detail: 'vertebral fractures in the order are older than 12 months' };
}

/** The same day of an earlier month, as YYYY-MM-DD; a day that the month lacks sorts in the right place all the same. */
function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split('-') as [string, string, string];
  const count = Number(year) * 12 + Number(month) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-${day}`;
}
