/** Dates of one patient, all earlier by the same number of days: what lies between them stays. */
import type { Order } from '../../../contracts/order/order.ts';

import { OLDEST_TOLD_YEARS } from './kept-elements.ts';

const MS_PER_DAY = 86_400_000;
const INDICATION = 'not transferred (de-identified)';

/** @param date YYYYMMDD. @returns null where it is no date */
export function shiftedDate(date: string, days: number): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? [];
  if (year === undefined) return null;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // 20260231 would become a day in March.
  if (new Date(at).toISOString().slice(0, 10) !== `${year}-${month!}-${day!}`) return null;
  return new Date(at - MS_PER_DAY * days).toISOString().slice(0, 10).replaceAll('-', '');
}

const LEFT_OUT: readonly string[] = ['orderedBy', 'request'] satisfies readonly (keyof Order)[];

/** Without free text, the name of the clinician and the number of the order; the rest of an order names nobody. */
export function deidentifiedOrder(order: Order, days: number): Order {
  const shifted = <T extends { readonly date?: string | undefined }>(dated: T): T => {
    if (dated.date === undefined) return dated;
    const date = shiftedDate(dated.date.replaceAll('-', ''), days)!;
    return { ...dated, date: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` };
  };
  // The same fields but those.
  const rest = Object.fromEntries(
    Object.entries(shifted(order)).filter(([field]) => !LEFT_OUT.includes(field)),
  ) as Omit<Order, 'orderedBy' | 'request'>;
  const { patient, riskFactors, dxa } = rest;
  return {
    ...rest,
    indication: INDICATION,
    ...(patient?.ageYears === undefined
      ? {}
      : { patient: { ...patient, ageYears: Math.min(OLDEST_TOLD_YEARS, patient.ageYears) } }),
    ...(riskFactors?.priorFractures === undefined
      ? {}
      : { riskFactors: { ...riskFactors, priorFractures: riskFactors.priorFractures.map(shifted) } }),
    ...(dxa === undefined ? {} : { dxa: shifted(dxa) }),
  };
}
