import { describe, expect, test } from 'vitest';

import {
  coversAge,
  referenceDensity,
} from '../../../../../spine/judge/strength/reference/reference-density.ts';

describe('the density of an average body', () => {
  test('is the published attenuation of L1 at 0.70 mg/cm3 per HU', () => {
    // Women below 30: 233 HU; both sexes from 90 on: 89 HU; SD 40 HU.
    expect(referenceDensity('L1', 'female', 25)!.mean).toBeCloseTo(163.1, 10);
    expect(referenceDensity('L1', 'male', 93)!.mean).toBeCloseTo(62.3, 10);
    expect(referenceDensity('L1', 'female', 60)!.sd).toBeCloseTo(28, 10);
  });

  test('falls with age, in women below men nowhere before the menopause', () => {
    for (let age = 26; age <= 92; age++)
      for (const sex of ['female', 'male'] as const)
        expect(referenceDensity('L1', sex, age)!.mean).toBeLessThan(
          referenceDensity('L1', sex, age - 1)!.mean,
        );
    expect(referenceDensity('L1', 'female', 45)!.mean).toBeGreaterThan(
      referenceDensity('L1', 'male', 45)!.mean,
    );
    expect(referenceDensity('L1', 'female', 70)!.mean).toBe(referenceDensity('L1', 'male', 70)!.mean);
  });

  // Budoff 2012, tables 3 and 4: hydroxyapatite of L1 to L3 by a phantom under the patient, 0.83 of it in K2HPO4, L1 at 1.02 of their mean.
  test.each([
    ['female', 40, 177.4],
    ['female', 50, 159.8],
    ['female', 60, 140.5],
    ['female', 70, 120],
    ['male', 40, 164.1],
    ['male', 50, 149.5],
    ['male', 60, 131.8],
    ['male', 70, 129.5],
  ] as const)(
    'of a %s of %i years is that of phantom scans within its standard error',
    (sex, age, apatite) => {
      const { mean, sharedSe } = referenceDensity('L1', sex, age)!;
      expect(Math.abs(Math.log((1.02 * 0.83 * apatite) / mean))).toBeLessThan(sharedSe);
    },
  );

  test('is higher in the thoracic spine and lowest at L3', () => {
    const of = (level: 'T4' | 'T10' | 'L1' | 'L3' | 'L5') => referenceDensity(level, 'female', 60)!.mean;
    expect([of('T4'), of('T10'), of('L1'), of('L3')]).toEqual(
      [of('T4'), of('T10'), of('L1'), of('L3')].toSorted((a, b) => b - a),
    );
    expect(of('L5')).toBeGreaterThan(of('L3'));
  });

  test('is less sure far from L1, and where 10 HU of the region weigh more', () => {
    expect(referenceDensity('T5', 'male', 60)!.ownSe).toBeGreaterThan(
      referenceDensity('L2', 'male', 60)!.ownSe,
    );
    expect(referenceDensity('L1', 'male', 90)!.sharedSe).toBeGreaterThan(
      referenceDensity('L1', 'male', 30)!.sharedSe,
    );
    expect(referenceDensity('L1', 'female', 25)!.sharedSe).toBeCloseTo(Math.hypot(0.1, 10 / 233), 10);
  });

  test('is known to 3 % from T11 to L3, and to 5 % beyond', () => {
    const levels = ['T10', 'T11', 'T12', 'L2', 'L3', 'L4'] as const;
    const found = levels.map((level) => referenceDensity(level, 'male', 60)!.ownSe);
    expect(found).toEqual([0.05, 0.03, 0.03, 0.03, 0.03, 0.05]);
  });

  test.each(['T13', 'L6', 'T3', 'V1'] as const)('is not known for %s', (level) => {
    expect(referenceDensity(level, 'female', 60)).toBeNull();
  });

  test('is for 20 to 100 years', () => {
    expect([19.9, 20, 100, 100.1].map(coversAge)).toEqual([false, true, true, false]);
  });
});
