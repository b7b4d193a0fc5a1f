/** Means and spreads of z against closed cases, and people drawn from the reference itself. */
import { describe, expect, test } from 'vitest';

import { randomOf } from '../../../../bench/models/random.ts';
import { expectedDensity, readAges, splitAges } from '../../../../bench/published/people/ages.ts';
import { referred, meanReferred, scatterOf } from '../../../../bench/published/people/scatter.ts';
import { referenceDensity } from '../../../../spine/judge/strength/reference/reference-density.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';

const WOMEN = { mean: 69.4, sd: 12.9 } as const;
const MEN = { mean: 59.8, sd: 16.6 } as const;

describe('the reference of an age that is not known', () => {
  test('is the reference itself where the age is known', () => {
    const found = expectedDensity(['L2'], 'female', { mean: 63, sd: 0 })!;
    const { mean, sd, sharedSe } = referenceDensity('L2', 'female', 63)!;
    expect(found).toEqual({ mean, sd, sharedSe, ageSd: 0 });
  });

  test('on a stretch where the mean falls evenly is that of the mean age, and adds slope times spread', () => {
    // From 62.5 to 92.5 years by 68 HU: 0.7 x 68 / 30 mg/cm3 a year.
    const found = expectedDensity(['L1'], 'male', { mean: 77, sd: 2 })!;
    expect(found.mean).toBeCloseTo(referenceDensity('L1', 'male', 77)!.mean, 2);
    expect(found.ageSd).toBeCloseTo(2 * ((0.7 * 68) / 30), 2);
  });

  test('is the mean over the levels', () => {
    const of = (...levels: string[]): number => expectedDensity(levels, 'female', WOMEN)!.mean;
    expect(of('T12', 'L3')).toBeCloseTo((of('T12') + of('L3')) / 2, 10);
    expect(of('T4') / of('L1')).toBeCloseTo(1.24, 10);
  });

  test('is not known for levels that the reference does not have, nor beyond its ages', () => {
    expect(expectedDensity(['T1', 'T2'], 'female', WOMEN)).toBeNull();
    expect(expectedDensity(['L1', 'C7'], 'female', WOMEN)).toBeNull();
    expect(expectedDensity(['L5', 'L6'], 'female', WOMEN)).toBeNull();
    expect(expectedDensity(['L1', 'nonsense'], 'female', WOMEN)).toBeNull();
    expect(expectedDensity(['L1'], 'female', { mean: 19, sd: 0 })).toBeNull();
  });

  test.skipIf(lacksSharedData('verse004-l2/'))('has the published ages', () => {
    expect(readAges(sharedData('verse004-l2/verse19fem_table_1.csv'))).toEqual({
      female: WOMEN,
      male: MEN,
    });
  });
});

describe('ages of two parts of a population', () => {
  test('are as far apart as asked, and together have the mean and the spread of all', () => {
    const all = { mean: 60, sd: 15 };
    const share = 0.75;
    const [older, younger] = splitAges(all, 20, share);
    expect([older.mean, younger.mean]).toEqual([65, 45]);
    const squares = ({ mean, sd }: typeof all): number => sd ** 2 + (mean - all.mean) ** 2;
    expect(share * squares(older) + (1 - share) * squares(younger)).toBeCloseTo(all.sd ** 2, 10);
  });
});

describe('people drawn from the reference, whose ages are then forgotten', () => {
  const LEVELS = ['T12', 'L1', 'L2'];
  const CALIBRATION = 12;
  const expected = {
    female: expectedDensity(LEVELS, 'female', WOMEN)!,
    male: expectedDensity(LEVELS, 'male', MEN)!,
  };
  const draw = (count: number, seed: number, shift = 0) => {
    const uniform = randomOf(seed);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    return Array.from({ length: count }, (_, n) => {
      const [sex, ages] = n % 3 === 0 ? (['male', MEN] as const) : (['female', WOMEN] as const);
      let age = Number.NaN;
      while (!(age >= 20 && age <= 100)) age = ages.mean + ages.sd * normal();
      const own = expectedDensity(LEVELS, sex, { mean: age, sd: 0 })!;
      const value = own.mean + own.sd * (normal() + shift) + CALIBRATION * normal();
      return referred({ value, se: CALIBRATION }, expected[sex]);
    });
  };

  test('have a mean z of 0, the spread that is expected and as many beyond 2', () => {
    const people = draw(6000, 5);
    const { n, mean, se, sd, expectedSd, beyond, expectedBeyond } = scatterOf(people)!;
    expect(n).toBe(6000);
    expect(expectedSd).toBeGreaterThan(1.25);
    expect(Math.abs(mean)).toBeLessThan(3 * se!);
    expect(Math.abs(sd! / expectedSd - 1)).toBeLessThan(0.03);
    expect(Math.abs(beyond - expectedBeyond)).toBeLessThan(0.015);
    // Nobody would be that far off, were the ages known and the densities exact.
    expect(expectedBeyond).toBeGreaterThan(2 * 0.0455);
  });

  test('half a standard deviation above it have a mean z of half', () => {
    const { mean, se } = scatterOf(draw(3000, 6, 0.5))!;
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * se!);
  });
});

describe('a scatter', () => {
  const of = (z: number) => ({ z, expectedSd: 1, sharedSe: 0.4 });

  test('of -1, 1 and 3 has mean 1, SD 2, and one in three beyond 2', () => {
    expect(scatterOf([-1, 1, 3].map(of))).toEqual({
      ...{ n: 3, mean: 1, sd: 2, se: 2 / Math.sqrt(3) },
      ...{ expectedSd: 1, beyond: 1 / 3 },
      referenceSe: expect.closeTo(0.4, 12) as number,
      expectedBeyond: expect.closeTo(0.0455, 4) as number,
    });
  });

  test('of one has no spread, of nobody is none', () => {
    expect(scatterOf([of(0.5)])).toMatchObject({ n: 1, mean: 0.5, sd: null, se: null });
    expect(scatterOf([])).toBeNull();
  });

  test('takes a person who was scanned twice once, at the mean', () => {
    expect(meanReferred([of(0), of(1)])).toEqual({ z: 0.5, expectedSd: 1, sharedSe: 0.4 });
  });
});
