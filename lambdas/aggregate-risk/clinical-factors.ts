/** Which clinical factors nobody gave: told in the report, never taken for "no". */
import type { Order } from '../shared/contracts/order.ts';

import type { Subject } from './subject.ts';

type Factors = NonNullable<Order['riskFactors']>;

const FACTOR_NAMES: Readonly<Record<keyof Factors, string>> = {
  priorFractures: 'prior fractures',
  glucocorticoids: 'glucocorticoids',
  currentSmoking: 'smoking',
  alcohol3UnitsADay: 'alcohol',
  rheumatoidArthritis: 'rheumatoid arthritis',
  parentalHipFracture: 'parental hip fracture',
};

export function missingFactors(subject: Subject, order: Order | null): readonly string[] {
  const given = order?.riskFactors ?? {};
  const patient = order?.patient ?? {};
  const missing: string[] = [];
  if (subject.ageYears === null) missing.push('age');
  if (subject.sex === null) missing.push('sex');
  if (patient.heightCm === undefined) missing.push('height');
  if (patient.weightKg === undefined) missing.push('weight');
  for (const [factor, name] of Object.entries(FACTOR_NAMES)) {
    if (given[factor as keyof Factors] === undefined) missing.push(name);
  }
  return missing;
}
