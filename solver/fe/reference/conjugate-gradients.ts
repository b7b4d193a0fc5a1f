/**
 * Conjugate gradients with a diagonal preconditioner, some unknowns held fixed.
 *
 * @remarks Hestenes MR, Stiefel E, J Res Natl Bur Stand 49:409, 1952.
 */
import type { IterationReport } from '../solution.ts';

/** A symmetric matrix by what it does: apply, diagonal, size. */
export interface LinearOperator {
  /** Rows. */
  readonly size: number;
  /** out = K u; both of length `size`. */
  applyInto(out: Float64Array, u: Float64Array): void;
  diagonal(): Float64Array;
}

export interface CgOptions {
  /** Stop where ||r|| / ||r0|| falls below this. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly onIteration?: (report: IterationReport) => void;
}

export interface CgResult extends IterationReport {
  readonly converged: boolean;
}

/**
 * Solves K x = 0 on the free unknowns, x on the others staying as it is.
 *
 * @param x holds the fixed values and the first guess; the solution when it returns
 * @param fixed 1 where an unknown is held
 */
export function solveInto(
  x: Float64Array,
  operator: LinearOperator,
  fixed: Uint8Array,
  options: CgOptions,
): CgResult {
  const { size } = operator;
  const inverse = operator.diagonal().map((value, i) => (fixed[i] === 1 ? 0 : 1 / value));
  const r = new Float64Array(size);
  const d = new Float64Array(size);
  const q = new Float64Array(size);
  operator.applyInto(r, x);
  let rz = 0;
  let norm0 = 0;
  for (let i = 0; i < size; i++) {
    r[i] = fixed[i] === 1 ? 0 : -r[i];
    d[i] = inverse[i] * r[i];
    rz += r[i] * d[i];
    norm0 += r[i] * r[i];
  }
  norm0 = Math.sqrt(norm0);
  // The guess solves it already, as where everything moves as one.
  if (norm0 === 0) return { converged: true, iteration: 0, relativeResidual: 0 };

  let relativeResidual = 1;
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    operator.applyInto(q, d);
    let dq = 0;
    for (let i = 0; i < size; i++) dq += d[i] * q[i];
    // Fixed unknowns have d = 0, so their q does not count.
    const alpha = rz / dq;
    if (!Number.isFinite(alpha)) return { converged: false, iteration, relativeResidual };
    let norm = 0;
    let next = 0;
    for (let i = 0; i < size; i++) {
      x[i] += alpha * d[i];
      const ri = fixed[i] === 1 ? 0 : r[i] - alpha * q[i];
      r[i] = ri;
      norm += ri * ri;
      next += ri * ri * inverse[i];
    }
    relativeResidual = Math.sqrt(norm) / norm0;
    options.onIteration?.({ iteration, relativeResidual });
    if (relativeResidual <= options.tolerance) return { converged: true, iteration, relativeResidual };
    const beta = next / rz;
    rz = next;
    for (let i = 0; i < size; i++) d[i] = inverse[i] * r[i] + beta * d[i];
  }
  return { converged: false, iteration: options.maxIterations, relativeResidual };
}
