/** Voxels within a surface, against the plain twin: how often the surface goes around each centre. */
import { describe, expect, it } from 'vitest';

import { linesAlong } from '../../../../spine/grid/mesh/lines.ts';
import { verticesIn, type Mesh } from '../../../../spine/grid/mesh/mesh.ts';
import { insideGrid, rasteriseMesh, type Grid } from '../../../../spine/grid/mesh/rasterise.ts';
import { affineFrom, indexToWorld, voxelVolume } from '../../../../spine/grid/volume.ts';

import { box, ellipsoid, together, torus, windingNumber } from './meshes.ts';

/** Turned, uneven, and off the origin: no vertex lies on a voxel's centre. */
const LEANING: Grid = {
  dims: [18, 16, 13],
  affine: affineFrom([1.28, -0.31, 0.5, -11.03, 0.3, 1.3, 0.71, -15.97, -0.21, -0.27, 2.3, -11.51]),
};
/** Left-handed. */
const MIRRORED: Grid = {
  dims: [17, 17, 15],
  affine: affineFrom([-1.7, 0, 0, 13.3, 0, 1.7, 0, -13.6, 0, 0, 1.7, -11.7]),
};

describe.each([
  ['an ellipsoid', ellipsoid([0.3, -0.2, 0.1], [9, 7, 6])],
  ['a ring', torus(7, 2.5)],
  ['two bodies', together(ellipsoid([-5, 0, 0], [3, 4, 5], 1), box([1.12, 1.23, 1.34], [6.15, 7.25, 5.35]))],
  ['bodies that overlap', together(ellipsoid([-1, 0, 0], [5, 4, 5], 1), ellipsoid([2, 1, 0], [5, 4, 5], 1))],
])('voxels within %s', (_, mesh) => {
  it.each([
    ['leaning', LEANING],
    ['mirrored', MIRRORED],
  ])('of a %s grid are those that the surface goes around', (__, grid) => {
    const [nx, ny] = grid.dims;
    const data = insideGrid(mesh, grid);
    const wrong: number[] = [];
    data.forEach((inside, at) => {
      const centre = indexToWorld(grid.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
      if ((windingNumber(mesh, centre) !== 0) !== (inside === 1)) wrong.push(at);
    });
    expect(wrong).toEqual([]);
    expect(data.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(150 / voxelVolume(grid.affine));
  });
});

describe('lines through corners and edges', () => {
  /** Corners of the box on voxel centres: each line of the grid runs through an edge, a corner or a side's diagonal. */
  const grid: Grid = { dims: [7, 7, 7], affine: affineFrom([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]) };

  it('belong to the body on one side alone', () => {
    const parts = [box([1, 1, 1], [3, 5, 5]), box([3, 1, 1], [5, 5, 5])];
    const [one, other] = parts.map((part) => insideGrid(part, grid)) as [Uint8Array, Uint8Array];
    const whole = insideGrid(box([1, 1, 1], [5, 5, 5]), grid);
    expect(one.some((value, at) => value === 1 && other[at] === 1)).toBe(false);
    expect(one.map((value, at) => value + other[at]!)).toEqual(whole);
    expect(whole.reduce((sum, value) => sum + value, 0)).toBe(64);
  });

  it('enter as often as they leave where vertices lie on them', () => {
    // Whole numbers everywhere: hundreds of lines meet a vertex or an edge.
    const { vertices, triangles } = ellipsoid([20, 20, 20], [17, 15, 13], 3);
    const mesh: Mesh = { vertices: vertices.map((value) => Math.round(value)), triangles };
    for (const axis of [0, 1, 2] as const) {
      const lines = linesAlong(Float64Array.from(mesh.vertices), triangles, axis);
      for (let a = 0; a <= 40; a++)
        for (let b = 0; b <= 40; b++) expect(lines.within(a, b).length % 2).toBe(0);
    }
  });

  it.each([0, 1, 2] as const)('run along axis %i between the sides of a box', (axis) => {
    const mesh = box([1, 12, 23], [4, 16, 28]);
    const points = verticesIn(mesh, affineFrom([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]));
    const middle = [2.5, 14, 25.5];
    const lines = linesAlong(points, mesh.triangles, axis);
    const ends = lines.within(middle[(axis + 1) % 3]!, middle[(axis + 2) % 3]!);
    expect(ends).toEqual(
      [
        [1, 4],
        [12, 16],
        [23, 28],
      ][axis],
    );
    expect(lines.within(100, 14)).toEqual([]);
  });
});

describe('a body written into a map', () => {
  it('leaves what is there already, counts what it writes, and ends at the map’s sides', () => {
    const into = { dims: [4, 3, 3] as const, affine: affineFrom([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]), data: new Uint8Array(36) };
    into.data[1 + 4 * (1 + 3 * 1)] = 9;
    const count = rasteriseMesh(box([0.5, 0.5, 0.5], [9, 1.5, 1.5]), 5, into);
    expect(count).toBe(2);
    expect([...into.data.subarray(4 * (1 + 3), 4 * (1 + 3) + 4)]).toEqual([0, 9, 5, 5]);
  }); // prettier-ignore
});
