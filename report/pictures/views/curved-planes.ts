/**
 * The two surfaces on which a spine is looked at: from the side and from the front, each through the middle of every
 * vertebral body.
 *
 * The sagittal one is a cylinder in the general sense: straight lines from front to back, through a curve that follows
 * the bodies to the left and right. The coronal one is straight from right to left and follows them to the front and
 * back. So a scoliosis is taken out of the first and shown by the second, and lordosis and kyphosis the other way round.
 *
 * Rows stand at equal steps of the curve's own length, not of patient z: the surface then unrolls without stretching,
 * and a length measured in the picture, in any direction, is the true length on the surface. At equal steps of z a
 * vertebra that leans by 30 degrees would look 13 % too low.
 *
 * @remarks "Stretched" curved planar reformation, isometric: Kanitsar A, Fleischmann D, Wegenkittl R, Felkel P,
 * Groeller ME, CPR: curved planar reformation, IEEE Visualization 2002, 37-44.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { cross, dot, unit } from '../../../spine/math/vector.ts';
import { median } from '../../../spine/math/order-statistics.ts';

import { columnCurve } from './column-curve.ts';
import type { PicturePlane } from './plane.ts';

export interface CurvedPlanes {
  /** Columns from front to back. */
  readonly sagittal: PicturePlane;
  /** Columns from the patient's right to the left, as seen from the front. */
  readonly coronal: PicturePlane;
}

/** Side of a pixel, mm: half the in-plane voxel of a usual abdominal CT and finer (design value). */
export const PIXEL_MM = 0.5;
/**
 * What is shown around the centres of the bodies, mm (design values): the spinous processes behind, the transverse
 * processes beside, one more vertebra at the ends.
 */
const AROUND = { anterior: 36, posterior: 68, side: 46, ends: 44 } as const;
const UP: Vec3 = [0, 0, 1];
const BACK: Vec3 = [0, 1, 0];
/** Below this the middle of the bodies' posterior directions is no direction to look along (cosine of 60 degrees). */
const LEAST_HORIZONTAL = 0.5;

/** @returns null without a frame */
export function curvedPlanes(frames: readonly Frame[]): CurvedPlanes | null {
  if (frames.length === 0) return null;
  const sorted = frames.toSorted((a, b) => b.origin[2] - a.origin[2]);
  const posterior = backOf(sorted);
  const left = cross(posterior, UP);
  return {
    sagittal: ruledPlane(sorted, posterior, left, [AROUND.anterior, AROUND.posterior]),
    coronal: ruledPlane(sorted, left, posterior, [AROUND.side, AROUND.side]),
  };
}

/** The patient's back, level with the floor: the median of what the bodies say, component by component. */
function backOf(frames: readonly Frame[]): Vec3 {
  const middle = (axis: 0 | 1): number => median(frames.map(({ posterior }) => posterior[axis]));
  const back: Vec3 = [middle(0), middle(1), 0];
  return Math.hypot(back[0], back[1]) < LEAST_HORIZONTAL ? BACK : unit(back);
}

/**
 * @param ruling direction of the columns, unit and level
 * @param across the other level direction, unit: the curve lies in the plane of this and patient up
 * @param margins shown before the first centre along `ruling` and behind the last, mm
 */
function ruledPlane(
  frames: readonly Frame[],
  ruling: Vec3,
  across: Vec3,
  margins: readonly [number, number],
): PicturePlane {
  const centres = frames.map(({ origin }) => [dot(origin, across), origin[2]] as const);
  const { superior } = frames[0]!;
  const curve = columnCurve(centres, [-dot(superior, across), -superior[2]]);
  const along = frames.map(({ origin }) => dot(origin, ruling));
  const start = along.reduce((least, r) => Math.min(least, r)) - margins[0];
  const end = along.reduce((most, r) => Math.max(most, r)) + margins[1];
  const pointOf = (row: number) => curve.at(row * PIXEL_MM - AROUND.ends);
  // Pictures are made row by row: the curve is asked once a row.
  let last = { row: 0, point: pointOf(0) };
  return {
    width: Math.ceil((end - start) / PIXEL_MM),
    height: Math.ceil((curve.lengthMm + 2 * AROUND.ends) / PIXEL_MM),
    pixelMm: PIXEL_MM,
    at: (column, row) => {
      const r = start + column * PIXEL_MM;
      if (row !== last.row) last = { row, point: pointOf(row) };
      const [c, z] = last.point;
      return [r * ruling[0] + c * across[0], r * ruling[1] + c * across[1], z];
    },
    project: (point) => [
      (dot(point, ruling) - start) / PIXEL_MM,
      (curve.foot([dot(point, across), point[2]]) + AROUND.ends) / PIXEL_MM,
    ],
    side: (point) => dot(point, across) - curve.acrossAt(point[2]),
  };
}
