/**
 * Scores of all classes on the rows (axial layers of the model's grid) that patches still add to. Rows that are done are
 * forgotten, so the memory is that of one layer of patches, whatever the length of the spine.
 */
import type { PatchLayout } from './patch-layout.ts';

type Triple = readonly [number, number, number];

export class ScoreSlab {
  readonly #dims: Triple;
  readonly #classes: number;
  readonly #rows: number;
  /** Sums of weight x score: row, class, y, x, x fastest. */
  readonly scores: Float32Array;
  /** First row that is held. */
  #first = 0;

  constructor(dims: Triple, classes: number, patchRows: number) {
    this.#dims = dims;
    this.#classes = classes;
    this.#rows = rowsHeld(dims, patchRows);
    this.scores = new Float32Array(this.#rows * this.#rowLength);
  }

  get #rowLength(): number {
    return this.#classes * this.#dims[0] * this.#dims[1];
  }

  /** Index of `scores` at which a row begins. */
  startOf(row: number): number {
    if (row < this.#first || row >= this.#first + this.#rows)
      throw new RangeError(
        `row ${row} of the model's grid is not held (${this.#first} and ${this.#rows} more)`,
      );
    return (row - this.#first) * this.#rowLength;
  }

  /** @param tensor the model's output for the patch whose first voxel is `at`: class, then the patch by `layout` */
  add(tensor: Float32Array, layout: PatchLayout, at: Triple, weights: readonly Float64Array[]): void {
    const { patch, first, strides } = layout;
    const [nx, ny, nz] = this.#dims;
    const [wx, wy, wz] = weights as [Float64Array, Float64Array, Float64Array];
    const voxels = patch[0] * patch[1] * patch[2];
    const [endX, endY, endZ] = [nx - at[0], ny - at[1], nz - at[2]].map((n, a) => Math.min(n, patch[a]!));
    for (let k = 0; k < endZ!; k++) {
      const row = this.startOf(at[2] + k);
      for (let c = 0; c < this.#classes; c++) {
        for (let j = 0; j < endY!; j++) {
          const weight = wz[k]! * wy[j]!;
          const to = row + at[0] + nx * (at[1] + j + ny * c);
          let from = c * voxels + first + j * strides[1] + k * strides[2];
          for (let i = 0; i < endX!; i++, from += strides[0])
            this.scores[to + i]! += weight * wx[i]! * tensor[from]!;
        }
      }
    }
  }

  /** The class of the largest score at each voxel of a row; the first of equals. */
  winners(row: number): Uint8Array {
    const plane = this.#dims[0] * this.#dims[1];
    const start = this.startOf(row);
    const winner = new Uint8Array(plane);
    const best = this.scores.slice(start, start + plane);
    for (let c = 1; c < this.#classes; c++) {
      const from = start + c * plane;
      for (let at = 0; at < plane; at++) {
        const score = this.scores[from + at]!;
        if (score <= best[at]!) continue;
        best[at] = score;
        winner[at] = c;
      }
    }
    return winner;
  }

  /** Makes room for the rows above. */
  forgetBelow(row: number): void {
    const shift = (row - this.#first) * this.#rowLength;
    if (shift <= 0) return;
    this.scores.copyWithin(0, shift);
    this.scores.fill(0, Math.max(0, this.scores.length - shift));
    this.#first = row;
  }
}

/** One more than a patch has: slices between the last row that is done and the next need both. */
function rowsHeld([, , nz]: Triple, patchRows: number): number {
  return Math.min(nz, patchRows + 1);
}

/** Bytes that a slab takes. */
export function slabBytes(dims: Triple, classes: number, patchRows: number): number {
  return Float32Array.BYTES_PER_ELEMENT * rowsHeld(dims, patchRows) * classes * dims[0] * dims[1];
}
