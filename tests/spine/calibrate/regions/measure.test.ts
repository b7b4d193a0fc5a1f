import { expect, test } from 'vitest';

import { measure } from '../../../../spine/calibrate/regions/measure.ts';
import { workSlices } from '../../../../spine/calibrate/regions/work-slices.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

/** Normal to four digits by the sum of twelve uniforms, the same on every run. */
function noise(count: number): Float64Array {
  let state = 12345;
  const uniform = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Float64Array.from({ length: count }, () =>
    Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6),
  );
}

const DIMS = [32, 32, 8] as const;
const COUNT = DIMS[0] * DIMS[1] * DIMS[2];
function image(hu: (n: number, gauss: number) => number): Volume<Int16Array> {
  const gauss = noise(COUNT);
  return {
    dims: DIMS,
    affine: [0.9, 0, 0, -10, 0, 0.9, 0, 5, 0, 0, 1, 100],
    data: Int16Array.from(gauss, (value, n) => Math.round(hu(n, value))),
  };
}
function measured(ct: Volume<Int16Array>) {
  const work = workSlices(ct, { first: 0, last: DIMS[2] - 1 });
  return measure(ct, work, new Uint8Array(work.grid.data.length).fill(1))!;
}

test('mean, spread, volume and centre are those of the voxels', () => {
  const { meanHu, sdHu, volumeMm3, centreMm, cutOff } = measured(image((_, gauss) => 40 + 20 * gauss));
  // 8192 voxels: standard errors 0.22 and 0.16 HU.
  expect(Math.abs(meanHu - 40)).toBeLessThan(0.9);
  expect(Math.abs(sdHu - 20)).toBeLessThan(0.7);
  expect(volumeMm3).toBeCloseTo(COUNT * 0.81, 6);
  expect(centreMm[0]).toBeCloseTo(-10 + 0.9 * 15.5, 6);
  expect(centreMm[2]).toBeCloseTo(103.5, 6);
  expect(cutOff).toBe(0);
});

test('one voxel in fifty of calcium moves the mean by less than half a HU', () => {
  const { meanHu } = measured(image((n, gauss) => (n % 50 === 0 ? 700 : 40 + 20 * gauss)));
  expect(Math.abs(meanHu - 40)).toBeLessThan(0.9);
});

test('air that is cut off below keeps its middle', () => {
  const { meanHu, cutOff } = measured(image((_, gauss) => Math.max(-1024, -1010 + 20 * gauss)));
  // A quarter is cut off; the mean of what is left would lie 2 HU higher.
  expect(cutOff).toBeGreaterThan(0.2);
  expect(Math.abs(meanHu + 1010)).toBeLessThan(1.2);
});

test('slices before the first that is looked at do not count', () => {
  const ct = image((n) => (n < DIMS[0] * DIMS[1] * 4 ? 500 : 40));
  const work = workSlices(ct, { first: 4, last: 7 });
  const seen = measure(ct, work, new Uint8Array(work.grid.data.length).fill(1))!;
  expect(seen.meanHu).toBeCloseTo(40, 6);
  expect(seen.centreMm[2]).toBeCloseTo(105.5, 6);
});
