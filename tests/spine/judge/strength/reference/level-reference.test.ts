import { describe, expect, test } from 'vitest';

import type { DensityResponse } from '../../../../../contracts/level/density-response.ts';
import { normalNumbers } from '../../../../../phantoms/random.ts';
import { levelReference } from '../../../../../spine/judge/strength/reference/level-reference.ts';
import { referenceDensity } from '../../../../../spine/judge/strength/reference/reference-density.ts';

type Solved = Extract<DensityResponse, { status: 'solved' }>;

const SUBJECT = { ageYears: 62.5, sex: 'female' } as const;
const { mean: AVERAGE, sd: SD, sharedSe: SHARED, ownSe: OWN } = referenceDensity('L1', 'female', 62.5)!;
const YOUNG = referenceDensity('L1', 'female', 25)!.mean;

/** A body whose strength is `slope` times what its density has above `from`. */
function body(own: number, { slope = 40, from = 0, lineSe = 0, samplingSe = 0 } = {}): Solved {
  const points = [45, own, 180].map((density) => ({
    trabecularMgCc: density,
    strengthN: slope * (density - from),
  }));
  return { status: 'solved', trabecularMgCc: own, lineSe, samplingSe, points };
}

function modelled(
  response: DensityResponse | null,
  subject: { ageYears: number | null; sex: 'female' | 'male' | null } = SUBJECT,
) {
  const found = levelReference('L1', response, subject);
  if (found.status === 'none') throw new Error(found.reason);
  return found;
}

function endsOf({ uncertainty }: ReturnType<typeof modelled>['shareOfAverage']): readonly [number, number] {
  if (uncertainty.kind !== 'interval95') throw new Error('no interval');
  return [uncertainty.low, uncertainty.high];
}

describe('strength against the same body of average density', () => {
  test('is all of it, and no deviation, at the average density', () => {
    const { shareOfAverage, z, averageN } = modelled(body(AVERAGE));
    expect(shareOfAverage.value).toBeCloseTo(100, 10);
    expect(z.value).toBeCloseTo(0, 10);
    expect(averageN).toBeCloseTo(40 * AVERAGE, 6);
  });

  test('is the ratio of densities where strength is in proportion', () => {
    const { shareOfAverage, shareOfYoungAdult } = modelled(body(0.7 * AVERAGE));
    expect(shareOfAverage.value).toBeCloseTo(70, 8);
    expect(shareOfYoungAdult.value).toBeCloseTo((70 * AVERAGE) / YOUNG, 8);
  });

  test('has the z of its density where strength grows evenly with it, whatever it begins from', () => {
    for (const from of [0, 20]) {
      expect(modelled(body(AVERAGE - 1.5 * SD, { from })).z.value).toBeCloseTo(-1.5, 8);
      expect(modelled(body(AVERAGE + SD, { from })).z.value).toBeCloseTo(1, 8);
    }
  });

  test('tells what of its error the line makes: the whole of a shared one that has no other cause', () => {
    const { z } = modelled(body(AVERAGE, { lineSe: 0.1 * AVERAGE }));
    // Strength in proportion to density: a tenth more of it is a tenth of the mean, in standard deviations.
    expect(z.lineSe).toBeCloseTo((Math.sinh(0.1) * AVERAGE) / SD, 6);
    expect(modelled(body(AVERAGE)).z.lineSe).toBe(0);
    expect(z.sharedSe).toBeCloseTo(Math.hypot(z.lineSe!, modelled(body(AVERAGE)).z.sharedSe), 6);
  });

  test('does not depend on size: a body of twice the strength at every density is no other', () => {
    const [small, large] = [40, 80].map((slope) => modelled(body(70, { slope })));
    expect(large!.shareOfAverage.value).toBeCloseTo(small!.shareOfAverage.value, 8);
    expect(large!.z.value).toBeCloseTo(small!.z.value, 8);
  });

  test('loses more than density does where strength ends before it', () => {
    expect(modelled(body(0.7 * AVERAGE, { from: 20 })).shareOfAverage.value).toBeLessThan(68);
  });

  test('is as sure as the reference is, where the density is known', () => {
    const { z, shareOfAverage } = modelled(body(AVERAGE));
    expect(z.sharedSe).toBeCloseTo((AVERAGE * Math.sinh(SHARED)) / SD, 8);
    expect(z.ownSe).toBeCloseTo((AVERAGE * Math.sinh(OWN)) / SD, 8);
    const [low, high] = endsOf(shareOfAverage);
    expect(Math.log(high / low)).toBeCloseTo(2 * 1.96 * Math.hypot(SHARED, OWN), 3);
  });

  test('holds the error of the calibration: a slope 10 % too high makes the share too high', () => {
    const exact = modelled(body(AVERAGE));
    const unsure = modelled(body(AVERAGE, { lineSe: 0.1 * AVERAGE }));
    expect(unsure.z.sharedSe).toBeCloseTo(Math.hypot(exact.z.sharedSe, (AVERAGE * Math.sinh(0.1)) / SD), 8);
    expect(unsure.z.ownSe).toBeCloseTo(exact.z.ownSe, 10);
    expect(modelled(body(1.1 * AVERAGE)).shareOfAverage.value).toBeCloseTo(110, 8);
    expect(endsOf(unsure.shareOfAverage)[1]).toBeGreaterThan(endsOf(exact.shareOfAverage)[1]);
  });

  test('holds the error of the region apart, as the level’s own', () => {
    const exact = modelled(body(AVERAGE));
    const unsure = modelled(body(AVERAGE, { samplingSe: 0.05 * AVERAGE }));
    expect(unsure.z.ownSe).toBeGreaterThan(exact.z.ownSe);
    expect(unsure.z.sharedSe).toBeCloseTo(exact.z.sharedSe, 10);
  });

  test('is less sure far from the reference, by the shell', () => {
    const width = (own: number): number => {
      const [low, high] = endsOf(modelled(body(own)).shareOfAverage);
      return Math.log(high / low);
    };
    expect(width(0.5 * AVERAGE)).toBeGreaterThan(1.2 * width(AVERAGE));
  });

  test('holds the truth in 95 of 100 intervals, of share and of z', () => {
    const normal = normalNumbers(34);
    const [lineSe, regionSe, from] = [0.08, 0.03, 22];
    let [shares, zs] = [0, 0];
    const draws = 2000;
    for (let n = 0; n < draws; n++) {
      const trueDensity = Math.max(55, AVERAGE + 0.8 * SD * normal());
      // The reference as told is off, too: the truth is what it should have been.
      const trueAverage = AVERAGE * Math.exp(SHARED * normal() + OWN * normal());
      const line = Math.exp(lineSe * normal());
      const region = Math.exp(regionSe * normal());
      // The body is solved with densities that are off by `line`, and its region reads them off by `region`.
      const own = trueDensity * line * region;
      const points = [45, own, 180].map((read) => ({
        trabecularMgCc: read,
        strengthN: 40 * (read / region - from),
      }));
      const told = modelled({
        status: 'solved',
        trabecularMgCc: own,
        lineSe: lineSe * own,
        samplingSe: regionSe * own,
        points: points.toSorted((a, b) => a.trabecularMgCc - b.trabecularMgCc),
      });
      const share = (100 * (trueDensity - from)) / (trueAverage - from);
      const [low, high] = endsOf(told.shareOfAverage);
      if (share >= low && share <= high) shares++;
      const z = (trueDensity - trueAverage) / SD;
      if (z >= told.z.low && z <= told.z.high) zs++;
    }
    // Four standard errors of 2,000 draws are 2 %; the shell's part makes the interval of the share wider than these errors.
    expect(zs / draws).toBeGreaterThan(0.93);
    expect(zs / draws).toBeLessThan(0.975);
    expect(shares / draws).toBeGreaterThan(0.93);
  });

  test.each([
    ['the level was not solved', null, SUBJECT, 'strength not computed'],
    [
      'densities are not to be used',
      { status: 'withheld', reason: 'arterial contrast phase' },
      SUBJECT,
      'arterial contrast phase',
    ],
    ['no age is known', body(100), { ageYears: null, sex: 'female' }, 'age not available'],
    ['no sex is known', body(100), { ageYears: 60, sex: null }, 'sex not available'],
    ['the patient is under 20', body(100), { ageYears: 19, sex: 'male' }, 'age outside 20 to 100 years'],
    ['the patient is above 100', body(100), { ageYears: 101, sex: 'male' }, 'age outside 20 to 100 years'],
    ['young adults are too far to scale to', body(35), SUBJECT, 'too far from the reference'],
  ] as const)('is not told where %s', (_, response, subject, reason) => {
    const found = levelReference('L1', response, subject);
    expect(found).toEqual({ status: 'none', reason: expect.stringContaining(reason) as string });
  });

  test('is not told for a level that the reference does not have', () => {
    expect(levelReference('L6', body(100), SUBJECT)).toEqual({
      status: 'none',
      reason: 'no reference for L6',
    });
  });
});
