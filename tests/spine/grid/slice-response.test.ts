import { expect, test } from 'vitest';

import { responseInto, type Response } from '../../../spine/grid/slice-response.ts';
import { normalCdf } from '../../../spine/math/normal.ts';

const CASES = [[1.5, 0.3], [2.5, 0.6], [0.6, 0.6], [0, 0.5]] as const; // prettier-ignore

/** The plain twin: Gaussian shares, averaged over the slice. */
function share(d: number, b: number, s: number): number {
  const count = 4000;
  let sum = 0;
  for (let n = 0; n < count; n++) sum += normalCdf((d + b * ((n + 0.5) / count - 0.5)) / s);
  return sum / count;
}

test('a voxel beyond a plane has the share that an average over its slice and blur has', () => {
  const out: Response = { share: 0, slope: 0 };
  for (const [b, s] of CASES)
    for (const d of [-2, -0.7, -0.1, 0, 0.4, 1.1, 3]) {
      responseInto(out, d, b, s);
      expect(Math.abs(out.share - share(d, b, s))).toBeLessThan(2e-4);
    }
});

test('its slope is the derivative of the share', () => {
  const out: Response = { share: 0, slope: 0 };
  for (const [b, s] of CASES)
    for (const d of [-1, -0.2, 0.3, 0.9]) {
      const h = 0.02;
      const difference = (share(d + h, b, s) - share(d - h, b, s)) / (2 * h);
      responseInto(out, d, b, s);
      expect(Math.abs(out.slope - difference)).toBeLessThan(2e-3);
    }
});

test('far off it is all or nothing', () => {
  const out: Response = { share: 0.5, slope: 1 };
  responseInto(out, -9, 1.5, 0.5);
  expect(out).toEqual({ share: 0, slope: 0 });
  responseInto(out, 9, 1.5, 0.5);
  expect(out).toEqual({ share: 1, slope: 0 });
});
