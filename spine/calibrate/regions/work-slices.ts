/**
 * The CT as the search for reference regions sees it: neighbouring voxels averaged to about 1.75 mm in the slice and
 * 4 mm along the body, which takes most of the noise away. Regions are found here and measured on the CT itself.
 */
import { indexToWorld, spacingOf, type Affine, type Volume } from '../../grid/volume.ts';

/** Wanted size of a cell, mm; a CT that is coarser keeps its own voxels. */
const CELL_MM = [1.75, 1.75, 4] as const;

export interface WorkSlices {
  /** HU, means of blocks; i, j, k run closest to left, posterior, superior. */
  readonly grid: Volume<Float32Array>;
  /** mm between cells along i, j, k. */
  readonly spacing: readonly [number, number, number];
  /** Voxels of the CT in a cell, along i, j, k. */
  readonly block: readonly [number, number, number];
  /** Slice of the CT that the first slice of cells begins with. */
  readonly firstSlice: number;
}

/** Slices of a CT, both ends included. */
export interface SliceRange {
  readonly first: number;
  readonly last: number;
}

/** Voxels beyond the last whole cell are left out. */
export function workSlices(ct: Volume<Int16Array>, { first, last }: SliceRange): WorkSlices {
  const native = spacingOf(ct.affine);
  const within = [ct.dims[0], ct.dims[1], last - first + 1] as const;
  const block = native.map((mm, axis) =>
    Math.min(within[axis]!, Math.max(1, Math.round(CELL_MM[axis]! / mm))),
  ) as [number, number, number];
  const dims = block.map((n, axis) => Math.floor(within[axis]! / n)) as [number, number, number];
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  const share = 1 / (block[0] * block[1] * block[2]);
  for (let k = 0; k < dims[2] * block[2]; k++) {
    const plane = Math.floor(k / block[2]) * dims[1];
    for (let j = 0; j < dims[1] * block[1]; j++) {
      const row = (plane + Math.floor(j / block[1])) * dims[0];
      let at = ct.dims[0] * (j + ct.dims[1] * (k + first));
      for (let i = 0; i < dims[0]; i++) {
        let sum = 0;
        for (let n = 0; n < block[0]; n++, at++) sum += ct.data[at]!;
        data[row + i]! += sum;
      }
    }
  }
  for (let at = 0; at < data.length; at++) data[at]! *= share;
  const grid = { dims, affine: coarser(ct.affine, block, first), data };
  return { grid, spacing: spacingOf(grid.affine), block, firstSlice: first };
}

/** The first cell's centre is that of its block. */
function coarser(a: Affine, [p, q, r]: readonly [number, number, number], first: number): Affine {
  const [x, y, z] = indexToWorld(a, (p - 1) / 2, (q - 1) / 2, first + (r - 1) / 2);
  return [a[0] * p, a[1] * q, a[2] * r, x, a[4] * p, a[5] * q, a[6] * r, y, a[8] * p, a[9] * q, a[10] * r, z];
}
