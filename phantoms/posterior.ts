/**
 * Arch, processes and ribs: rounded rods (capsules of elliptic section) and a half ring around the canal,
 * each a shell of cortex around cancellous bone, in the frame of its vertebra.
 */
import type { Vec3 } from '../lambdas/shared/contracts/primitives.ts';
import type { Frame } from '../lambdas/shared/contracts/segmentation.ts';

import { CANAL, OTHER_BONE } from './anatomy.ts';
import type { PlacedVertebra } from './layout.ts';
import { along } from '../lambdas/shared/vector.ts';

/** A bone in patient LPS. `depth` is negative outside, else roughly the depth under the surface in mm. */
export interface BonePart {
  readonly kind: 'posterior' | 'rib';
  readonly low: Vec3;
  readonly high: Vec3;
  depth(x: number, y: number, z: number): number;
}

/** From (u, v, w) to (u, v, w) in the vertebra's frame; semi-axes of the section along u, v, w, mm. */
interface Rod {
  readonly kind: BonePart['kind'];
  readonly from: Vec3;
  readonly to: Vec3;
  readonly semi: Vec3;
}

/** Thickness of the arch around the canal, and its height as a fraction of the posterior height. */
const ARCH_MM = 5.5;
const ARCH_HEIGHT = 0.62;

export function posteriorParts({ spec, body, frame }: PlacedVertebra): readonly BonePart[] {
  const rods = [...processes(spec.level, body), ...ribs(spec.level, body)];
  return [arch(body, frame), ...rods.map((rod) => rodPart(rod, frame))];
}

/** True in the marrow of a pedicle, where the posterior wall of the body has no shell. */
export function insidePedicle(body: PlacedVertebra['body'], u: number, v: number, w: number): boolean {
  if (v < body.halfDepth * 0.6) return false;
  const { from, to, semi } = pedicle(body, u < 0 ? -1 : 1);
  const middle = (from[2] + to[2]) / 2;
  const du = (Math.abs(u) - Math.abs(from[0])) / (semi[0] - OTHER_BONE.shellMm);
  const dw = (w - middle) / (semi[2] - OTHER_BONE.shellMm);
  return du * du + dw * dw < 1;
}

function pedicle({ heights, halfDepth, halfWidth }: PlacedVertebra['body'], side: 1 | -1): Rod {
  const u = side * Math.min(CANAL.halfWidth + 4, halfWidth * 0.82);
  const w = heights.posterior * 0.16;
  return {
    kind: 'posterior',
    from: [u, halfDepth - 4, w],
    to: [u, halfDepth + 9, w],
    semi: [4, 4, 7],
  };
}

function processes(level: string, body: PlacedVertebra['body']): readonly Rod[] {
  const { halfDepth: b, heights } = body;
  const H = heights.posterior;
  const lumbar = level.startsWith('L');
  const canal = b + CANAL.behindWall;
  const back = canal + CANAL.halfDepth;
  const transverse: Vec3 = lumbar ? [39, canal + 7, 0.1 * H] : [24, canal + 9, 0.2 * H];
  const bothSides = ([1, -1] as const).flatMap((side): Rod[] => {
    const at = (u: number, v: number, w: number): Vec3 => [side * u, v, w];
    const rod = (from: Vec3, to: Vec3, semi: Vec3): Rod => ({ kind: 'posterior', from, to, semi });
    return [
      pedicle(body, side),
      rod(at(16, canal + 1, 0.15 * H), at(transverse[0], transverse[1], transverse[2]), [4, 4, 5]),
      rod(at(18, canal + 3, 0.2 * H), at(19, canal + 5, 0.58 * H), [4, 3.5, 4]),
      rod(at(13, canal + 9, -0.2 * H), at(10, canal + 12, -0.72 * H), [3.5, 3.5, 4]),
    ];
  });
  const slope = lumbar ? 0.15 : 0.5;
  const tip: Vec3 = [0, back + (lumbar ? 27 : 24), -H * (0.1 + slope)];
  return [
    ...bothSides,
    { kind: 'posterior', from: [0, back + 4, -0.1 * H], to: tip, semi: [3, 5, lumbar ? 9 : 5] },
  ];
}

/** A thoracic vertebra bears a pair, from the body's upper corner out, back, round and down; the 12th is short. */
function ribs(
  level: string,
  { halfWidth: a, halfDepth: b, heights }: PlacedVertebra['body'],
): readonly Rod[] {
  if (!level.startsWith('T')) return [];
  const course: Vec3[] = [
    [a + 1.5, b - 4, heights.posterior * 0.25],
    [a + 17, b + 9, 2],
    [60, b + 15, -8],
    [82, b + 7, -20],
    [99, b - 12, -31],
    [108, b - 32, -40],
  ];
  const points = level === 'T12' ? course.slice(0, 4) : course;
  return points.slice(1).flatMap((to, i) =>
    [1, -1].map((side): Rod => {
      const mirror = ([u, v, w]: Vec3): Vec3 => [side * u, v, w];
      return { kind: 'rib', from: mirror(points[i]!), to: mirror(to), semi: [4, 4, 5.5] };
    }),
  );
}

function rodPart({ kind, from, to, semi }: Rod, frame: Frame): BonePart {
  const narrowest = Math.min(semi[0], semi[1], semi[2]);
  const p = [from[0] / semi[0], from[1] / semi[1], from[2] / semi[2]] as const;
  const d = [to[0] / semi[0] - p[0], to[1] / semi[1] - p[1], to[2] / semi[2] - p[2]] as const;
  const length2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const reach = Math.max(semi[0], semi[1], semi[2]);
  return {
    kind,
    ...boxAround([toWorld(frame, from), toWorld(frame, to)], reach),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      const [u, v, w] = [local[0]! / semi[0] - p[0], local[1]! / semi[1] - p[1], local[2]! / semi[2] - p[2]];
      const s = Math.min(1, Math.max(0, (u * d[0] + v * d[1] + w * d[2]) / length2));
      return (1 - Math.hypot(u - s * d[0], v - s * d[1], w - s * d[2])) * narrowest;
    },
  };
}

/** Behind the canal's centre, between the canal's ellipse and one that is `ARCH_MM` larger; leans down and back. */
function arch({ heights, halfDepth }: PlacedVertebra['body'], frame: Frame): BonePart {
  const centre = halfDepth + CANAL.behindWall;
  const half = (ARCH_HEIGHT * heights.posterior) / 2;
  const outer = [CANAL.halfWidth + ARCH_MM, CANAL.halfDepth + ARCH_MM] as const;
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const corners = [-1, 1].flatMap((u) =>
    [0, 1].flatMap((v) =>
      [-1, 1].map((w): Vec3 =>
        toWorld(frame, [u * outer[0], centre - 3 + v * (outer[1] + 3), w * (half + 5)]),
      ),
    ),
  );
  return {
    kind: 'posterior',
    ...boxAround(corners, 1),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      const [u, v] = [local[0]!, local[1]! - centre];
      const w = local[2]! + v * 0.35;
      const within = Math.min(half - Math.abs(w), v + 2);
      if (within < 0) return within;
      const outside = Math.hypot(u / CANAL.halfWidth, v / CANAL.halfDepth) - 1;
      const inside = 1 - Math.hypot(u / outer[0], v / outer[1]);
      return Math.min(within, outside * CANAL.halfDepth, inside * outer[1]);
    },
  };
}

function boxAround(points: readonly Vec3[], reach: number): { low: Vec3; high: Vec3 } {
  const edge = (axis: 0 | 1 | 2, pick: (a: number, b: number) => number, start: number): number =>
    points.reduce((best, p) => pick(best, p[axis]), start);
  const low = ([0, 1, 2] as const).map((axis) => edge(axis, Math.min, Infinity) - reach);
  const high = ([0, 1, 2] as const).map((axis) => edge(axis, Math.max, -Infinity) + reach);
  return { low: [low[0]!, low[1]!, low[2]!], high: [high[0]!, high[1]!, high[2]!] };
}

export function toWorld(frame: Frame, [u, v, w]: Vec3): Vec3 {
  return along(along(along(frame.origin, u, frame.left), v, frame.posterior), w, frame.superior);
}

/** Writes (u, v, w) of patient LPS (x, y, z) into `out`. */
export function localCoordinates(frame: Frame): (x: number, y: number, z: number, out: Float64Array) => void {
  const { origin, left, posterior, superior } = frame;
  return (x, y, z, out) => {
    const dx = x - origin[0];
    const dy = y - origin[1];
    const dz = z - origin[2];
    out[0] = dx * left[0] + dy * left[1] + dz * left[2];
    out[1] = dx * posterior[0] + dy * posterior[1] + dz * posterior[2];
    out[2] = dx * superior[0] + dy * superior[1] + dz * superior[2];
  };
}
