import { describe, expect, test } from 'vitest';

import { levelIndex, LEVELS, type Level } from '../../../../contracts/levels.ts';
import { growthOf, requireUpright } from '../../../../spine/outline/assess/upright.ts';

/** Sides of sections measured on a chest CT (LIDC-IDRI-0001) and on a lumbar one (TotalSegmentator's example), mm. */
const THORACIC = [21, 24, 24.5, 26.7, 28, 28.8, 29.4, 28.7, 28.6, 33, 33.7];
const FEW = 5;
const LUMBAR = [39, 39.6, 42, 42, 46.2];

function column(first: Level, sides: readonly number[]) {
  const from = levelIndex(first);
  return sides.map((side, n) => ({ level: LEVELS[from + n]!, widthMm: 1.2 * side, depthMm: side / 1.2 }));
}

describe.each([
  ['a thoracic spine', 'T4', THORACIC],
  ['a lumbar spine', 'L1', LUMBAR],
] as const)('%s', (_, first, sides) => {
  test('grows towards the feet', () => {
    expect(growthOf(column(first, sides))).toBeGreaterThan(0.03);
    expect(() => requireUpright(column(first, sides))).not.toThrow();
  });

  test('upside down is refused', () => {
    expect(() => requireUpright(column(first, sides.toReversed()))).toThrow('HEAD_FOOT_REVERSED');
  });

  test('with one outline that is off by a third is still what it is', () => {
    const odd = (all: readonly number[], n: number) => all.map((side, at) => (at === n ? 0.67 * side : side));
    for (let n = 0; n < sides.length; n++) {
      expect(() => requireUpright(column(first, odd(sides, n)))).not.toThrow();
      // Four lumbar bodies beside the odd one would not say which way up they are.
      if (sides.length > FEW)
        expect(() => requireUpright(column(first, odd(sides.toReversed(), n)))).toThrow('HEAD_FOOT_REVERSED');
    }
  });
});

test('the same size everywhere says nothing, and neither do four bodies', () => {
  expect(() => requireUpright(column('L1', [40, 40, 40, 40, 40]))).not.toThrow();
  expect(growthOf(column('L1', [44, 42, 40, 38]))).toBeNull();
});
