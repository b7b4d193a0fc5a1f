/** Factors and earlier fractures that are drawn where the order says nothing, and are not where it does. */
import { expect, test } from 'vitest';

import type { Order } from '../../../../../contracts/order/order.ts';
import { drawFactors, hipFracture } from '../../../../../spine/judge/verdict/draws/factor-draws.ts';
import { drawSubject } from '../../../../../spine/judge/verdict/draws/subject-draws.ts';
import { HIP_OF_PRIOR_FRACTURES } from '../../../../../spine/definitions/priors/verdict-prior.ts';
import { TABLE_ANCHOR } from '../../../../../spine/judge/risk/parameters.ts';
import { drawsOf } from '../../../../../spine/math/random/latin-hypercube.ts';
import { order } from '../../cases.ts';

type Fractures = NonNullable<NonNullable<Order['riskFactors']>['priorFractures']>;

function shareOfHip(priorFractures: Fractures | undefined): number {
  const draws = drawsOf('factors', 20_000);
  const subject = drawSubject({ ageYears: 70, sex: 'female' }, draws);
  const told = priorFractures === undefined ? null : order({ riskFactors: { priorFractures } });
  const { hip } = drawFactors(told, '2026-01-01', subject, draws);
  return hip.reduce((sum, one) => sum + one, 0) / draws.count;
}

test('a hip fracture of which nobody said anything is as frequent as prior fractures with one', () => {
  const { prevalence } = TABLE_ANCHOR.value.factors.priorFracture;
  expect(shareOfHip(undefined)).toBeCloseTo(prevalence.female * HIP_OF_PRIOR_FRACTURES, 2);
});

test('one that the order tells, or leaves out of its list, is in all draws or in none', () => {
  expect(shareOfHip([{ site: 'hip' }])).toBe(1);
  expect(shareOfHip([{ site: 'wrist' }])).toBe(0);
  expect(shareOfHip([{ site: 'hip', traumatic: true }])).toBe(0);
  expect(shareOfHip([])).toBe(0);
  expect(hipFracture(order({ riskFactors: {} }))).toBeNull();
});
