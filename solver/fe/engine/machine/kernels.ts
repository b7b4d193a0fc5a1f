/** The compiled kernels (`solver/kernels`), as whoever loads them hands them over. Pointers are byte offsets. */

/** The functions of one instance. `level` points to the header that `level.ts` writes, `work` to a thread's scratch. */
export interface Kernels {
  apply32(level: number, work: number, k: number, u: number, out: number): number;
  apply64(level: number, work: number, k: number, u: number, out: number): void;
  imbalance(level: number, work: number, k: number, u: number, out: number, c: number): number;
  prime32(level: number, work: number, k: number, u: number): void;
  prime64(level: number, work: number, k: number, u: number): void;
  imbalancePlastic(
    level: number,
    work: number,
    k: number,
    u: number,
    out: number,
    c: number,
    state: number,
  ): number;
  primePlastic(level: number, work: number, k: number, u: number, state: number): void;
  forcePlastic(level: number, work: number, k: number, u: number, out: number, state: number): void;
  settlePlastic(level: number, work: number, k: number, u: number, state: number): void;
  applyTangent(level: number, work: number, k: number, u: number, out: number, state: number): number;
  primeTangent(level: number, work: number, k: number, u: number, state: number): void;
  correct(level: number, work: number, k: number, u: number, out: number, c: number): void;
  residual(level: number, work: number, k: number, u: number, b: number, out: number): void;
  smooth: Smooth<void>;
  smoothSecond: Smooth<void>;
  smoothDot: Smooth<number>;
  restrictPlane(
    fine: number,
    coarse: number,
    k: number,
    r: number,
    out: number,
    line: number,
    below: number,
    at: number,
    above: number,
  ): void;
  prolongPlane(
    fine: number,
    coarse: number,
    k: number,
    low: number,
    e: number,
    x: number,
    wLow: number,
    wHigh: number,
  ): void;
  scaledPlane(level: number, k: number, b: number, out: number, c: number): number;
  dotPlane(level: number, k: number, a: number, b: number): number;
  addPlane(level: number, k: number, x: number, y: number, c: number): void;
  differencePlane(level: number, k: number, a: number, b: number, out: number): number;
  takePlane(level: number, k: number, x: number, y: number): void;
  dividePlane(level: number, k: number, x: number, by: number): void;
  goOnPlane(level: number, k: number, a: number, b: number, out: number, c: number): void;
  directionPlane(level: number, k: number, z: number, p: number, beta: number): void;
  advancePlane(
    level: number,
    k: number,
    x: number,
    p: number,
    r: number,
    q: number,
    step: number,
    alpha: number,
  ): number;
  /** `product` points to the header that `aggregation/fill.ts` writes, `matrix` to that of a matrix of 6x6 blocks. */
  prolongatorPlane(level: number, product: number, k: number, omega: number): void;
  galerkinPlane(level: number, product: number, k: number): void;
  galerkinBlocks(product: number, rows: number, omega: number): void;
  blockResidual(matrix: number, rows: number, x: number, b: number, out: number): void;
  blockSmooth(matrix: number, rows: number, x: number, b: number, out: number, a: number, c: number): void;
  blockCorrect(matrix: number, rows: number, x: number, out: number, c: number): void;
  blockScaled(matrix: number, rows: number, b: number, out: number, c: number): void;
}

type Smooth<R> = (
  level: number,
  work: number,
  k: number,
  u: number,
  b: number,
  out: number,
  a: number,
  c: number,
) => R;
