/** What a rotated image leaves empty of its grid cuts a body as its border does. */
import { expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { extentsOf } from '../../../../spine/grid/extents.ts';
import { sampleLinear, type Affine, type Volume } from '../../../../spine/grid/volume.ts';
import { toySpine } from '../toy-spine.ts';

import { refusals } from './refusals.ts';

const LEVELS: readonly Level[] = ['L1', 'L2', 'L3'];
const VOXEL_MM = 1.5;
const TURN = (20 * Math.PI) / 180;
const toy = toySpine({ levels: LEVELS, arches: false, voxelMm: VOXEL_MM });

/** The toy from slice `from` on, turned by 20 degrees into a grid that holds all of it, as a registration writes it. */
function turned(from: number, padding: number): { ct: Volume<Int16Array>; bodies: Volume<Uint8Array> } {
  const [nx, ny, all] = toy.ct.dims;
  const nz = all - from;
  const size = nx * ny * from;
  const crop = (data: Int16Array | Uint8Array) => ({
    dims: [nx, ny, nz] as const,
    affine: toy.ct.affine,
    data: data.subarray(size),
  });
  const [image, labels] = [crop(toy.ct.data), crop(toy.labels.data)];
  const side = Math.ceil(Math.hypot(ny, nz)) + 4;
  const dims = [nx, side, side] as const;
  const affine: Affine = [VOXEL_MM, 0, 0, -48, 0, VOXEL_MM, 0, -100, 0, 0, VOXEL_MM, -100];
  const ct = new Int16Array(nx * side * side);
  const bodies = new Uint8Array(ct.length);
  const [cos, sin] = [Math.cos(TURN), Math.sin(TURN)];
  for (let at = 0; at < ct.length; at++) {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % side, Math.floor(at / (nx * side))];
    const [y, z] = [j - side / 2, k - side / 2];
    const place = [i, cos * y + sin * z + ny / 2, -sin * y + cos * z + nz / 2] as const;
    ct[at] = Math.round(sampleLinear(image, ...place, padding));
    const near = place.map(Math.round);
    const inside = near.every((n, axis) => n >= 0 && n < image.dims[axis]!);
    bodies[at] = inside ? labels.data[near[0]! + nx * (near[1]! + ny * near[2]!)]! : 0;
  }
  return { ct: { dims, affine, data: ct }, bodies: { dims, affine, data: bodies } };
}

const { low, high } = extentsOf(toy.labels).get(LABEL_VALUE.L3)!;
const halfOfL3 = Math.round((low[2] + high[2]) / 2);

test.each([-1024, -1000, 0])(
  'half of L3 in a turned image padded with %d HU is truncated, the others are whole',
  (padding) => {
    expect(refusals(turned(halfOfL3, padding))).toEqual([undefined, undefined, 'LEVEL_TRUNCATED']);
  },
);

test('padding that only touches a rim of L3 truncates it', () => {
  expect(refusals(turned(low[2], -1024)).at(-1)).toBe('LEVEL_TRUNCATED');
});

test('a turned image that holds all of L3 and its surroundings has it whole', () => {
  expect(refusals(turned(0, -1024))).toEqual([undefined, undefined, undefined]);
});

/** The whole toy with `hu` in a ball in front of L2. */
function withBall(radiusMm: number, hu: (at: number) => number) {
  const data = toy.ct.data.slice();
  const box = extentsOf(toy.labels).get(LABEL_VALUE.L2)!;
  const [nx, ny] = toy.ct.dims;
  const centre = [0, 1, 2].map((axis) => (box.low[axis]! + box.high[axis]!) / 2);
  const radius = radiusMm / VOXEL_MM;
  centre[1] = box.low[1] - 1 - radius;
  for (let at = 0; at < data.length; at++) {
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const [x, y, z] = place.map((n, axis) => n - centre[axis]!);
    if (Math.hypot(x!, y!, z!) <= radius) data[at] = hu(at);
  }
  return { ct: { ...toy.ct, data }, bodies: toy.labels };
}

test('a bubble of gas at the end of the scale beside a body is no padding', () => {
  expect(refusals(withBall(9, () => -1024))).toEqual([undefined, undefined, undefined]);
});

test('air with the noise of a scan beside a body is no padding', () => {
  expect(refusals(withBall(30, (at) => Math.max(-1024, -1010 + ((at * 7919) % 61))))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
