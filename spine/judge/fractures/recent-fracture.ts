/** A vertebral fracture of the last 12 months, as the order tells it. */
import type { Order } from '../../../contracts/order/order.ts';
import type { Rule } from '../../../contracts/risk/risk.ts';

type Verdict = Pick<Rule, 'state' | 'detail'>;

/** Recent: not longer ago than this. */
const RECENT_MONTHS = 12;

/** @param studyDate YYYY-MM-DD */
export function recentFracture(order: Order | null, studyDate: string | null): Verdict {
  const unknown = (detail: string): Verdict => ({ state: 'not-evaluated', detail });
  const fractures = order?.riskFactors?.priorFractures;
  if (fractures === undefined) return unknown('the order does not say whether there were fractures');
  const vertebral = fractures.filter(({ site, traumatic }) => site === 'vertebra' && traumatic !== true);
  if (vertebral.length === 0) return { state: 'not-fired', detail: 'the order names no vertebral fracture' };
  if (studyDate === null) return unknown('the date of the CT is not known');
  const from = monthsBefore(studyDate, RECENT_MONTHS);
  // Dates as YYYY-MM-DD sort as text.
  const recent = vertebral.some(({ date }) => date !== undefined && date >= from && date <= studyDate);
  if (recent) return { state: 'fired', detail: 'the order names one, within 12 months before the CT' };
  if (vertebral.some(({ date }) => date === undefined))
    return unknown('the order names a vertebral fracture without its date');
  if (vertebral.some(({ date }) => date! > studyDate))
    return unknown('the order dates a vertebral fracture after the CT');
  return { state: 'not-fired', detail: 'the vertebral fractures of the order are older' };
}

/** The same day of an earlier month, as YYYY-MM-DD; a day that the month lacks sorts in the right place all the same. */
function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split('-') as [string, string, string];
  const count = Number(year) * 12 + Number(month) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-${day}`;
}
