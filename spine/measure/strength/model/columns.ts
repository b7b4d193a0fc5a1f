/** Columns: parts of voxels along z, so fine across it that what lies within an outline is told of each as a whole. */
import type { Affine } from '../../../grid/volume.ts';

type Dims = readonly [number, number, number];

/** Parts of voxels along z: what is inside is told of each by its middle. */
export interface Columns {
  /** Along x of a voxel, and along y. */
  readonly across: number;
  /** 1 in the body, on a grid that is as many times as fine along x and y. */
  readonly inside: Uint8Array;
}

/** Of a grid of columns. */
export function columnDims([nx, ny, nz]: Dims, across: number): Dims {
  return [nx * across, ny * across, nz];
}

/** From the index of a column to that of its voxel. */
export function columnAffine(across: number): Affine {
  const first = 0.5 / across - 0.5;
  return [1 / across, 0, 0, first, 0, 1 / across, 0, first, 0, 0, 1, 0];
}

/**
 * Calls `visit` with the number of every column that is inside, that of its voxel, and the column's place in it along x and y.
 * @param dims of the voxels
 */
export function eachInside(
  dims: Dims,
  { across, inside }: Columns,
  visit: (column: number, voxel: number, a: number, b: number) => void,
): void {
  const [width, rows, slices] = columnDims(dims, across);
  for (let at = 0, row = 0; row < rows * slices; row++) {
    const first = dims[0] * Math.floor(row / across);
    const b = row % across;
    for (let i = 0; i < width; i++, at++)
      if (inside[at] === 1) visit(at, first + Math.floor(i / across), i % across, b);
  }
}

/**
 * How many columns are inside, of every one of `parts` x `parts` equal parts of every voxel, x first.
 * @param dims of the voxels @param parts a divisor of the columns across
 */
export function countsInside([nx, ny, nz]: Dims, { across, inside }: Columns, parts: number): Uint8Array {
  const counts = new Uint8Array(parts ** 2 * nx * ny * nz);
  const each = across / parts;
  for (let at = 0, row = 0; row < ny * nz * across; row++) {
    const b = row % across;
    let to = parts ** 2 * nx * ((row - b) / across) + parts * Math.floor(b / each);
    for (let i = 0; i < nx; i++, to += parts ** 2) {
      for (let part = 0; part < parts; part++)
        for (let a = 0; a < each; a++, at++) counts[to + part]! += inside[at]!;
    }
  }
  return counts;
}
