/** Straight lines through a mask, read between its voxels. */
import type { Vec3 } from '../../contracts/primitives.ts';
import { indexToWorld, invertAffine, sampleLinear, type Affine, type Volume } from './volume.ts';

/** What is asked of a body's shape, whatever it is made of. */
export interface Solid {
  /** Of its mass, patient LPS, mm; null where there is none. */
  readonly centre: Vec3 | null;
  isInside(point: Vec3): boolean;
  /**
   * Distance (mm) along the unit vector `direction` at which inside and outside change for the first time after `from`; null
   * where they do not within `reachMm`.
   */
  firstCrossing(from: Vec3, direction: Vec3, reachMm: number): number | null;
}

/** A mask with what rays need of it, computed once. */
export interface RayMask {
  readonly mask: Volume<Uint8Array>;
  readonly toIndex: Affine;
}

/** The mask's surface lies where its interpolated value is this. */
const HALF = 0.5;
/** Well below a voxel of any CT, mm. */
const STEP_MM = 0.5;

export function rayMask(mask: Volume<Uint8Array>): RayMask {
  return { mask, toIndex: invertAffine(mask.affine) };
}

export function isInside({ mask, toIndex }: RayMask, point: Vec3): boolean {
  return sampleLinear(mask, ...indexToWorld(toIndex, ...point), 0) >= HALF;
}

/**
 * Distance (mm) along the unit vector `direction` at which the mask's state changes for the first time after
 * `from`; null where it does not within `reachMm`.
 */
export function firstCrossing(
  { mask, toIndex }: RayMask,
  from: Vec3,
  direction: Vec3,
  reachMm: number,
): number | null {
  const [x, y, z] = indexToWorld(toIndex, ...from);
  const [a, b, c, , d, e, f, , g, h, i] = toIndex;
  const [dx, dy, dz] = direction;
  const stepX = STEP_MM * (a * dx + b * dy + c * dz);
  const stepY = STEP_MM * (d * dx + e * dy + f * dz);
  const stepZ = STEP_MM * (g * dx + h * dy + i * dz);
  let before = sampleLinear(mask, x, y, z, 0) - HALF;
  const steps = Math.ceil(reachMm / STEP_MM);
  for (let n = 1; n <= steps; n++) {
    const now = sampleLinear(mask, x + n * stepX, y + n * stepY, z + n * stepZ, 0) - HALF;
    if (now >= 0 !== before >= 0) return STEP_MM * (n - 1 + before / (before - now));
    before = now;
  }
  return null;
}
