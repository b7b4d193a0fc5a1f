/** The minimum cut against trying every surface, and against dynamic programming along a chain. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { optimalSurface, type Columns } from '../../../solver/voxel/index.ts';

/** Costs are multiples of 1/16, so that the network's whole numbers hold them exactly. */
const costs = (length: number) =>
  fc
    .array(fc.integer({ min: -64, max: 64 }), { minLength: length, maxLength: length })
    .map((all) => Float32Array.from(all, (c) => c / 16));

function columnsOf(count: number, samples: number, pairs: readonly (readonly [number, number])[]): Columns {
  const lists = Array.from({ length: count }, () => new Set<number>());
  for (const [a, b] of pairs) {
    if (a === b) continue;
    lists[a]!.add(b);
    lists[b]!.add(a);
  }
  const start = new Int32Array(count + 1);
  lists.forEach((list, i) => (start[i + 1] = start[i]! + list.size));
  return { samples, start, neighbours: Int32Array.from(lists.flatMap((list) => [...list])) };
}

function costOf({ samples }: Columns, cost: Float32Array, surface: ArrayLike<number>): number {
  return Array.from(surface).reduce((sum, k, i) => sum + cost[i * samples + k]!, 0);
}

function isSmooth({ start, neighbours }: Columns, surface: ArrayLike<number>, step: number): boolean {
  for (let i = 0; i + 1 < start.length; i++) {
    for (let a = start[i]!; a < start[i + 1]!; a++) {
      if (Math.abs(surface[i]! - surface[neighbours[a]!]!) > step) return false;
    }
  }
  return true;
}

test('no surface of any small graph is cheaper, and of equals none lies further out', () => {
  const models = fc
    .record({
      count: fc.integer({ min: 1, max: 5 }),
      samples: fc.integer({ min: 1, max: 5 }),
      step: fc.integer({ min: 0, max: 3 }),
    })
    .chain(({ count, samples, step }) =>
      fc.record({
        columns: fc
          .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 8 })
          .map((pairs) => columnsOf(count, samples, pairs)),
        cost: costs(count * samples),
        step: fc.constant(step),
      }),
    );
  fc.assert(
    fc.property(models, ({ columns, cost, step }) => {
      const got = optimalSurface(columns, cost, step);
      expect(isSmooth(columns, got, step)).toBe(true);
      let best = Infinity;
      let furthest = -1;
      const { samples } = columns;
      const count = columns.start.length - 1;
      for (let n = 0; n < samples ** count; n++) {
        const surface = Array.from({ length: count }, (_, i) => Math.floor(n / samples ** i) % samples);
        if (!isSmooth(columns, surface, step)) continue;
        const sum = costOf(columns, cost, surface);
        const out = surface.reduce((a, b) => a + b, 0);
        if (sum < best || (sum === best && out > furthest)) [best, furthest] = [sum, out];
      }
      expect(costOf(columns, cost, got)).toBe(best);
      expect(got.reduce((a, b) => a + b, 0)).toBe(furthest);
    }),
    { numRuns: 400 },
  );
});

test('along a chain it costs what dynamic programming finds', () => {
  const chains = fc
    .record({ count: fc.integer({ min: 2, max: 40 }), samples: fc.integer({ min: 2, max: 30 }) })
    .chain(({ count, samples }) =>
      fc.record({
        count: fc.constant(count),
        samples: fc.constant(samples),
        step: fc.integer({ min: 0, max: 4 }),
        cost: costs(count * samples),
      }),
    );
  fc.assert(
    fc.property(chains, ({ count, samples, step, cost }) => {
      const pairs = Array.from({ length: count - 1 }, (_, i) => [i, i + 1] as const);
      const columns = columnsOf(count, samples, pairs);
      const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b), Infinity);
      let best = Array.from(cost.subarray(0, samples));
      for (let i = 1; i < count; i++) {
        const before = best;
        best = Array.from(
          { length: samples },
          (_, k) => cost[i * samples + k]! + least(before.slice(Math.max(0, k - step), k + step + 1)),
        );
      }
      expect(costOf(columns, cost, optimalSurface(columns, cost, step))).toBe(least(best));
    }),
    { numRuns: 200 },
  );
});

test('a weak first shell is passed for a strong one, where the step allows the way', () => {
  const columns = columnsOf(2, 6, [[0, 1]]);
  const cost = Float32Array.from([0, -1, 0, 0, 0, 0, 0, 0, 0, 0, -5, 0]);
  expect([...optimalSurface(columns, cost, 3)]).toEqual([1, 4]);
  expect([...optimalSurface(columns, cost, 2)]).toEqual([5, 4]);
});

test('bad input is refused with what was seen', () => {
  const columns = columnsOf(2, 3, [[0, 1]]);
  expect(() => optimalSurface(columns, new Float32Array(5), 1)).toThrow('got 5 costs; wanted 2 columns of 3');
  expect(() => optimalSurface(columns, new Float32Array(6).fill(NaN), 1)).toThrow('not finite');
  expect(() => optimalSurface(columns, new Float32Array(6), 0.5)).toThrow('got a step of 0.5');
  const oneWay = { samples: 3, start: Int32Array.of(0, 1, 1), neighbours: Int32Array.of(1) };
  expect(() => optimalSurface(oneWay, new Float32Array(6), 1)).toThrow('not the other way round');
});
