/** Smooth curves in patient space, as points at equal steps. */
import type { Vec3 } from '../../contracts/primitives.ts';
import { along, cross, distance, dot, unit } from '../math/vector.ts';

/** A right-handed set of unit axes at a point of a curve that leads to the head. */
export interface CurveFrame {
  readonly point: Vec3;
  readonly left: Vec3;
  readonly posterior: Vec3;
  /** Along the curve. */
  readonly superior: Vec3;
}

/** Points `stepMm` apart along the polyline, from its first point on. @returns one point where it is shorter than that */
export function resample(points: readonly Vec3[], stepMm: number): Vec3[] {
  const out: Vec3[] = [points[0]!];
  let travelled = 0;
  for (let n = 1; n < points.length; n++) {
    const [a, b] = [points[n - 1]!, points[n]!];
    const length = distance(a, b);
    if (length === 0) continue;
    for (let at = out.length * stepMm - travelled; at <= length + 1e-9; at = out.length * stepMm - travelled)
      out.push(along(along([0, 0, 0], 1 - at / length, a), at / length, b));
    travelled += length;
  }
  return out;
}

/** Local straight lines under Gaussian weights of `sigma` points: unlike a plain mean they do not pull the ends in. */
export function smoothed(values: ArrayLike<number>, sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  return Float64Array.from({ length: values.length }, (_, at) => {
    let [w0, w1, w2, v0, v1] = [0, 0, 0, 0, 0];
    for (let d = Math.max(-reach, -at); d <= Math.min(reach, values.length - 1 - at); d++) {
      const w = Math.exp(-(d * d) / (2 * sigma * sigma));
      w0 += w;
      w1 += w * d;
      w2 += w * d * d;
      v0 += w * values[at + d]!;
      v1 += w * d * values[at + d]!;
    }
    const determinant = w0 * w2 - w1 * w1;
    return determinant > 1e-9 * w0 * w0 ? (v0 * w2 - v1 * w1) / determinant : v0 / w0;
  });
}

export function smoothCurve(points: readonly Vec3[], sigma: number): Vec3[] {
  const [x, y, z] = [0, 1, 2].map((axis) =>
    smoothed(
      points.map((p) => p[axis]!),
      sigma,
    ),
  ) as [Float64Array, Float64Array, Float64Array];
  return points.map((_, n) => [x[n]!, y[n]!, z[n]!]);
}

/** Unit tangents by differences over `reach` points to either side. */
export function tangents(points: readonly Vec3[], reach: number): Vec3[] {
  return points.map((_, n) => {
    const a = points[Math.max(0, n - reach)]!;
    const b = points[Math.min(points.length - 1, n + reach)]!;
    return unit(along(b, -1, a));
  });
}

/** Axes at a point, given where the head lies and roughly where the back lies. */
export function frameAt(point: Vec3, superior: Vec3, back: Vec3): CurveFrame {
  const posterior = unit(along(back, -dot(back, superior), superior));
  return { point, left: cross(posterior, superior), posterior, superior };
}

/** u to the left, v posterior, w superior, mm from the frame's point. */
export function inFrame({ point, left, posterior, superior }: CurveFrame, u: number, v: number, w = 0): Vec3 {
  return [
    point[0] + u * left[0] + v * posterior[0] + w * superior[0],
    point[1] + u * left[1] + v * posterior[1] + w * superior[1],
    point[2] + u * left[2] + v * posterior[2] + w * superior[2],
  ];
}
