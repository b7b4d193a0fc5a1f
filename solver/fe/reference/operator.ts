/** A symmetric matrix by what it does: apply, diagonal, size. */
export interface LinearOperator {
  /** Rows. */
  readonly size: number;
  /** out = K u; both of length `size`. */
  applyInto(out: Float64Array, u: Float64Array): void;
  diagonal(): Float64Array;
}
