import { expect, test } from 'vitest';

import { patchesAt, type Patch } from '../../../../spine/calibrate/phantom/patches.ts';

const [nx, ny] = [23, 17];
const GAS = -350;
const THRESHOLDS = [-280, -100, -20, 0, 15, 40, 300];

/** Values that are often a threshold, or alike; some are gas. */
function image(seed: number): Float32Array {
  let state = seed;
  const next = (): number => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  return Float32Array.from({ length: nx * ny }, () => {
    const kind = next();
    if (kind < 0.1) return -1000;
    if (kind < 0.3) return THRESHOLDS[Math.floor(next() * THRESHOLDS.length)]!;
    return Math.round(next() * 700 - 340);
  });
}

/** Filled anew from each pixel that is free, as a reader of the definition would. */
function filled(hu: Float32Array, threshold: number, side: 1 | -1): readonly Patch[] {
  const free = Array.from(hu, (value) => value > GAS && side * (value - threshold) > 0);
  return free.flatMap((isFree, start) => {
    if (!isFree || !free[start]) return [];
    const stack = [start];
    free[start] = false;
    const pixels: [number, number][] = [];
    while (stack.length > 0) {
      const at = stack.pop()!;
      const [i, j] = [at % nx, Math.floor(at / nx)];
      pixels.push([i, j]);
      const beside = [
        ...(i > 0 ? [at - 1] : []),
        ...(i < nx - 1 ? [at + 1] : []),
        ...(j > 0 ? [at - nx] : []),
        ...(j < ny - 1 ? [at + nx] : []),
      ];
      for (const other of beside.filter((one) => free[one])) {
        free[other] = false;
        stack.push(other);
      }
    }
    if (pixels.some(([i, j]) => i === 0 || j === 0 || i === nx - 1 || j === ny - 1)) return [];
    const sum = (of: (i: number, j: number) => number): number =>
      pixels.reduce((total, [i, j]) => total + of(i, j), 0);
    return [
      {
        n: pixels.length,
        si: sum((i) => i),
        sj: sum((_, j) => j),
        sii: sum((i) => i * i),
        sjj: sum((_, j) => j * j),
        sij: sum((i, j) => i * j),
      },
    ];
  });
}

test.each([1, -1] as const)(
  'on side %i every threshold has the patches that filling finds, in the order of their first pixels',
  (side) => {
    const [least, most] = [2, 60];
    let told = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const hu = image(seed);
      const found = patchesAt(
        { nx, ny },
        hu,
        { thresholds: THRESHOLDS, gasHu: GAS, size: [least, most] },
        side,
      );
      const wanted = THRESHOLDS.map((threshold) =>
        filled(hu, threshold, side).filter(({ n }) => n >= least && n <= most),
      );
      expect(found).toEqual(wanted);
      told += wanted.flat().length;
    }
    expect(told).toBeGreaterThan(500);
  },
);
