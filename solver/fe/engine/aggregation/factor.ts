/** The coarsest matrix, solved exactly: Cholesky's factor in f64. */
import { BLOCK_NUMBERS, RIGID_MODES } from '../../../kernels/layout.ts';
import type { BlockLevel } from '../memory/aggregation-layout.ts';

/** Writes the lower triangle L of A = L L', row by row, `6 rows` numbers a row. */
export function factorise(buffer: ArrayBufferLike, level: BlockLevel, factor: number): void {
  const size = RIGID_MODES * level.rows;
  const L = new Float64Array(buffer, factor, size * size);
  const row = new Int32Array(buffer, level.row, level.rows + 1);
  const column = new Int32Array(buffer, level.column, level.blocks);
  const values = new Float32Array(buffer, level.values, BLOCK_NUMBERS * level.blocks);
  for (let a = 0; a < level.rows; a++) {
    for (let p = row[a]; p < row[a + 1]; p++) {
      for (let i = 0; i < RIGID_MODES; i++) {
        for (let j = 0; j < RIGID_MODES; j++)
          L[size * (RIGID_MODES * a + i) + RIGID_MODES * column[p] + j] =
            values[BLOCK_NUMBERS * p + RIGID_MODES * i + j];
      }
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[size * i + j];
      for (let k = 0; k < j; k++) sum -= L[size * i + k] * L[size * j + k];
      if (j < i) L[size * i + j] = sum / L[size * j + j];
      // Rounding in f32 may leave a mode that nearly depends on others without a pivot: it is left out.
      else L[size * i + i] = Math.sqrt(Math.max(sum, SMALLEST * L[size * i + i]));
    }
  }
}

const SMALLEST = 1e-6;

/** x = A^-1 b, both f32. */
export function solveFactored(buffer: ArrayBufferLike, level: BlockLevel, factor: number, x: number): void {
  const size = RIGID_MODES * level.rows;
  const L = new Float64Array(buffer, factor, size * size);
  const b = new Float32Array(buffer, level.b, size);
  const y = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    let sum = y[i];
    for (let k = 0; k < i; k++) sum -= L[size * i + k] * y[k];
    y[i] = sum / L[size * i + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    const solved = (y[i] /= L[size * i + i]);
    for (let k = 0; k < i; k++) y[k] -= L[size * i + k] * solved;
  }
  new Float32Array(buffer, x, size).set(y);
}
