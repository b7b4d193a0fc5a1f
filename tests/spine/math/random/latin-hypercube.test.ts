import { describe, expect, test } from 'vitest';

import { drawsOf, randomOf } from '../../../../spine/math/random/latin-hypercube.ts';

describe('draws of one unknown', () => {
  test('hold the middle of every stratum once', () => {
    expect([...drawsOf('a', 5).uniform('x')].toSorted()).toEqual([0.1, 0.3, 0.5, 0.7, 0.9]);
  });

  test('are normal: mean, variance and tails as the table has them', () => {
    const drawn = drawsOf('a', 10_000).normal('x');
    const mean = (of: (x: number) => number): number =>
      drawn.reduce((sum, x) => sum + of(x), 0) / drawn.length;
    expect(mean((x) => x)).toBeCloseTo(0, 9);
    expect(mean((x) => x ** 2)).toBeCloseTo(1, 3);
    expect(mean((x) => Number(x > 1.959964))).toBe(0.025);
    expect(mean((x) => Number(x < -1.2815516))).toBe(0.1);
  });

  test('have a middle of 0 where their number is odd', () => {
    expect([...drawsOf('a', 3).normal('x')].toSorted((a, b) => a - b)[1]).toBe(0);
  });

  test('come in another order with another seed or name, and in the same with the same', () => {
    const of = (seed: string, name: string): string => drawsOf(seed, 50).uniform(name).join();
    expect(of('a', 'x')).toBe(of('a', 'x'));
    expect(of('a', 'x')).not.toBe(of('b', 'x'));
    expect(of('a', 'x')).not.toBe(of('a', 'y'));
  });
});

test('two unknowns are independent, whatever else is drawn', () => {
  const draws = drawsOf('a', 10_000);
  const [x, y] = [draws.normal('x'), draws.normal('y')];
  const together = x.reduce((sum, at, n) => sum + at * y[n]!, 0) / x.length;
  // Standard error 0.01.
  expect(Math.abs(together)).toBeLessThan(0.03);
  const alone = drawsOf('a', 10_000);
  alone.uniform('another');
  expect(alone.normal('y')).toEqual(y);
});

test('a name is drawn once', () => {
  const draws = drawsOf('a', 3);
  draws.uniform('x');
  expect(() => draws.normal('x')).toThrow('x was drawn before');
});

test('the generator fills its range evenly', () => {
  const random = randomOf('seed');
  const bins = new Array<number>(20).fill(0);
  for (let n = 0; n < 20_000; n++) bins[Math.floor(20 * random())]!++;
  // 1000 each, standard deviation 31.
  for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(125);
});
