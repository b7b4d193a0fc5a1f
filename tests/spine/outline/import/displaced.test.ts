/** A label map beside the bone is refused with its shift; maps as readers and networks draw them are not. */
import { expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { displacedLevels, displacedMap } from '../../../../spine/outline/import/displaced.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { toySpine } from '../toy-spine.ts';

const LEVELS: readonly Level[] = ['L1', 'L2', 'L3'];
const VOXEL_MM = 1.5;
const { ct, labels } = toySpine({ levels: LEVELS, arches: false, voxelMm: VOXEL_MM });

/** The labels moved by whole voxels; what leaves the image is gone. */
function moved(by: readonly [number, number, number], only?: Level): Volume<Uint8Array> {
  const [nx, ny, nz] = labels.dims;
  const data = new Uint8Array(labels.data.length);
  const moves = (value: number): boolean => only === undefined || value === LABEL_VALUE[only];
  for (let at = 0; at < data.length; at++) {
    const value = labels.data[at]!;
    if (value === 0) continue;
    const [x, y, z] = moves(value) ? by : [0, 0, 0];
    const [i, j, k] = [(at % nx) + x, (Math.floor(at / nx) % ny) + y, Math.floor(at / (nx * ny)) + z];
    if (i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz) data[i + nx * (j + ny * k)] = value;
  }
  return { ...labels, data };
}

test.each<[readonly [number, number, number], string]>([
  [[0, 8, 0], '12 mm to anterior'],
  [[0, -8, 0], '12 mm to posterior'],
  [[0, 0, -8], '12 mm to superior'],
  [[0, 0, 5], '8 mm to inferior'],
  [[6, 0, 0], '9 mm to right'],
  [[-4, 3, 0], '6 mm to left and 5 mm to anterior'],
])('a map moved by %j voxels of 1.5 mm fits when moved by %s', (by, back) => {
  expect(displacedMap(ct, moved(by))).toContain(back);
});

// Readers differ by less than 1 mm, a voxel counts for drawing: 3 mm at 1.5 mm.
test.each<readonly [number, number, number]>([
  [0, 0, 0],
  [0, 1, 0],
  [1, 0, 1],
])('a map moved by %j, %j, %j voxels is left to the fit', (...by) => {
  expect(displacedMap(ct, moved(by))).toBeNull();
});

test('a single level beside its body is refused, the others are not', () => {
  const found = displacedLevels(ct, moved([0, -6, 0], 'L2'), LEVELS);
  expect([...found.keys()]).toEqual(['L2']);
  expect(found.get('L2')).toMatchObject({ code: 'OUTLINE_UNCERTAIN' });
  expect(found.get('L2')!.saw).toContain('9 mm to posterior');
});

test('a map far from any bone has no edge where it ends', () => {
  const flat = { ...ct, data: ct.data.map((_, at) => ((at * 7919) % 13) + 40) };
  expect(displacedMap(flat, labels)).toContain('no edge of bone');
});

/** The labels of one level, a voxel smaller or larger all around. */
function drawn(as: 'eroded' | 'dilated'): Volume<Uint8Array> {
  const [nx, ny] = labels.dims;
  const own = labels.data.map((value) => (value === LABEL_VALUE.L2 ? 1 : 0));
  const near = [1, -1, nx, -nx, nx * ny, -nx * ny];
  const data = own.map((value, at) =>
    as === 'eroded'
      ? value * Number(near.every((step) => own[at + step] === 1))
      : Number(value === 1 || near.some((step) => own[at + step] === 1)),
  );
  return { ...labels, data: data.map((value) => value * LABEL_VALUE.L2) };
}

// A neighbour or the arch fits such a map better than its own body does, where it is taken as it is drawn.
test.each(['eroded', 'dilated'] as const)('a body drawn %s by a voxel is not beside the bone', (as) => {
  expect(displacedMap(ct, drawn(as))).toBeNull();
  expect(displacedLevels(ct, drawn(as), ['L2']).size).toBe(0);
});
