/**
 * A line through the middles of the vertebral bodies and discs, found from the canal and the column's front wall.
 *
 *     front wall  |<----- depth ----->| canal
 *                 |        axis       |  o        planes across the canal, one every millimetre
 *
 * In each plane the front wall is where it turns from bright to dark going forwards; from plane to plane it is a smooth
 * path (Viterbi). All distances between vertebrae are taken along this line: along the canal they are up to a quarter
 * shorter in lordosis.
 */
import type { Vec3 } from '../../contracts/primitives.ts';
import { along, unit } from '../math/vector.ts';

import { frameAt, inFrame, resample, smoothCurve, smoothed, tangents, type CurveFrame } from './curve.ts';
import { huAt, type Sampler } from './work-image.ts';

export interface AxisPoint extends CurveFrame {
  /** From the canal's front wall to the column's, mm. */
  readonly depthMm: number;
  /** From the axis backwards to the canal's front wall, mm. */
  readonly toCanalMm: number;
}

/** From plane to plane and from axis point to axis point, mm. */
export const AXIS_STEP_MM = 1;
/** The canal goes on straight beyond its ends by this much, mm: vertebrae there are cut, or the sacrum begins. */
const EXTENSION_MM = 30;
/** From the canal's centre to its front wall, mm (7-9 in adults, T1 to L5). */
const CANAL_RADIUS_MM = 8;
/** The front wall lies this far before the canal's centre, mm. */
const WALL_MM = { from: 20, to: 58 } as const;
/** The slab that a plane is averaged over, half-width, and its samples, mm. */
const SLAB_MM = { half: 8, step: 2 } as const;
/** The wall's step is between means over this much to either side, mm; a step counts up to this many HU. */
const FLANK_MM = 3;
const STEP_CAP_HU = 150;
/** Darker than this is all one (fat, lung, air), HU. */
const DARK_HU = 0;
/** The path may move this much from plane to plane (mm), and what it costs, squared. */
const MOVE = 2;
const MOVE_COST = 25;
/** Standard deviations of smoothing along the line, mm: canal, wall, axis. */
const SMOOTH_MM = { canal: 6, wall: 10, axis: 7 } as const;
/** Tangents are taken over this much to either side, mm. */
const TANGENT_MM = 10;
const BACK: Vec3 = [0, 1, 0];

/** @param canal towards the head, patient LPS, mm. @returns towards the head */
export function bodyAxis(canal: readonly Vec3[], sample: Sampler): AxisPoint[] {
  const line = extended(smoothCurve(resample(canal, AXIS_STEP_MM), SMOOTH_MM.canal / AXIS_STEP_MM));
  const directions = tangents(line, TANGENT_MM / AXIS_STEP_MM);
  const planes = line.map((point, n) => frameAt(point, directions[n]!, BACK));
  const walls = smoothed(frontWall(planes, sample), SMOOTH_MM.wall / AXIS_STEP_MM);
  const middles = planes.map((plane, n) => inFrame(plane, 0, -(walls[n]! + CANAL_RADIUS_MM) / 2));
  const axis = resample(smoothCurve(middles, SMOOTH_MM.axis / AXIS_STEP_MM), AXIS_STEP_MM);
  const up = tangents(axis, TANGENT_MM / AXIS_STEP_MM);
  let near = 0;
  return axis.map((point, n) => {
    while (near + 1 < middles.length && closer(middles[near + 1]!, middles[near]!, point)) near++;
    const depthMm = walls[near]! - CANAL_RADIUS_MM;
    const back = along(planes[near]!.point, -1, point);
    return { ...frameAt(point, up[n]!, back), depthMm, toCanalMm: depthMm / 2 };
  });
}

function closer(a: Vec3, b: Vec3, to: Vec3): boolean {
  return (
    Math.hypot(a[0] - to[0], a[1] - to[1], a[2] - to[2]) <=
    Math.hypot(b[0] - to[0], b[1] - to[1], b[2] - to[2])
  );
}

function extended(line: readonly Vec3[]): Vec3[] {
  const reach = Math.min(line.length - 1, TANGENT_MM);
  const down = unit(along(line[0]!, -1, line[reach]!));
  const up = unit(along(line.at(-1)!, -1, line[line.length - 1 - reach]!));
  const steps = Array.from({ length: EXTENSION_MM / AXIS_STEP_MM }, (_, n) => (n + 1) * AXIS_STEP_MM);
  return [
    ...steps.toReversed().map((mm) => along(line[0]!, mm, down)),
    ...line,
    ...steps.map((mm) => along(line.at(-1)!, mm, up)),
  ];
}

/** mm before the canal's centre, plane by plane. */
function frontWall(planes: readonly CurveFrame[], sample: Sampler): Float64Array {
  const count = WALL_MM.to - WALL_MM.from;
  const steps = planes.map((plane) => wallSteps(plane, sample));
  const from = planes.map(() => new Int32Array(count));
  let best = steps[0]!;
  for (let n = 1; n < planes.length; n++) {
    const next = new Float64Array(count);
    for (let v = 0; v < count; v++) {
      let most = -Infinity;
      for (let w = Math.max(0, v - MOVE); w <= Math.min(count - 1, v + MOVE); w++) {
        const value = best[w]! - MOVE_COST * (v - w) ** 2;
        if (value > most) [most, from[n]![v]] = [value, w];
      }
      next[v] = most + steps[n]![v]!;
    }
    best = next;
  }
  let v = best.indexOf(best.reduce((a, b) => Math.max(a, b), -Infinity));
  const walls = new Float64Array(planes.length);
  for (let n = planes.length - 1; n >= 0; n--) {
    walls[n] = WALL_MM.from + v;
    v = from[n]![v]!;
  }
  return walls;
}

/** By how much it grows dark going forwards at each place, HU. */
function wallSteps(plane: CurveFrame, sample: Sampler): Float64Array {
  const profile = Array.from({ length: WALL_MM.to + FLANK_MM + 1 }, (_, mm) => {
    let [sum, n] = [0, 0];
    for (let u = -SLAB_MM.half; u <= SLAB_MM.half; u += SLAB_MM.step, n++) sum += huAt(sample, plane, u, -mm);
    return Math.max(DARK_HU, sum / n);
  });
  return Float64Array.from({ length: WALL_MM.to - WALL_MM.from }, (_, n) => {
    let step = 0;
    for (let d = 1; d <= FLANK_MM; d++)
      step += profile[WALL_MM.from + n - d]! - profile[WALL_MM.from + n + d]!;
    return Math.max(0, Math.min(STEP_CAP_HU, step / FLANK_MM));
  });
}
