/** Where the surfaces of labels cross a picture. */
import { invertAffine, type Volume } from '../../../spine/grid/volume.ts';

import { contourSegments, joinedLines } from '../kit/contours.ts';
import { voxelRow, type PicturePlane } from './plane.ts';

/** Per label value its lines, each x1, y1, x2, y2, ... in pixels; a closed line ends where it began. */
export type Outlines = ReadonlyMap<number, readonly (readonly number[])[]>;

/**
 * A mask counts as inside from here: halfway between a voxel of it and one beside it, and not quite, for pixels that lie
 * just there are many, and a line through a pixel's very centre touches itself (moves it by less than 0.0001 pixels).
 */
const HALF = 0.50001;
/** Stands for several labels, or a label and none. */
const MIXED = -1;

/** One label's share of the pixels that it lies at, and the box that holds them. */
interface Share {
  readonly columns: number[];
  readonly rows: number[];
  readonly shares: number[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Every label is interpolated between voxels by itself, so that its outline runs smoothly, and straight between two
 * labels that touch. A label that meets the edge of the picture has an open line there.
 */
export function labelOutlines(labels: Volume<Uint8Array>, plane: PicturePlane): Outlines {
  const outlines = new Map<number, number[][]>();
  for (const [value, share] of labelShares(labels, plane)) {
    // A pixel more on every side, where the picture has one, so that the outline closes.
    const [left, top] = [Math.max(share.left - 1, 0), Math.max(share.top - 1, 0)];
    const width = Math.min(share.right + 1, plane.width) - left;
    const height = Math.min(share.bottom + 1, plane.height) - top;
    const part = new Float32Array(width * height);
    share.shares.forEach((added, n) => {
      const at = share.columns[n]! - left + width * (share.rows[n]! - top);
      part[at] = part[at]! + added;
    });
    const lines = joinedLines(contourSegments(part, width, height, HALF));
    const placed = lines.map((line) => line.map((at, n) => at + (n % 2 === 0 ? left : top)));
    if (placed.length > 0) outlines.set(value, placed);
  }
  return outlines;
}

/** How much of each label lies at each pixel, 0 to 1, in one pass over the picture; a pixel can be told in parts. */
function labelShares({ dims, affine, data }: Volume<Uint8Array>, plane: PicturePlane) {
  const [nx, ny, nz] = dims;
  const toIndex = invertAffine(affine);
  const shares = new Map<number, Share>();
  const add = (value: number, column: number, row: number, share: number): void => {
    let found = shares.get(value);
    if (found === undefined) shares.set(value, (found = emptyShare()));
    addTo(found, column, row, share);
  };
  const corners = [0, 1, nx, nx + 1].flatMap((offset) => [offset, offset + nx * ny]);
  for (let row = 0; row < plane.height; row++) {
    const { start, step } = voxelRow(plane, toIndex, row);
    for (let column = 0; column < plane.width; column++) {
      const x = start[0] + column * step[0];
      const y = start[1] + column * step[1];
      const z = start[2] + column * step[2];
      const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
      if (i < -1 || j < -1 || k < -1 || i >= nx || j >= ny || k >= nz) continue;
      if (i >= 0 && j >= 0 && k >= 0 && i + 1 < nx && j + 1 < ny && k + 1 < nz) {
        const only = onlyLabel(data, i + nx * (j + ny * k), corners);
        if (only > 0) add(only, column, row, 1);
        if (only !== MIXED) continue;
      }
      for (let corner = 0; corner < 8; corner++) {
        const [a, b, c] = [i + (corner & 1), j + ((corner >> 1) & 1), k + (corner >> 2)];
        if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
        const value = data[a + nx * (b + ny * c)]!;
        if (value === 0) continue;
        add(value, column, row, (1 - Math.abs(x - a)) * (1 - Math.abs(y - b)) * (1 - Math.abs(z - c)));
      }
    }
  }
  return shares;
}

/** At most pixels the eight voxels around are of one label, or of none. @returns `MIXED` where they are not */
function onlyLabel(data: Uint8Array, base: number, corners: readonly number[]): number {
  const value = data[base]!;
  for (let n = 1; n < 8; n++) if (data[base + corners[n]!] !== value) return MIXED;
  return value;
}

function emptyShare(): Share {
  return { columns: [], rows: [], shares: [], left: Infinity, top: Infinity, right: 0, bottom: 0 };
}

function addTo(to: Share, column: number, row: number, share: number): void {
  to.columns.push(column);
  to.rows.push(row);
  to.shares.push(share);
  if (column < to.left) to.left = column;
  if (column >= to.right) to.right = column + 1;
  if (row < to.top) to.top = row;
  if (row >= to.bottom) to.bottom = row + 1;
}
