/**
 * A surface over a rectangle as a sum of cubic B-splines on an even grid (de Boor C, A Practical Guide to Splines, 1978).
 *
 *      o   o   o   o      coefficients stand one step beyond the rectangle on every side;
 *      o +---+---+ o      sixteen of them make the surface at a point
 *      o +---+---+ o
 *      o   o   o   o
 */
export interface SplineGrid {
  /** Of the first coefficient, mm. */
  readonly u0: number;
  readonly v0: number;
  readonly stepMm: number;
  /** Coefficients along u and v; u is fastest. */
  readonly nu: number;
  readonly nv: number;
}

export interface Rectangle {
  readonly u: readonly [number, number];
  readonly v: readonly [number, number];
}

/** What a point's sixteen coefficients count for: in the surface, its slopes, and its second derivatives along u and v. */
export interface SplineWeights {
  readonly index: Int32Array;
  readonly value: Float64Array;
  readonly du: Float64Array;
  readonly dv: Float64Array;
  readonly duu: Float64Array;
  readonly dvv: Float64Array;
}

export const SPLINE_TERMS = 16;

export function splineOver({ u, v }: Rectangle, stepMm: number): SplineGrid {
  const cells = (range: readonly [number, number]): number =>
    Math.max(1, Math.ceil((range[1] - range[0]) / stepMm));
  const [nu, nv] = [cells(u) + 3, cells(v) + 3];
  return { u0: u[0] - stepMm, v0: v[0] - stepMm, stepMm, nu, nv };
}

export function emptyWeights(): SplineWeights {
  const terms = (): Float64Array => new Float64Array(SPLINE_TERMS);
  return { index: new Int32Array(SPLINE_TERMS), value: terms(), du: terms(), dv: terms(), duu: terms(), dvv: terms() }; // prettier-ignore
}

/** Points beyond the rectangle get the weights of its nearest cell, extrapolated. */
export function weightsInto(out: SplineWeights, grid: SplineGrid, u: number, v: number): void {
  const { u0, v0, stepMm, nu, nv } = grid;
  const [x, y] = [(u - u0) / stepMm - 1, (v - v0) / stepMm - 1];
  const i = Math.min(Math.max(Math.floor(x), 0), nu - 4);
  const j = Math.min(Math.max(Math.floor(y), 0), nv - 4);
  const [a, b] = [cubic(x - i), cubic(y - j)];
  for (let m = 0, n = 0; m < 4; m++) {
    for (let l = 0; l < 4; l++, n++) {
      out.index[n] = i + l + nu * (j + m);
      out.value[n] = a.value[l]! * b.value[m]!;
      out.du[n] = (a.slope[l]! * b.value[m]!) / stepMm;
      out.dv[n] = (a.value[l]! * b.slope[m]!) / stepMm;
      out.duu[n] = (a.bend[l]! * b.value[m]!) / stepMm ** 2;
      out.dvv[n] = (a.value[l]! * b.bend[m]!) / stepMm ** 2;
    }
  }
}

/** The sum of one set of weights times the coefficients. */
export function weighted(
  { index }: SplineWeights,
  weights: Float64Array,
  coefficients: Float64Array,
): number {
  let sum = 0;
  for (let n = 0; n < SPLINE_TERMS; n++) sum += weights[n]! * coefficients[index[n]!]!;
  return sum;
}

export interface DifferenceRow {
  /** Of the coefficients, ascending. */
  readonly index: Int32Array;
  readonly factors: Float64Array;
}

/** Differences of third order, along u, along v and mixed: each is 0 where the surface is a parabola. */
export function thirdDifferences({ nu, nv }: SplineGrid): readonly DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  const pairs = [[THIRD, ONE], [ONE, THIRD], [SECOND, FIRST], [FIRST, SECOND]] as const; // prettier-ignore
  for (const [along, across] of pairs)
    for (let j = 0; j + across.length <= nv; j++)
      for (let i = 0; i + along.length <= nu; i++)
        rows.push({
          index: Int32Array.from(across.flatMap((_, m) => along.map((_, l) => i + l + nu * (j + m)))),
          factors: Float64Array.from(across.flatMap((b) => along.map((a) => a * b))),
        });
  return rows;
}

const ONE = [1] as const;
const FIRST = [-1, 1] as const;
const SECOND = [1, -2, 1] as const;
const THIRD = [-1, 3, -3, 1] as const;

interface Cubic {
  readonly value: readonly number[];
  readonly slope: readonly number[];
  readonly bend: readonly number[];
}

/** The four cubics that overlap in a cell, at the part `t` of it, and their derivatives by t. */
function cubic(t: number): Cubic {
  const r = 1 - t;
  return {
    value: [r ** 3 / 6, (4 - 6 * t * t + 3 * t ** 3) / 6, (4 - 6 * r * r + 3 * r ** 3) / 6, t ** 3 / 6],
    slope: [(-r * r) / 2, (-4 * t + 3 * t * t) / 2, (4 * r - 3 * r * r) / 2, (t * t) / 2],
    bend: [r, 3 * t - 2, 3 * r - 2, t],
  };
}
