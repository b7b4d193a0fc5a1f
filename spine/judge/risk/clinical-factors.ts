/** Which clinical factors nobody gave: told in the report, never taken for "no". */
import type { Order } from '../../../contracts/order/order.ts';

import { TABLE_FACTORS, tableFacts } from './clinical-facts.ts';
import { FACTOR_NAMES } from './factor-names.ts';
import type { Subject } from '../subject/subject.ts';

/** Factors of the overall category and of the model behind it; those of the cross-check are told beside it. */
export function missingFactors(subject: Subject, order: Order | null): readonly string[] {
  const { heightCm, weightKg } = order?.patient ?? {};
  const facts = tableFacts(order);
  return [
    ...(subject.ageYears === null ? ['age'] : []),
    ...(subject.sex === null ? ['sex'] : []),
    ...(heightCm === undefined ? ['height'] : []),
    ...(weightKg === undefined ? ['weight'] : []),
    ...TABLE_FACTORS.filter((factor) => facts[factor] === null).map((factor) => FACTOR_NAMES[factor]),
  ];
}
