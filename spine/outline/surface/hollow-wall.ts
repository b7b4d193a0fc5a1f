/**
 * The posterior wall of a body as a smooth surface: v = a + b u + c w + d u^2, hollow (d >= 0) or plain.
 *
 * The wall is hollow in the middle and the pedicles spring from its edges, so where a body ends at a pedicle is a matter of
 * definition: at the depth of the wall's edge. Outlines that were found and maps that are split are closed by the same one.
 */
import { fitPlane } from '../../math/plane-fit.ts';

export interface WallPoints {
  /** mm to the left and up, and depth behind the origin. */
  readonly u: readonly number[];
  readonly w: readonly number[];
  readonly v: readonly number[];
}

/**
 * @param edgeMm half the width of the wall: beyond it the depth stays that of the edge
 * @returns depth, mm, over u and w; null where points are too few or all on one line
 */
export function hollowWall(
  { u, w, v }: WallPoints,
  edgeMm: number,
): ((u: number, w: number) => number) | null {
  const plane = fitPlane(u, w, v);
  if (plane === null) return null;
  const rest = v.map((value, n) => value - plane.a - plane.b * u[n]! - plane.c * w[n]!);
  const fit = fitPlane(
    u.map((x) => x * x),
    w,
    rest,
  );
  const bend = fit === null || fit.b < 0 ? { offset: 0, square: 0 } : { offset: fit.a, square: fit.b };
  return (at, height) => {
    const x = Math.max(-edgeMm, Math.min(edgeMm, at));
    return plane.a + plane.b * x + plane.c * height + bend.offset + bend.square * x * x;
  };
}
