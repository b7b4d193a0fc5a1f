/** Solids that bones and implants are made of: a box, and roughly the depth under the surface. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { along } from '../../spine/math/vector.ts';

/** In patient LPS. `depth` is negative outside, else roughly the depth under the surface in mm. */
export interface Solid {
  readonly low: Vec3;
  readonly high: Vec3;
  depth(x: number, y: number, z: number): number;
}

/** From (u, v, w) to (u, v, w) in a frame; semi-axes of the section along u, v, w, mm. */
export interface Rod {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly semi: Vec3;
}

/** The patient's own axes at a point. */
export function uprightFrame(origin: Vec3): Frame {
  return { origin: [...origin], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
}

/** All points that an ellipsoid of the semi-axes sweeps on its way from end to end. */
export function rodSolid({ from, to, semi }: Rod, frame: Frame): Solid {
  const narrowest = Math.min(semi[0], semi[1], semi[2]);
  const p = [from[0] / semi[0], from[1] / semi[1], from[2] / semi[2]] as const;
  const d = [to[0] / semi[0] - p[0], to[1] / semi[1] - p[1], to[2] / semi[2] - p[2]] as const;
  const length2 = Math.max(d[0] * d[0] + d[1] * d[1] + d[2] * d[2], Number.MIN_VALUE);
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const reach = Math.max(semi[0], semi[1], semi[2]);
  return {
    ...boxAround([toWorld(frame, from), toWorld(frame, to)], reach),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      const u = local[0]! / semi[0] - p[0];
      const v = local[1]! / semi[1] - p[1];
      const w = local[2]! / semi[2] - p[2];
      const s = Math.min(1, Math.max(0, (u * d[0] + v * d[1] + w * d[2]) / length2));
      const du = u - s * d[0];
      const dv = v - s * d[1];
      const dw = w - s * d[2];
      return (1 - Math.sqrt(du * du + dv * dv + dw * dw)) * narrowest;
    },
  };
}

export function boxAround(points: readonly Vec3[], reach: number): { low: Vec3; high: Vec3 } {
  const edge = (axis: 0 | 1 | 2, pick: (a: number, b: number) => number, start: number): number =>
    points.reduce((best, p) => pick(best, p[axis]), start);
  const low = ([0, 1, 2] as const).map((axis) => edge(axis, Math.min, Infinity) - reach);
  const high = ([0, 1, 2] as const).map((axis) => edge(axis, Math.max, -Infinity) + reach);
  return { low: [low[0]!, low[1]!, low[2]!], high: [high[0]!, high[1]!, high[2]!] };
}

/** The box around one that stands in a frame and reaches `half` to either side of `centre`. */
export function boxInFrame(frame: Frame, centre: Vec3, half: Vec3): { low: Vec3; high: Vec3 } {
  const corners = [-1, 1].flatMap((i) =>
    [-1, 1].flatMap((j) =>
      [-1, 1].map((k): Vec3 =>
        toWorld(frame, [centre[0] + i * half[0], centre[1] + j * half[1], centre[2] + k * half[2]]),
      ),
    ),
  );
  return boxAround(corners, 0);
}

export function toWorld(frame: Frame, [u, v, w]: Vec3): Vec3 {
  return along(along(along(frame.origin, u, frame.left), v, frame.posterior), w, frame.superior);
}

/** Writes (u, v, w) of patient LPS (x, y, z) into `out`. */
export function localCoordinates(frame: Frame): (x: number, y: number, z: number, out: Float64Array) => void {
  const { origin, left, posterior, superior } = frame;
  const [x0, y0, z0] = origin;
  const [l0, l1, l2] = left;
  const [p0, p1, p2] = posterior;
  const [s0, s1, s2] = superior;
  return (x, y, z, out) => {
    const dx = x - x0;
    const dy = y - y0;
    const dz = z - z0;
    out[0] = dx * l0 + dy * l1 + dz * l2;
    out[1] = dx * p0 + dy * p1 + dz * p2;
    out[2] = dx * s0 + dy * s1 + dz * s2;
  };
}
