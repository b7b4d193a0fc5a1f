import { expect, test } from 'vitest';

import { spreadWithin } from '../../../../../spine/measure/strength/model/density-spread.ts';

type Triple = readonly [number, number, number];

function boxed(dims: Triple, margin = 1): Uint8Array {
  const [nx, ny, nz] = dims;
  return Uint8Array.from({ length: nx * ny * nz }, (_, at) => {
    const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    return index.every((i, axis) => i >= margin && i < dims[axis]! - margin) ? 1 : 0;
  });
}

const over = (sigmaMm: number) => ({ sigmaMm, withElement: false });
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

test('a point far from the surface becomes a mean of the variance asked for along each axis, in boxes too', () => {
  const dims = [23, 21, 19] as const;
  const spacing = [0.7, 0.8, 1] as const;
  const middle = [11, 10, 9] as const;
  const values = new Float64Array(dims[0] * dims[1] * dims[2]);
  values[middle[0] + dims[0] * (middle[1] + dims[1] * middle[2])] = 1;
  const spread = spreadWithin(values, boxed(dims), dims, spacing, over(1.2));
  const variance = [0, 0, 0];
  spread.forEach((weight, at) => {
    const index = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
    index.forEach((i, axis) => (variance[axis]! += weight * ((i - middle[axis]!) * spacing[axis]!) ** 2));
  });
  expect(sum(spread)).toBeCloseTo(1, 12);
  variance.forEach((value) => {
    expect(value).toBeCloseTo(1.44, 2);
  });
});

test('the body keeps its mass, takes nothing from outside, and what is even stays so', () => {
  const dims = [8, 9, 10] as const;
  const body = boxed(dims);
  const values = Float64Array.from(body, (inside, at) => (inside === 1 ? 100 + ((at * 37) % 11) : -1000));
  const spread = spreadWithin(values, body, dims, [1, 1, 1], over(1));
  const mass = (of: Float64Array) => sum(of.map((value, at) => (body[at] === 1 ? value : 0)));
  expect(mass(spread)).toBeCloseTo(mass(values), 8);
  spread.forEach((value, at) => {
    if (body[at] === 0) expect(value).toBe(-1000);
    else expect(value).toBeGreaterThanOrEqual(100);
  });
  const even = Float64Array.from(body, (inside) => (inside === 1 ? 150 : 0));
  expect(spreadWithin(even, body, dims, [1, 1, 1], over(1))).toEqual(even);
  expect(spreadWithin(values, body, dims, [1, 1, 1], over(0))).toBe(values);
});

test('elements of half the size get the same densities', () => {
  const field = (x: number) => 100 + 50 * Math.sin(x / 2);
  const [coarse, fine] = [1, 0.5].map((h) => {
    const n = 20 / h + 2;
    const dims = [n, 3, 3] as const;
    const at = (i: number) => (i - 0.5) * h;
    const values = Float64Array.from(boxed(dims), (inside, v) => (inside === 1 ? field(at(v % n)) : 0));
    const spread = spreadWithin(values, boxed(dims), dims, [h, h, h], over(1));
    return (x: number) => {
      const i = x / h + 0.5;
      const row = (j: number) => spread[j + n * (1 + 3)]!;
      const low = Math.floor(i);
      return row(low) + (i - low) * (row(low + 1) - row(low));
    };
  });
  for (const x of [4.5, 7.5, 10.5, 13.5]) expect(Math.abs(coarse!(x) / fine!(x) - 1)).toBeLessThan(0.01);
});

test('with the mean over an element in it, the whole has the variance asked for whatever the size of elements', () => {
  /** Of a plane's step at `place` mm, as elements see it: by the part of them beyond. */
  const variance = (h: number, place: number) => {
    const n = Math.round(24 / h);
    const dims = [n + 2, 3, 3] as const;
    const edge = (i: number) => (i - 1) * h - 12;
    const values = Float64Array.from(boxed(dims), (inside, v) =>
      inside === 1 ? Math.min(1, Math.max(0, (edge((v % dims[0]) + 1) - place) / h)) : 0,
    );
    const spread = spreadWithin(values, boxed(dims), dims, [h, h, h], { sigmaMm: 1, withElement: true });
    // The step's derivative is the mean's weight: differences between the middles of elements, at the edge between them.
    let [sum, before] = [0, 0];
    for (let i = 1; i <= n; i++) {
      const value = spread[i + dims[0] * 4]!;
      sum += (value - before) * (edge(i) - place) ** 2;
      before = value;
    }
    // Differences over h blur by h^2 / 12 once more.
    return sum - (h * h) / 12;
  };
  for (const h of [0.5, 1, 1.5]) {
    const places = Array.from({ length: 16 }, (_, n) => ((n + 0.5) / 16) * h);
    const mean = places.reduce((sum, place) => sum + variance(h, place) / places.length, 0);
    expect(mean).toBeCloseTo(1, 2);
  }
});

test('a part of a voxel counts as much as there is of it: the body keeps its mass, and what is even stays so', () => {
  const dims = [8, 9, 10] as const;
  const part = Float64Array.from(boxed(dims), (inside, at) => (inside * (1 + ((at * 7) % 16))) / 16);
  const values = Float64Array.from(part, (there, at) => (there > 0 ? 100 + ((at * 37) % 11) : 0));
  const spread = spreadWithin(values, part, dims, [1, 1, 1], over(1));
  const mass = (of: Float64Array) => sum(of.map((value, at) => value * part[at]!));
  expect(mass(spread)).toBeCloseTo(mass(values), 8);
  const even = Float64Array.from(part, (there) => (there > 0 ? 150 : 0));
  expect(spreadWithin(even, part, dims, [1, 1, 1], over(1))).toEqual(even);
});
