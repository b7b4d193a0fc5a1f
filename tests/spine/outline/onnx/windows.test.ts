import fc from 'fast-check';
import { expect, test } from 'vitest';

import { patchStarts, patchWeights, weightSums } from '../../../../spine/outline/onnx/windows.ts';

const LENGTHS = fc.record({
  length: fc.integer({ min: 1, max: 200 }),
  patch: fc.integer({ min: 1, max: 64 }),
  overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
});

test('patches begin at 0, end with the grid, and share what was asked for to within a voxel of rounding', () => {
  fc.assert(
    fc.property(LENGTHS, ({ length, patch, overlap }) => {
      const starts = patchStarts(length, patch, overlap);
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)! + patch).toBe(Math.max(length, patch));
      starts.slice(1).forEach((start, n) => {
        const step = start - starts[n]!;
        expect(step).toBeGreaterThan(0);
        expect(step).toBeLessThanOrEqual(Math.min(patch, Math.max(1, patch * (1 - overlap)) + 1));
      });
    }),
    { seed: 7 },
  );
});

test('the weight falls to exp(-0.5) an eighth of the patch from its middle, alike on both sides', () => {
  const weights = patchWeights(65);
  expect(weights[32]).toBe(1);
  // 65 / 8 = 8.125: 8 voxels are 0.985 standard deviations.
  expect(weights[40]).toBeCloseTo(Math.exp(-0.5 * (8 / 8.125) ** 2), 12);
  expect(weights[0]).toBe(weights[64]);
});

test('weights add up along an axis as patches cover it', () => {
  const sums = weightSums(5, [0, 2], Float64Array.of(1, 2, 3));
  expect([...sums]).toEqual([1, 2, 4, 2, 3]);
});
