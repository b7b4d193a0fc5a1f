/** The distribution of what is not known, against sums over every combination. */
import { describe, expect, test } from 'vitest';

import { normalCdf } from '../../../../../spine/math/normal.ts';
import {
  combined,
  expectedProbability,
  quantile,
  type Unknown,
} from '../../../../../spine/judge/risk/table/log-hazard.ts';

const SMOKER: Unknown = [
  { weight: 0.7, logRatio: 0 },
  { weight: 0.3, logRatio: 0.4 },
];
const PARENT: Unknown = [
  { weight: 0.9, logRatio: 0.05 },
  { weight: 0.1, logRatio: -0.2 },
];
/** Every combination of the two, with its weight. */
const ALL = SMOKER.flatMap((a) =>
  PARENT.map((b) => ({ weight: a.weight * b.weight, logRatio: a.logRatio + b.logRatio })),
);

test('nothing unknown is a ratio of 1', () => {
  expect(expectedProbability(combined([]), 0.2)).toBeCloseTo(-Math.expm1(-0.2), 12);
});

test('two unknowns give the mean over their combinations', () => {
  const found = combined([SMOKER, PARENT]);
  expect(found.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(found.lowest).toBeCloseTo(-0.2, 12);
  const wanted = ALL.reduce(
    (sum, { weight, logRatio }) => sum - weight * Math.expm1(-0.2 * Math.exp(logRatio)),
    0,
  );
  // All ratios lie on the grid of 0.005.
  expect(expectedProbability(found, 0.2)).toBeCloseTo(wanted, 9);
});

test('a ratio between two steps of the grid is shared so that the mean of its logarithm stays', () => {
  const { weights, lowest } = combined([
    [
      { weight: 0.5, logRatio: 0 },
      { weight: 0.5, logRatio: 0.0112 },
    ],
  ]);
  expect(weights.reduce((sum, weight, n) => sum + weight * (lowest + 0.005 * n), 0)).toBeCloseTo(0.0056, 12);
});

describe('a quantile', () => {
  test.each([0.001, 0.025, 0.5, 0.975, 0.999])(
    'at %d has that share of the widened distribution below it',
    (q) => {
      const normal = { mean: 0.03, sd: 0.14 };
      const at = quantile(combined([SMOKER, PARENT]), normal, q);
      const below = ALL.reduce(
        (sum, { weight, logRatio }) => sum + weight * normalCdf((at - 0.03 - logRatio) / 0.14),
        0,
      );
      expect(below).toBeCloseTo(q, 9);
    },
  );

  test('of a normal distribution alone is its own', () => {
    expect(quantile(combined([]), { mean: -0.2, sd: 0.5 }, 0.975)).toBeCloseTo(-0.2 + 1.96 * 0.5, 4);
  });
});
