/** Rules at their limits, of a patient of whom everything is known. */
import { describe, expect, test } from 'vitest';

import {
  categoryOf,
  OWN_RULES,
  rankOf,
  RULES,
  rulesHeld,
  type KnownPatient,
} from '../../../../../spine/judge/verdict/rules/rules.ts';

export const HEALTHY: KnownPatient = {
  fractures: 0,
  severe: false,
  recent: false,
  onTreatment: false,
  hipFracture: false,
  tScore: null,
  density: 150,
  strengthZ: null,
  majorPercent: 5,
  surelyMajorPercent: 5,
  hipPercent: 0.5,
};

test('every rule is of its category, from the highest down', () => {
  expect(RULES.map(({ category, text }) => `${category}: ${text}`)).toEqual([
    'very-high: vertebral fracture of grade 3',
    'very-high: two or more vertebral fractures (measured, read, or in the history)',
    'very-high: fracture within the last 12 months',
    'very-high: fracture on treatment for osteoporosis',
    'very-high: DXA T-score below -3',
    'very-high: 10-year risk above 30 % (major) or 4.5 % (hip)',
    'high: vertebral fracture (measured, read, or in the history)',
    'high: hip fracture in the history',
    'high: trabecular density below 80 mg/cm3',
    'high: DXA T-score of -2.5 or lower',
    'high: 10-year risk of at least 20 % (major) or 3 % (hip)',
    'moderate: trabecular density of 120 mg/cm3 or less',
    'moderate: strength at least one SD below the reference mean',
  ]);
});

describe('the category', () => {
  test.each<[Partial<KnownPatient>, string]>([
    [{}, 'low'],
    [{ severe: true, fractures: 1 }, 'very-high'],
    [{ fractures: 2 }, 'very-high'],
    [{ fractures: 1 }, 'high'],
    [{ recent: true }, 'very-high'],
    [{ onTreatment: true }, 'very-high'],
    [{ hipFracture: true }, 'high'],
    [{ tScore: -3.01 }, 'very-high'],
    [{ tScore: -3 }, 'high'],
    [{ tScore: -2.5 }, 'high'],
    [{ tScore: -2.49 }, 'low'],
    [{ density: 79.99 }, 'high'],
    [{ density: 80 }, 'moderate'],
    [{ density: 120 }, 'moderate'],
    [{ density: 120.01 }, 'low'],
    [{ majorPercent: 30 }, 'high'],
    [{ majorPercent: 35, surelyMajorPercent: 30 }, 'high'],
    [{ majorPercent: 35, surelyMajorPercent: 30.01 }, 'very-high'],
    [{ majorPercent: 20 }, 'high'],
    [{ majorPercent: 19.99 }, 'low'],
    [{ hipPercent: 4.5 }, 'high'],
    [{ hipPercent: 4.51 }, 'very-high'],
    [{ hipPercent: 3 }, 'high'],
    [{ hipPercent: 2.99 }, 'low'],
    [{ strengthZ: -1 }, 'moderate'],
    [{ strengthZ: -0.99 }, 'low'],
  ])('of %j is %s', (part, category) => {
    expect(categoryOf({ ...HEALTHY, ...part })).toBe(category);
  });

  test('never falls as more is found', () => {
    for (const density of [150, 100, 60]) {
      const ranks = [0, 1, 2, 3].map((fractures) => rankOf(rulesHeld({ ...HEALTHY, density, fractures })));
      expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    }
  });
});

test('the thresholds of 10-year risk belong to another model, and only they', () => {
  const borrowed = RULES.filter(({ ofOtherModel }) => ofOtherModel);
  expect(borrowed.map(({ id }) => id)).toEqual(['risk-very-high', 'risk-high']);
  for (const { source } of borrowed)
    expect(source).toContain('BHOF thresholds for FRAX, not calibrated to this model');
  const held = rulesHeld({ ...HEALTHY, density: 100, hipPercent: 9 });
  expect([rankOf(held), rankOf(held & OWN_RULES)]).toEqual([0, 2]);
});
