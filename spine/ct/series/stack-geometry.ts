/** Whether images make a regular stack, told by ImagePositionPatient and ImageOrientationPatient alone. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import { affineFrom, type Affine } from '../../grid/volume.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { cross, dot } from '../../math/vector.ts';

import type { DicomImage, Triple } from '../dicom/dicom-image.ts';
import {
  DIRECTION_TOLERANCE,
  POSITION_TOLERANCE,
  SAME_PLACE_MM,
  SHEAR_TOLERANCE_MM,
} from '../../definitions/slices.ts';

export interface Stack {
  /** In the order of their positions along the normal. */
  readonly images: readonly DicomImage[];
  /** From (column, row, image) to patient LPS, mm. */
  readonly affine: Affine;
  /** mm between neighbouring images. */
  readonly spacingMm: number;
  /** Degrees between the normal of the images and the patient's long axis. */
  readonly obliqueDegrees: number;
}

/** @returns the stack, or why there is none; two images at the least. */
export function stackOf(images: readonly DicomImage[]): Stack | Refusal {
  const first = images[0]!;
  if (images.length < 2) return refusal('TOO_FEW_IMAGES', 'one image', 'a stack of images');
  const { rowDirection: r, columnDirection: c, pixelSpacing } = first;
  if (r === null || c === null || pixelSpacing === null || images.some(({ position }) => position === null)) {
    return refusal(
      'GEOMETRY_MISSING',
      'images without position, orientation or pixel spacing',
      'position, orientation and pixel spacing in every image',
    );
  }
  if (
    Math.abs(dot(r, c)) > DIRECTION_TOLERANCE ||
    [r, c].some((v) => Math.abs(dot(v, v) - 1) > DIRECTION_TOLERANCE)
  ) {
    return refusal(
      'GEOMETRY_INVALID',
      'image orientation without orthogonal unit vectors',
      'orthogonal unit vectors',
    );
  }
  if (!(pixelSpacing[0] > 0 && pixelSpacing[1] > 0))
    return refusal('GEOMETRY_INVALID', 'a pixel spacing of 0 or less', 'a pixel spacing in mm');
  const odd = images.findIndex((image) => !samePlane(image, first));
  if (odd >= 0)
    return refusal(
      'GEOMETRY_MIXED',
      'images with different orientation, size or pixel spacing',
      'the same for all images',
    );

  const normal = cross(r, c);
  const along = (image: DicomImage): number => dot(image.position!, normal);
  const sorted = images.toSorted((a, b) => along(a) - along(b));
  const places = sorted.map(along);
  const step = (places.at(-1)! - places[0]!) / (places.length - 1);
  return (
    irregularity(places, step) ??
    sheared(sorted, places, normal) ??
    wandering(sorted, step) ?? {
      images: sorted,
      affine: affineOf(sorted, pixelSpacing, r, c),
      spacingMm: step,
      obliqueDegrees: (Math.acos(Math.min(1, Math.abs(normal[2]))) * 180) / Math.PI,
    }
  );
}

export function isRefusal<T extends object>(outcome: T): outcome is Extract<T, { readonly code: string }> {
  return 'code' in outcome;
}

function samePlane(a: DicomImage, b: DicomImage): boolean {
  const close = (p: readonly number[] | null, q: readonly number[] | null, tolerance: number): boolean =>
    p !== null && q !== null && p.every((value, n) => Math.abs(value - q[n]!) <= tolerance);
  return (
    a.rows === b.rows &&
    a.columns === b.columns &&
    close(a.pixelSpacing, b.pixelSpacing, 1e-4) &&
    close(a.rowDirection, b.rowDirection, DIRECTION_TOLERANCE) &&
    close(a.columnDirection, b.columnDirection, DIRECTION_TOLERANCE)
  );
}

function irregularity(places: readonly number[], step: number): Refusal | undefined {
  const steps = places.slice(1).map((place, n) => place - places[n]!);
  const twice = steps.filter((d) => d < SAME_PLACE_MM).length;
  if (twice > 0)
    return refusal(
      'DUPLICATE_SLICES',
      `${twice} of ${places.length} images at the position of another image`,
      'one image per position',
    );
  const tolerance = toleranceAt(step);
  const usual = upperMedian(steps);
  const wide = steps.filter((d) => d > 1.5 * usual);
  if (wide.length > 0) {
    const missing = wide.reduce((sum, d) => sum + Math.round(d / usual) - 1, 0);
    return refusal(
      'MISSING_SLICES',
      `${wide.length} gaps, about ${missing} images missing at a slice spacing of ${usual.toFixed(3)} mm`,
      'no gaps',
    );
  }
  if (places.some((place, n) => Math.abs(place - places[0]! - n * step) > tolerance)) {
    const seen = steps.reduce((most, d) => Math.max(most, d), 0);
    return refusal(
      'SPACING_NOT_UNIFORM',
      `slice spacing from ${steps.reduce((a, b) => Math.min(a, b)).toFixed(3)} to ${seen.toFixed(3)} mm`,
      'equal slice spacing',
    );
  }
  return undefined;
}

/** A tilted gantry moves each image sideways along its own plane: the stack is a sheared box, which a volume can't hold. */
function sheared(
  sorted: readonly DicomImage[],
  places: readonly number[],
  normal: Triple,
): Refusal | undefined {
  const [p, q] = [sorted[0]!.position!, sorted.at(-1)!.position!];
  const depth = places.at(-1)! - places[0]!;
  const off = (axis: 0 | 1 | 2): number => q[axis] - p[axis] - depth * normal[axis];
  const lean = Math.hypot(off(0), off(1), off(2));
  if (lean <= SHEAR_TOLERANCE_MM) return undefined;
  const degrees = (Math.atan2(lean, depth) * 180) / Math.PI;
  return refusal(
    'GANTRY_TILT',
    `a stack sheared by ${degrees.toFixed(1)} degrees`,
    'images stacked along their normal',
  );
}

/** Images that lie evenly along their normal may still be shifted sideways, each in another way. */
function wandering(sorted: readonly DicomImage[], step: number): Refusal | undefined {
  const [p, q] = [sorted[0]!.position!, sorted.at(-1)!.position!];
  const off = sorted.map(({ position }, n) => {
    const t = n / (sorted.length - 1);
    const from = (axis: 0 | 1 | 2): number => position![axis] - p[axis] - t * (q[axis] - p[axis]);
    return Math.hypot(from(0), from(1), from(2));
  });
  const tolerance = toleranceAt(step);
  const shifted = off.filter((mm) => mm > 2 * tolerance).length;
  if (shifted === 0) return undefined;
  const most = off.reduce((a, b) => Math.max(a, b));
  return refusal(
    'SLICES_SHIFTED',
    `${shifted} of ${sorted.length} images offset by up to ${most.toFixed(1)} mm from the others`,
    'images stacked along one line',
  );
}

function toleranceAt(step: number): number {
  return Math.max(POSITION_TOLERANCE.mm, POSITION_TOLERANCE.ofSpacing * step);
}

function affineOf(
  sorted: readonly DicomImage[],
  [rowStep, columnStep]: readonly [number, number],
  r: Triple,
  c: Triple,
): Affine {
  const [p, q] = [sorted[0]!.position!, sorted.at(-1)!.position!];
  return affineFrom(
    [0, 1, 2].flatMap((axis) => [
      r[axis]! * columnStep,
      c[axis]! * rowStep,
      (q[axis]! - p[axis]!) / (sorted.length - 1),
      p[axis]!,
    ]),
  );
}

function refusal(code: RefusalCode, saw: string, wanted: string): Refusal {
  return { code, saw, wanted };
}
