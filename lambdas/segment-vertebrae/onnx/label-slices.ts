/**
 * From scores on the model's grid to labels on the CT's: scores are interpolated, then the largest wins, so that borders
 * don't show the steps of the coarser grid. Where all eight voxels around agree, so does everything in between.
 */
import type { Volume } from '../../shared/volume.ts';

import type { ModelGrid } from './model-grid.ts';
import type { ScoreSlab } from './score-slab.ts';

export interface SliceWriter {
  readonly grid: ModelGrid;
  readonly slab: ScoreSlab;
  /** Sums of patch weights along each axis, by which scores are divided. */
  readonly sums: readonly [Float64Array, Float64Array, Float64Array];
  /** Label value by class; 0 for what is no vertebra. */
  readonly values: Uint8Array;
  /** On the grid of the CT. */
  readonly into: Volume<Uint8Array>;
}

/** Corners of a cell: bit 0 for x, 1 for y, 2 for z. */
const CORNERS = 8;

/**
 * Writes slices of the CT that lie between rows that are done.
 *
 * @param from first slice that is not yet written
 * @param doneRows rows below this have all their patches
 * @returns the first slice that could not be written
 */
export function writeSlices(writer: SliceWriter, from: number, doneRows: number): number {
  const { grid, slab, into } = writer;
  const winners = new Map<number, Uint8Array>();
  const winnersOf = (row: number): Uint8Array => {
    const known = winners.get(row) ?? slab.winners(row);
    winners.set(row, known);
    return known;
  };
  for (let k = from; k < into.dims[2]; k++) {
    const z = grid.gridIndex[2][k]!;
    const [low, high] = neighbours(z, grid.dims[2]);
    if (high >= doneRows) return k;
    for (const row of [...winners.keys()]) if (row < low) winners.delete(row);
    writeSlice(writer, k, { low, high, part: z - low }, [winnersOf(low), winnersOf(high)]);
  }
  return into.dims[2];
}

interface Rows {
  readonly low: number;
  readonly high: number;
  /** From low (0) to high (1). */
  readonly part: number;
}

function writeSlice(
  { grid, slab, sums, values, into }: SliceWriter,
  k: number,
  rows: Rows,
  [below, above]: readonly [Uint8Array, Uint8Array],
): void {
  const [nx, ny] = into.dims;
  const [gx, gy] = grid.dims;
  const starts = [slab.startOf(rows.low), slab.startOf(rows.high)] as const;
  const corner = new Float64Array(CORNERS);
  const place = new Int32Array(CORNERS);
  for (let j = 0; j < ny; j++) {
    const y = grid.gridIndex[1][j]!;
    const [y0, y1] = neighbours(y, gy);
    for (let i = 0; i < nx; i++) {
      const x = grid.gridIndex[0][i]!;
      const [x0, x1] = neighbours(x, gx);
      const at = i + nx * (j + ny * k);
      const a = below[x0 + gx * y0]!;
      if (
        a === below[x1 + gx * y0] &&
        a === below[x0 + gx * y1] &&
        a === below[x1 + gx * y1] &&
        a === above[x0 + gx * y0] &&
        a === above[x1 + gx * y0] &&
        a === above[x0 + gx * y1] &&
        a === above[x1 + gx * y1]
      ) {
        into.data[at] = values[a]!;
        continue;
      }
      for (let c = 0; c < CORNERS; c++) {
        const cx = c & 1 ? x1 : x0;
        const cy = c & 2 ? y1 : y0;
        const cz = c & 4 ? rows.high : rows.low;
        const part =
          (c & 1 ? x - x0 : 1 - x + x0) * (c & 2 ? y - y0 : 1 - y + y0) * (c & 4 ? rows.part : 1 - rows.part);
        corner[c] = part / (sums[0][cx]! * sums[1][cy]! * sums[2][cz]!);
        place[c] = (c & 4 ? starts[1] : starts[0]) + cx + gx * cy;
      }
      into.data[at] = values[winner(slab.scores, corner, place, { classes: values.length, plane: gx * gy })]!;
    }
  }
}

function winner(
  scores: Float32Array,
  corner: Float64Array,
  place: Int32Array,
  { classes, plane }: { readonly classes: number; readonly plane: number },
): number {
  let [best, found] = [-Infinity, 0];
  for (let c = 0; c < classes; c++) {
    let score = 0;
    for (let n = 0; n < CORNERS; n++) score += corner[n]! * scores[place[n]! + c * plane]!;
    if (score <= best) continue;
    best = score;
    found = c;
  }
  return found;
}

/** The grid indices on both sides of a coordinate; the same twice on a grid of one voxel. */
function neighbours(index: number, length: number): readonly [number, number] {
  const low = Math.min(Math.floor(index), Math.max(length - 2, 0));
  return [low, Math.min(low + 1, length - 1)];
}
