import { expect, test } from 'vitest';

import { countsInside, eachInside } from '../../../../../spine/measure/strength/model/columns.ts';

const DIMS = [5, 3, 4] as const;

test.each([
  [1, 1],
  [2, 1],
  [2, 2],
  [4, 1],
  [4, 2],
  [4, 4],
])('of %i columns across, those inside are counted in every one of %i parts across', (across, parts) => {
  let state = 7;
  const inside = Uint8Array.from({ length: DIMS[0] * DIMS[1] * DIMS[2] * across ** 2 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31;
  });
  const columns = { across, inside };
  const wanted = new Uint8Array(parts ** 2 * DIMS[0] * DIMS[1] * DIMS[2]);
  eachInside(DIMS, columns, (_, voxel, a, b) => {
    const part = (n: number) => Math.floor((parts * n) / across);
    wanted[parts ** 2 * voxel + part(a) + parts * part(b)]! += 1;
  });
  expect(countsInside(DIMS, columns, parts)).toEqual(wanted);
  expect(wanted.some((count) => count > 0)).toBe(true);
});
