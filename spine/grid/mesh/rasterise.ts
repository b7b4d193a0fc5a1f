/** A closed surface to voxels of any grid. */
import { invertAffine, type Volume } from '../volume.ts';

import { linesAlong } from './lines.ts';
import { boxOf, verticesIn, type Mesh } from './mesh.ts';

export type Grid = Pick<Volume, 'dims' | 'affine'>;

/** 1 where a voxel's centre lies within the surface. */
export function insideGrid(mesh: Mesh, { dims, affine }: Grid): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  eachRun(mesh, { dims, affine }, (from, to) => data.fill(1, from, to));
  return data;
}

/** Writes `value` where a voxel's centre lies within the surface and the map is still 0; returns the count. */
export function rasteriseMesh(mesh: Mesh, value: number, into: Volume<Uint8Array>): number {
  let count = 0;
  eachWithin(mesh, into, (at) => {
    if (into.data[at] !== 0) return;
    into.data[at] = value;
    count += 1;
  });
  return count;
}

/** Calls `inside` with the number of every voxel of the grid whose centre lies within the surface. */
export function eachWithin(mesh: Mesh, grid: Grid, inside: (at: number) => void): void {
  eachRun(mesh, grid, (from, to) => {
    for (let at = from; at < to; at++) inside(at);
  });
}

/** The same a run of voxels along x at a time, `to` not included. */
function eachRun(
  mesh: Mesh,
  { dims: [nx, ny, nz], affine }: Grid,
  inside: (from: number, to: number) => void,
): void {
  const points = verticesIn(mesh, invertAffine(affine));
  const { low, high } = boxOf(points);
  const lines = linesAlong(points, mesh.triangles, 0);
  for (let k = Math.max(0, Math.ceil(low[2])); k <= Math.min(nz - 1, high[2]); k++) {
    for (let j = Math.max(0, Math.ceil(low[1])); j <= Math.min(ny - 1, high[1]); j++) {
      const ends = lines.within(j, k);
      const row = nx * (j + ny * k);
      for (let n = 0; n < ends.length; n += 2) {
        // From where it enters, that point included, to where it leaves, that point not.
        const from = Math.max(0, Math.ceil(ends[n]!));
        const to = Math.min(nx, Math.ceil(ends[n + 1]!));
        if (from < to) inside(row + from, row + to);
      }
    }
  }
}
