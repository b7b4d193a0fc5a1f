/** Factors and earlier fractures that are drawn where the order says nothing, and are not where it does. */
import { describe, expect, test } from 'vitest';

import type { Order } from '../../../../../contracts/order/order.ts';
import { drawFactors, hipFracture } from '../../../../../spine/judge/verdict/draws/factor-draws.ts';
import { drawSubject } from '../../../../../spine/judge/verdict/draws/subject-draws.ts';
import {
  FRACTURE_ON_TREATMENT,
  HIP_OF_PRIOR_FRACTURES,
} from '../../../../../spine/definitions/priors/verdict-prior.ts';
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

describe('factors that nobody answered', () => {
  const COUNT = 20_000;
  function drawn(riskFactors: NonNullable<Order['riskFactors']> | null, studyDate = '2026-01-01') {
    const draws = drawsOf('factors', COUNT);
    const subject = drawSubject({ ageYears: 70, sex: 'male' }, draws);
    const told = riskFactors === null ? null : order({ riskFactors });
    return { ...drawFactors(told, studyDate, subject, draws), yearly: subject.model(0).yearly };
  }
  const share = (of: Uint8Array) => of.reduce((sum, one) => sum + one, 0) / COUNT;

  test('are as frequent as among people of the sex, and open', () => {
    const { facts, open } = drawn(null);
    for (const factor of open)
      expect(share(facts[factor]), factor).toBeCloseTo(TABLE_ANCHOR.value.factors[factor].prevalence.male, 3);
    expect(open).toHaveLength(Object.keys(facts).length);
    const some = drawn({ currentSmoking: true, glucocorticoids: false });
    expect([share(some.facts.currentSmoking), share(some.facts.glucocorticoids)]).toEqual([1, 0]);
    expect(some.open).not.toContain('currentSmoking');
    expect(some.open).not.toContain('glucocorticoids');
    expect(some.open).toContain('rheumatoidArthritis');
  });

  test('make a fracture recent, or one on treatment, only where there is one', () => {
    const { facts, recent, onTreatment, hip, recentOpen, onTreatmentOpen, yearly } = drawn(null);
    expect([recentOpen, onTreatmentOpen]).toEqual([true, true]);
    for (const event of [recent, onTreatment, hip])
      expect(event.every((one, n) => one === 0 || facts.priorFracture[n] === 1)).toBe(true);
    const { male } = TABLE_ANCHOR.value.factors.priorFracture.prevalence;
    // Of two strata together: independent draws, standard errors below 0.001.
    expect(Math.abs(share(recent) - yearly)).toBeLessThan(0.004);
    expect(Math.abs(share(onTreatment) - male * FRACTURE_ON_TREATMENT)).toBeLessThan(0.004);
  });

  test('are drawn no longer where the order says when, and whether on treatment', () => {
    const fracture = (part: Partial<Fractures[number]>) =>
      drawn({ priorFractures: [{ site: 'wrist', ...part }] });
    const recent = fracture({ date: '2025-06-01', onTreatment: true });
    expect([share(recent.recent), recent.recentOpen]).toEqual([1, false]);
    expect([share(recent.onTreatment), recent.onTreatmentOpen]).toEqual([1, false]);
    const old = fracture({ date: '2015-06-01', onTreatment: false });
    expect([share(old.recent), old.recentOpen]).toEqual([0, false]);
    expect([share(old.onTreatment), old.onTreatmentOpen]).toEqual([0, false]);
    const untold = fracture({});
    expect([untold.recentOpen, untold.onTreatmentOpen]).toEqual([true, true]);
    expect(share(untold.onTreatment)).toBeCloseTo(FRACTURE_ON_TREATMENT, 3);
  });
});
