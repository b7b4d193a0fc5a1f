/** Surfaces made of masks: with their voxels and their volume, without their steps. */
import { describe, expect, it, test } from 'vitest';

import { maskMesh } from '../../../../../spine/outline/surface/from-mask/mask-mesh.ts';
import { insideGrid } from '../../../../../spine/grid/mesh/rasterise.ts';
import { meshVolume, requireClosed, verticesIn } from '../../../../../spine/grid/mesh/mesh.ts';
import { affineFrom, indexToWorld, invertAffine, voxelVolume, type Affine, type Volume } from '../../../../../spine/grid/volume.ts'; // prettier-ignore
import { normalNumbers } from '../../../../../phantoms/random.ts';

type Within = (x: number, y: number, z: number) => boolean;

function maskOf(within: Within, affine: Affine, dims: Volume['dims']): Volume<Uint8Array> {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let at = 0; at < data.length; at++) {
    const p = indexToWorld(affine, at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))); // prettier-ignore
    if (within(...p)) data[at] = 1;
  }
  return { dims, affine, data };
}

/** Flat endplates 24.6 mm apart that lean by 10 degrees, as thick slices see a thoracic body. */
const LEAN = (10 * Math.PI) / 180;
const UP = [0.6 * Math.sin(LEAN), 0.8 * Math.sin(LEAN), Math.cos(LEAN)] as const;
const HALF_MM = 12.3;
const heightAt: (x: number, y: number, z: number) => number = (x, y, z) => UP[0] * x + UP[1] * y + UP[2] * z;
const leaning: Within = (x, y, z) =>
  Math.abs(heightAt(x, y, z)) < HALF_MM && (x / 21) ** 2 + (y / 16) ** 2 < 1;

const grid = (slice: number): readonly [Affine, Volume['dims']] => [
  affineFrom([0.8, 0, 0, -26, 0, 0.8, 0, -21, 0, 0, slice, -21.3]),
  [66, 53, Math.ceil(43 / slice)],
];

/** Root mean square distance from the endplates, of what lies over their middle. */
function offEndplates(mesh: ReturnType<typeof maskMesh>): number {
  const { vertices } = mesh;
  let [sum, count] = [0, 0];
  for (let v = 0; v < vertices.length; v += 3) {
    const [x, y, z] = [vertices[v]!, vertices[v + 1]!, vertices[v + 2]!];
    if ((x / 21) ** 2 + (y / 16) ** 2 > 0.7) continue;
    sum += (Math.abs(heightAt(x, y, z)) - HALF_MM) ** 2;
    count += 1;
  }
  expect(count).toBeGreaterThan(500);
  return Math.sqrt(sum / count);
}

const MASKS: readonly (readonly [string, Volume<Uint8Array>])[] = [
  ['of a leaning body in slices of 1 mm', maskOf(leaning, ...grid(1))],
  ['of a leaning body in slices of 3 mm', maskOf(leaning, ...grid(3))],
  [
    'in a left-handed grid',
    maskOf(leaning, affineFrom([-0.8, 0, 0, 26, 0, 0.8, 0, -21, 0, 0, 3, -21]), [66, 53, 15]),
  ],
  ['of a ring, which is no star', maskOf((x, y, z) => Math.hypot(Math.hypot(x, y) - 14, z) < 5, ...grid(2))],
  ['of crumbs', maskOf(() => false, ...grid(3))],
  ['of a single voxel', maskOf((x, y, z) => Math.hypot(x - 0.4, y - 0.6, z + 0.3) < 0.35, ...grid(1))],
];

describe.each(MASKS)('the surface of a mask %s', (name, mask) => {
  if (name === 'of crumbs') {
    // Every fifth voxel or so, touching by edges and corners: nets meet themselves there.
    const noise = normalNumbers(3);
    for (let at = 0; at < mask.data.length; at++) {
      const [i, j] = [at % mask.dims[0], Math.floor(at / mask.dims[0]) % mask.dims[1]];
      const k = Math.floor(at / (mask.dims[0] * mask.dims[1]));
      const inner = i > 20 && i < 32 && j > 20 && j < 32 && k > 2 && k < 10;
      if (inner && noise() > 0.8) mask.data[at] = 1;
    }
  }
  const mesh = maskMesh(mask);

  it('is closed and faces outwards', () => {
    requireClosed(mesh);
  });

  it('holds the voxels of the mask and no others', () => {
    expect(insideGrid(mesh, mask)).toEqual(mask.data);
  });

  it('runs within half a voxel of the mask’s border', () => {
    const points = verticesIn(mesh, invertAffine(mask.affine));
    const [nx, ny] = mask.dims;
    for (let v = 0; v < points.length; v += 3) {
      // Of the eight voxels about it some are in and some are out.
      const [i, j, k] = [points[v]!, points[v + 1]!, points[v + 2]!].map(Math.floor) as [
        number,
        number,
        number,
      ];
      const near = Array.from({ length: 8 }, (_, n) => mask.data[i + (n & 1) + nx * (j + ((n >> 1) & 1) + ny * (k + (n >> 2)))]); // prettier-ignore
      expect(new Set(near).size).toBe(2);
    }
  });
});

test.each(MASKS.slice(0, 4))('the surface of a mask %s has its volume', (_, mask) => {
  const voxels = mask.data.reduce((sum, value) => sum + value, 0);
  expect(meshVolume(maskMesh(mask)) / (voxels * voxelVolume(mask.affine))).toBeCloseTo(1, 4);
});

test('endplates that lean come out flat, where the mask has steps of a slice', () => {
  // Steps as they are: evenly spread over a slice, 0.87 mm at 3 mm.
  expect(offEndplates(maskMesh(maskOf(leaning, ...grid(3))))).toBeLessThan(0.2);
  expect(offEndplates(maskMesh(maskOf(leaning, ...grid(2))))).toBeLessThan(0.12);
  expect(offEndplates(maskMesh(maskOf(leaning, ...grid(1))))).toBeLessThan(0.06);
});
