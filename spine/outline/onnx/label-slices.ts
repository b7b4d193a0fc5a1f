/**
 * From scores on the model's grid to labels on the CT's: scores are interpolated, then the largest wins, so that borders
 * don't show the steps of the coarser grid. Where all eight voxels around agree, so does everything in between.
 */
import type { Volume } from '../../grid/volume.ts';

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
/** No class: a manifest has 255 at the most. */
const DISAGREE = 255;

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
  writer: SliceWriter,
  k: number,
  rows: Rows,
  [below, above]: readonly [Uint8Array, Uint8Array],
): void {
  const { grid, values, into } = writer;
  const [nx, ny] = into.dims;
  const [gx, gy] = grid.dims;
  const interpolated = interpolator(writer, rows);
  /** The class at each x where all four of the rows and lines around agree on it. */
  const agreed = new Uint8Array(gx);
  let agreedLine = -1;
  for (let j = 0; j < ny; j++) {
    const y = grid.gridIndex[1][j]!;
    const [y0, y1] = neighbours(y, gy);
    if (y0 !== agreedLine) {
      for (let x = 0, at = gx * y0, next = gx * y1; x < gx; x++, at++, next++) {
        const a = below[at]!;
        agreed[x] = a === below[next] && a === above[at] && a === above[next] ? a : DISAGREE;
      }
      agreedLine = y0;
    }
    for (let i = 0, at = nx * (j + ny * k); i < nx; i++, at++) {
      const x = grid.gridIndex[0][i]!;
      const x0 = lower(x, gx);
      const a = agreed[x0]!;
      const same = a !== DISAGREE && a === agreed[Math.min(x0 + 1, gx - 1)];
      into.data[at] = values[same ? a : interpolated(x, y)]!;
    }
  }
}

/** The class of the largest score at a place between two rows of the model's grid. */
function interpolator(
  { grid, slab, sums, values }: SliceWriter,
  rows: Rows,
): (x: number, y: number) => number {
  const [gx, gy] = grid.dims;
  const starts = [slab.startOf(rows.low), slab.startOf(rows.high)] as const;
  const corner = new Float64Array(CORNERS);
  const place = new Int32Array(CORNERS);
  return (x, y) => {
    const [x0, x1] = neighbours(x, gx);
    const [y0, y1] = neighbours(y, gy);
    for (let c = 0; c < CORNERS; c++) {
      const cx = c & 1 ? x1 : x0;
      const cy = c & 2 ? y1 : y0;
      const cz = c & 4 ? rows.high : rows.low;
      const part =
        (c & 1 ? x - x0 : 1 - x + x0) * (c & 2 ? y - y0 : 1 - y + y0) * (c & 4 ? rows.part : 1 - rows.part);
      corner[c] = part / (sums[0][cx]! * sums[1][cy]! * sums[2][cz]!);
      place[c] = (c & 4 ? starts[1] : starts[0]) + cx + gx * cy;
    }
    return winner(slab.scores, corner, place, { classes: values.length, plane: gx * gy });
  };
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
  const low = lower(index, length);
  return [low, Math.min(low + 1, length - 1)];
}

function lower(index: number, length: number): number {
  return Math.min(Math.floor(index), Math.max(length - 2, 0));
}
