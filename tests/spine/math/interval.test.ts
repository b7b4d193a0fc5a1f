import { expect, test } from 'vitest';

import { estimateOf, interval95, ratio, weighted } from '../../../spine/math/interval.ts';

test('an interval’s standard error is its width over twice 1.96, and comes back as the interval', () => {
  const estimate = estimateOf({
    value: 10,
    uncertainty: { kind: 'interval95', low: 6.08, high: 13.92, basis: 'told' },
  });
  expect(estimate.value).toBe(10);
  expect(estimate.se).toBeCloseTo(2, 14);
  expect(interval95(estimate)![0]).toBeCloseTo(6.08, 12);
  expect(interval95(estimate)![1]).toBeCloseTo(13.92, 12);
});

test('a value without an interval has no standard error, nor has what is made of it', () => {
  const unknown = estimateOf({ value: 3, uncertainty: { kind: 'none', reason: 'not known' } });
  const known = { value: 2, se: 0.1 };
  expect(unknown).toEqual({ value: 3, se: null });
  expect(interval95(unknown)).toBeNull();
  expect(ratio(known, unknown).se).toBeNull();
  expect(ratio(unknown, known)).toEqual({ value: 1.5, se: null });
  expect(weighted([known, unknown], [1, 2])).toEqual({ value: 8, se: null });
});

test('relative errors of a quotient add as squares', () => {
  const { value, se } = ratio({ value: -8, se: 0.24 }, { value: 2, se: 0.08 });
  expect(value).toBe(-4);
  expect(se).toBeCloseTo(4 * 0.05, 14);
});

test('errors of a weighted sum add as squares', () => {
  const { value, se } = weighted([{ value: 1, se: 3 }, { value: 10, se: 2 }], [1, -2]); // prettier-ignore
  expect(value).toBe(-19);
  expect(se).toBeCloseTo(5, 14);
});
