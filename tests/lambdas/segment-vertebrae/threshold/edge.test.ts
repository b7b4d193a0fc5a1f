import { describe, expect, it } from 'vitest';

import {
  HALF_CORTEX_MM,
  PROFILE_STEP_MM,
  smoothProfile,
  wallPeaks,
} from '../../../../lambdas/segment-vertebrae/threshold/edge.ts';
import { apply, robustFit } from '../../../../lambdas/segment-vertebrae/threshold/robust-fit.ts';

/** Bone of `inside` HU, a wall of 0.9 mm and 1000 HU whose outer surface is at `edge` mm, `outside` HU; blurred. */
function profileAcross(edge: number, inside: number, outside: number): Float64Array {
  const fine = 16;
  const profile = Float64Array.from({ length: 80 }, (_, n) => {
    let sum = 0;
    for (let m = 0; m < fine; m++) {
      const x = (n + (m + 0.5) / fine - 0.5) * PROFILE_STEP_MM;
      if (x > edge) sum += outside;
      else sum += x > edge - 2 * HALF_CORTEX_MM ? 1000 : inside;
    }
    return sum / fine;
  });
  return smoothProfile(profile, 0.7);
}

describe('the peak of a wall', () => {
  it.each([
    [80, 85],
    [150, 55],
    [250, -100],
  ])('stands half a cortex within its outer surface, %d HU inside and %d HU outside', (inside, outside) => {
    for (const edge of [9.9, 10, 10.1]) {
      const [peak, ...more] = wallPeaks(profileAcross(edge, inside, outside), 80);
      expect(more).toEqual([]);
      // A step in the background under a blurred peak moves it towards the brighter side.
      expect(Math.abs(peak! * PROFILE_STEP_MM + HALF_CORTEX_MM - edge)).toBeLessThan(0.12);
    }
  });

  it('is not seen in a step without a wall', () => {
    const step = smoothProfile(
      Float64Array.from({ length: 80 }, (_, n) => (n < 40 ? 400 : 50)),
      0.7,
    );
    expect(wallPeaks(step, 80)).toEqual([]);
  });
});

describe('the robust fit', () => {
  it('follows the line of most points and not a fifth of outliers', () => {
    const rows = Array.from({ length: 50 }, (_, n) => Float64Array.of(1, n / 50));
    const values = Float64Array.from(rows, (row, n) => 2 + 3 * row[1]! + (n % 5 === 0 ? 8 : 0));
    const fit = robustFit(rows, values, 1)!;
    // The ridge pulls the coefficients by about 1e-4 of themselves.
    expect(apply(Float64Array.of(1, 0.5), fit.coefficients)).toBeCloseTo(3.5, 2);
    expect(fit.support).toBeCloseTo(0.8, 12);
  });

  it('is refused where there are too few points for the unknowns', () => {
    expect(robustFit([Float64Array.of(1, 0)], Float64Array.of(1), 1)).toBeNull();
  });
});
