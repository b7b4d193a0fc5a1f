/** A field over a rectangle that is straight between the nodes of a coarse grid. */
import type { Rectangle } from '../../../math/spline-grid.ts';

export interface NodeGrid {
  readonly u0: number;
  readonly v0: number;
  readonly du: number;
  readonly dv: number;
  /** Nodes along u and v; u is fastest. */
  readonly nu: number;
  readonly nv: number;
}

/** The four nodes around a point, and what each counts for. */
export interface Hats {
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export function nodesOver({ u, v }: Rectangle, stepMm: number): NodeGrid {
  const cells = (range: readonly [number, number]): number =>
    Math.max(1, Math.round((range[1] - range[0]) / stepMm));
  const [cu, cv] = [cells(u), cells(v)];
  return { u0: u[0], v0: v[0], du: (u[1] - u[0]) / cu, dv: (v[1] - v[0]) / cv, nu: cu + 1, nv: cv + 1 };
}

export const HAT_TERMS = 4;

export function hatTerms(): Hats {
  return { index: new Int32Array(HAT_TERMS), value: new Float64Array(HAT_TERMS) };
}

export function hatsInto(out: Hats, { u0, v0, du, dv, nu, nv }: NodeGrid, u: number, v: number): void {
  const x = Math.min(Math.max((u - u0) / du, 0), nu - 1);
  const y = Math.min(Math.max((v - v0) / dv, 0), nv - 1);
  const [i, j] = [Math.min(Math.floor(x), nu - 2), Math.min(Math.floor(y), nv - 2)];
  const [fx, fy] = [x - i, y - j];
  out.index[0] = i + nu * j;
  out.index[1] = i + 1 + nu * j;
  out.index[2] = i + nu * (j + 1);
  out.index[3] = i + 1 + nu * (j + 1);
  out.value[0] = (1 - fx) * (1 - fy);
  out.value[1] = fx * (1 - fy);
  out.value[2] = (1 - fx) * fy;
  out.value[3] = fx * fy;
}

/** Pairs of neighbouring nodes. */
export function nodeSteps({ nu, nv }: NodeGrid): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let j = 0; j < nv; j++)
    for (let i = 0; i < nu; i++) {
      if (i + 1 < nu) pairs.push([i + nu * j, i + 1 + nu * j]);
      if (j + 1 < nv) pairs.push([i + nu * j, i + nu * (j + 1)]);
    }
  return pairs;
}
