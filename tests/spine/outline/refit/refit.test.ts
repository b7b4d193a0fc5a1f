/** Maps that are wrong by known amounts, fitted to digital spines. */
import { expect, test } from 'vitest';

import { refitBodies } from '../../../../spine/outline/refit/refit.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { dice } from '../overlap.ts';

import { bodies as bodiesOf } from '../body/spine.ts';

const SPINE = bodiesOf(2);
const VALUES = SPINE.truth.levels.map(({ labelValue }) => labelValue);

function diceOf(map: Volume<Uint8Array>, value: number): number {
  return dice(
    map,
    (v) => v === value,
    SPINE.bodies,
    (v) => v === value,
  );
}

/** The map with each voxel's value taken from where `from` says. */
function changed(
  from: (i: number, j: number, k: number) => readonly [number, number, number],
): Volume<Uint8Array> {
  const { dims, data } = SPINE.bodies;
  const [nx, ny, nz] = dims;
  const out = new Uint8Array(data.length);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const [x, y, z] = from(i, j, k);
        if (x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz) out[at] = data[x + nx * (y + ny * z)]!;
      }
    }
  }
  return { ...SPINE.bodies, data: out };
}

test('a map that no fit can better stays what it is, voxel by voxel, and nothing is said of it', () => {
  const { bodies, surfaces, flags, quality } = refitBodies(SPINE.ct, SPINE.bodies);
  expect(bodies.data).toEqual(SPINE.bodies.data);
  expect([[...surfaces], flags.size]).toEqual([[], 0]);
  // Its edges are seen all the same: measured 0.83.
  expect(quality.get('L1')).toBeGreaterThan(0.6);
});

test.each([
  {
    name: 'of 3 mm voxels',
    map: () => changed((i, j, k) => [4 * (i >> 2) + 2, 4 * (j >> 2) + 2, 3 * Math.floor(k / 3) + 1]),
  },
  { name: 'shifted by a voxel in two directions', map: () => changed((i, j, k) => [i + 1, j + 1, k]) },
  { name: 'shifted by two voxels and one', map: () => changed((i, j, k) => [i + 2, j, k + 1]) },
])('a map $name comes nearer to the truth at every level', ({ map }) => {
  const degraded = map();
  const { bodies } = refitBodies(SPINE.ct, degraded);
  for (const value of VALUES) {
    expect(diceOf(degraded, value)).toBeLessThan(0.96);
    expect(diceOf(bodies, value)).toBeGreaterThan(0.97);
  }
});

test('a map that lies beside the spine is left alone, and that is said', () => {
  const off = changed((i, j, k) => [i, j + 45, k]);
  const { bodies, surfaces, flags } = refitBodies(SPINE.ct, off);
  expect([...surfaces]).toEqual([]);
  expect(bodies.data).toEqual(off.data);
  expect(flags.get('L1')?.[0]?.code).toBe('OUTLINE_NOT_REFITTED');
});

test('a body that the image cuts is left as it came', () => {
  const [nx, ny, nz] = SPINE.ct.dims;
  const dims = [nx, ny, nz - 20] as const;
  const cut = <A extends Int16Array | Uint8Array>(volume: Volume<A>): Volume<A> => ({
    ...volume,
    dims,
    data: volume.data.slice(0, nx * ny * dims[2]) as A,
  });
  const [ct, map] = [cut(SPINE.ct), cut(changed((i, j, k) => [i + 2, j, k + 1]))];
  const { bodies, surfaces } = refitBodies(ct, map);
  expect([...surfaces.keys()]).toEqual(['L2']);
  const top = (m: Volume<Uint8Array>): number => m.data.reduce((n, v) => n + (v === VALUES[0] ? 1 : 0), 0);
  expect(top(bodies)).toBe(top(map));
});
