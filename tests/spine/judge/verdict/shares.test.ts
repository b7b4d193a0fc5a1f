import { describe, expect, test } from 'vitest';

import { entropyOf, gainOf, mostProbable, sharesOf } from '../../../../spine/judge/verdict/shares.ts';

const ranks = (counts: readonly number[]): Uint8Array =>
  Uint8Array.from(counts.flatMap((count, rank) => new Array<number>(count).fill(rank)));

test('shares are parts of the draws', () => {
  expect(sharesOf(ranks([1, 2, 3, 4]))).toEqual({ 'very-high': 0.1, high: 0.2, moderate: 0.3, low: 0.4 });
  expect(sharesOf(ranks([1, 2, 3, 4]), (n) => n < 3)).toMatchObject({ 'very-high': 1 / 3, high: 2 / 3 });
});

test('of two that are as probable the higher one is the verdict', () => {
  expect(mostProbable(sharesOf(ranks([1, 4, 4, 1])))).toEqual({ category: 'high', probability: 0.4 });
});

test('the entropy of even shares is the logarithm of their number', () => {
  expect(entropyOf(sharesOf(ranks([0, 5, 5, 0])))).toBeCloseTo(Math.LN2, 12);
  expect(entropyOf(sharesOf(ranks([0, 0, 9, 0])))).toBe(0);
});

describe('the gain of knowing', () => {
  const half = ranks([5000, 5000, 0, 0]);

  test('what decides is all of the uncertainty, but for the bias of so many draws', () => {
    const { gain, expectedProbability } = gainOf(half, half, 2);
    expect(gain).toBeCloseTo(1, 3);
    expect(expectedProbability).toBe(1);
  });

  test('what has nothing to do with it is nothing', () => {
    const other = half.map((_, n) => n % 2);
    expect(gainOf(half, other, 2)).toEqual({ gain: 0, expectedProbability: 0.5 });
  });

  test('what is right in 9 of 10 is 1 - h(0.1) / ln 2', () => {
    const told = half.map((rank, n) => (n % 10 === 0 ? 1 - rank : rank));
    const h = -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9));
    const { gain, expectedProbability } = gainOf(half, told, 2);
    expect(gain).toBeCloseTo(1 - h / Math.LN2, 3);
    expect(expectedProbability).toBeCloseTo(0.9, 12);
  });

  test('of a verdict that is certain is nothing', () => {
    expect(gainOf(ranks([0, 0, 4, 0]), Uint8Array.of(0, 1, 0, 1), 2)).toEqual({
      gain: 0,
      expectedProbability: 1,
    });
  });
});
