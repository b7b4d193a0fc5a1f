/** Where each value of a label map lies, in one pass, and pieces cut out around it: 3D work is done on pieces only. */
import { indexToWorld, type Affine, type Volume } from './volume.ts';
import type { Vec3 } from '../../contracts/primitives.ts';

/** The voxels of one value; `low` and `high` are the first and the last index along each axis. */
export interface Extent {
  readonly value: number;
  readonly voxels: number;
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
  /** Mean voxel centre, patient LPS, mm. */
  readonly centroid: Vec3;
}

/** A mask of 0 and 1 cut out of a grid; voxel (0, 0, 0) is voxel `offset` of that grid, and may lie outside it. */
export interface Piece extends Volume<Uint8Array> {
  readonly offset: readonly [number, number, number];
}

/** Largest label value that is read; TotalSegmentator ends at 117, VerSe's endplates at 228. */
export const GREATEST_VALUE = 65535;
/** low i, high i, low j, high j, low k, high k, count, sum i, sum j, sum k. */
const FIELDS = 10;

/** Every value but 0, ascending. @param labels whole numbers from 0 to 65535 */
export function extentsOf(labels: Volume): ReadonlyMap<number, Extent> {
  const seen = new Map<number, Float64Array<ArrayBuffer>>();
  let last = 0;
  let fields = new Float64Array(FIELDS);
  eachLabelled(labels, (value, i, j, k) => {
    if (value !== last) {
      fields = seen.get(value) ?? started(i, j, k);
      seen.set(value, fields);
      last = value;
    }
    if (i < fields[0]!) fields[0] = i;
    if (i > fields[1]!) fields[1] = i;
    if (j < fields[2]!) fields[2] = j;
    if (j > fields[3]!) fields[3] = j;
    fields[5] = k;
    fields[6]! += 1;
    fields[7]! += i;
    fields[8]! += j;
    fields[9]! += k;
  });
  const entries = [...seen].sort(([a], [b]) => a - b);
  return new Map(entries.map(([value, f]) => [value, extent(value, f, labels.affine)]));
}

/** Calls with every voxel that is not 0, in the order in which they lie. */
export function eachLabelled(
  { dims: [nx, ny], data }: Volume,
  visit: (value: number, i: number, j: number, k: number) => void,
): void {
  // Label maps are nearly all 0: sixteen voxels at a look, or four.
  const fours = data instanceof Uint8Array && data.byteOffset % 4 === 0 ? inFours(data) : null;
  for (let at = 0; at < data.length; at++) {
    if (fours !== null && at % 4 === 0) {
      let four = at >> 2;
      const last = fours.length - 3;
      while (four < last && (fours[four]! | fours[four + 1]! | fours[four + 2]! | fours[four + 3]!) === 0)
        four += 4;
      while (four < fours.length && fours[four] === 0) four++;
      at = 4 * four;
    }
    const value = data[at];
    if (value === 0 || value === undefined) continue;
    const row = Math.floor(at / nx);
    const k = Math.floor(row / ny);
    visit(value, at - row * nx, row - k * ny, k);
  }
}

function inFours({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length >> 2);
}

/** The voxels of `value` and `margin` voxels around them. */
export function pieceOf(labels: Volume, { value, low, high }: Extent, margin: number): Piece {
  const [nx, ny] = labels.dims;
  const offset = low.map((n) => n - margin) as [number, number, number];
  const dims = low.map((n, axis) => high[axis]! - n + 1 + 2 * margin) as [number, number, number];
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = low[2]; k <= high[2]; k++) {
    for (let j = low[1]; j <= high[1]; j++) {
      const from = nx * (j + ny * k);
      const to = dims[0] * (j - offset[1] + dims[1] * (k - offset[2])) - offset[0];
      for (let i = low[0]; i <= high[0]; i++) if (labels.data[from + i] === value) data[to + i] = 1;
    }
  }
  return { dims, affine: shifted(labels.affine, offset), data, offset };
}

/** Writes `value` wherever the piece is not 0 and the map still is. */
export function paste(piece: Piece, value: number, into: Volume<Uint8Array>): void {
  const [nx, ny, nz] = into.dims;
  const [px, py, pz] = piece.dims;
  for (let k = 0, at = 0; k < pz; k++) {
    for (let j = 0; j < py; j++) {
      for (let i = 0; i < px; i++, at++) {
        if (piece.data[at] === 0) continue;
        const [x, y, z] = [i + piece.offset[0], j + piece.offset[1], k + piece.offset[2]];
        if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
        const to = x + nx * (y + ny * z);
        if (into.data[to] === 0) into.data[to] = value;
      }
    }
  }
}

function shifted(affine: Affine, offset: readonly [number, number, number]): Affine {
  const [x, y, z] = indexToWorld(affine, ...offset);
  const [a, b, c, , d, e, f, , g, h, i] = affine;
  return [a, b, c, x, d, e, f, y, g, h, i, z];
}

function started(i: number, j: number, k: number): Float64Array<ArrayBuffer> {
  return Float64Array.of(i, i, j, j, k, k, 0, 0, 0, 0);
}

function extent(value: number, f: Float64Array, affine: Affine): Extent {
  const n = f[6]!;
  return {
    value,
    voxels: n,
    low: [f[0]!, f[2]!, f[4]!],
    high: [f[1]!, f[3]!, f[5]!],
    centroid: indexToWorld(affine, f[7]! / n, f[8]! / n, f[9]! / n),
  };
}
