import { expect, test } from 'vitest';

import { slicesToShow } from '../../../../report/pictures/calibration/slices.ts';

/** Slices of 4 x 4 cells, 50 mm apart; each holds so many cells of each region. */
function labels(...slices: readonly (readonly number[])[]) {
  const data = new Uint8Array(16 * slices.length);
  slices.forEach((counts, k) => {
    let at = 16 * k;
    counts.forEach((count, region) => {
      data.fill(region + 1, at, at + count);
      at += count;
    });
  });
  return { dims: [4, 4, slices.length], affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 50, 0], data } as const;
}

test('the slice that shows most comes before the others that are needed, from the head down', () => {
  expect(slicesToShow(labels([5, 0], [5, 5], [0, 5]), 2)).toContain(1);
  expect(slicesToShow(labels([8, 0], [0, 0], [0, 8]), 2)).toEqual([2, 0]);
});

test('a sliver is not shown, and three slices are the most', () => {
  expect(slicesToShow(labels([3], [0]), 1)).toEqual([]);
  expect(slicesToShow(labels([8], [0], [8], [0], [8], [0], [8]), 1)).toHaveLength(3);
});

test('what just is no sliver counts, and slivers beside a region do not', () => {
  expect(slicesToShow(labels([4], [0]), 1)).toEqual([0]);
  expect(slicesToShow(labels([8, 3], [4, 4]), 2)).toEqual([1]);
});

test('a region counts by how much of it a slice shows of what any does, small ones as much as large', () => {
  expect(slicesToShow(labels([6, 4], [5, 5], [10, 0]), 2)).toEqual([1]);
});
