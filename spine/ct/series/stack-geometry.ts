/** Whether images make a regular stack, told by ImagePositionPatient and ImageOrientationPatient alone. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import { affineFrom, type Affine } from '../../grid/volume.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { cross, dot } from '../../math/vector.ts';

import type { DicomImage, Triple } from '../dicom/dicom-image.ts';
import { extentOf, type Shear } from './shear.ts';
import { MOST_VOXELS } from '../../definitions/intake/limits.ts';
import {
  DIRECTION_TOLERANCE,
  POSITION_TOLERANCE,
  SAME_PLACE_MM,
  SHEAR_TOLERANCE_MM,
} from '../../definitions/slices.ts';

/** Positions printed with one decimal are rounded to this. */
const COARSE_MM = 0.1;
/** Rounding is tolerated from this many of its units a spacing on: a missing image is then ten times as far off. */
const FEWEST_ROUNDINGS = 5;
/** The fitted line is off by a part of the rounding itself (design value). */
const FIT_ERROR = 0.2;
/** Fewer steps are no pitch of their own, but gaps. */
const FEWEST_OF_A_PITCH = 3;
/** Gantries tilt by up to this (design value, as makers' data sheets have it); a stack sheared by more was not scanned so. */
const MOST_SHEARED_DEGREES = 30;
/** Steps that differ by less than this part of the usual one are of one pitch. */
const SAME_PITCH = 0.25;

export interface Stack {
  /** In the order of their positions along the normal. */
  readonly images: readonly DicomImage[];
  /** From (column, row, image) to patient LPS, mm; of a sheared stack, of the straight grid that its images are moved to. */
  readonly affine: Affine;
  /** Null where the images lie straight above each other. */
  readonly shear: Shear | null;
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
  const on = (line: Line, rounding: number): Stack | Refusal => {
    const step = dot(line.step, normal);
    const degrees = shearOf(line, normal, sorted.length);
    return (
      tooSheared(degrees, places) ??
      irregularity(places, dot(line.origin, normal), step, rounding) ??
      wandering(sorted, line, step, rounding) ??
      tooLarge(gridOf(first, line, sorted.length, degrees), sorted.length) ?? {
        images: sorted,
        ...gridOf(first, line, sorted.length, degrees),
        spacingMm: step,
        obliqueDegrees: (Math.acos(Math.min(1, Math.abs(normal[2]))) * 180) / Math.PI,
      }
    );
  };
  const outcome = on(throughEnds(sorted), 0);
  const rounding = roundingOf(sorted, normal);
  const rounded = rounding > 0 && isRefusal(outcome) && outcome.code === 'SPACING_NOT_UNIFORM';
  return rounded ? on(throughAll(sorted), rounding) : outcome;
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

/** The line on which the images lie: position of image n = origin + n * step, mm. */
interface Line {
  readonly origin: Triple;
  readonly step: Triple;
}

function throughEnds(sorted: readonly DicomImage[]): Line {
  const [p, q] = [sorted[0]!.position!, sorted.at(-1)!.position!];
  return { origin: p, step: tripleOf((axis) => (q[axis] - p[axis]) / (sorted.length - 1)) };
}

/** Least squares: where rounding moved each image, the ends are no better than the others. */
function throughAll(sorted: readonly DicomImage[]): Line {
  const middle = (sorted.length - 1) / 2;
  const spread = sorted.reduce((sum, _, n) => sum + (n - middle) ** 2, 0);
  const step = tripleOf(
    (axis) => sorted.reduce((sum, { position }, n) => sum + (n - middle) * position![axis], 0) / spread,
  );
  const mean = tripleOf(
    (axis) => sorted.reduce((sum, { position }) => sum + position![axis], 0) / sorted.length,
  );
  return { origin: tripleOf((axis) => mean[axis] - middle * step[axis]), step };
}

function offLine({ origin, step }: Line, position: Triple, n: number): number {
  const off = tripleOf((axis) => position[axis] - origin[axis] - n * step[axis]);
  return Math.sqrt(dot(off, off));
}

function tripleOf(value: (axis: 0 | 1 | 2) => number): Triple {
  return [value(0), value(1), value(2)];
}

/**
 * How far positions may be off along the normal, mm, where headers print them with one decimal; 0 where they are finer, or
 * where rounding is no small part of the spacing, so that a gap could hide in it.
 */
function roundingOf(sorted: readonly DicomImage[], normal: Triple): number {
  const along = ([0, 1, 2] as const)
    .filter((axis) => sorted.every(({ position }) => isCoarse(position![axis])))
    .reduce<number>((sum, axis) => sum + Math.abs(normal[axis]), 0);
  const length = dot(sorted.at(-1)!.position!, normal) - dot(sorted[0]!.position!, normal);
  const usual = Math.abs(length) / (sorted.length - 1);
  return usual < FEWEST_ROUNDINGS * COARSE_MM ? 0 : ((1 + FIT_ERROR) * COARSE_MM * along) / 2;
}

function isCoarse(mm: number): boolean {
  return Math.abs(mm / COARSE_MM - Math.round(mm / COARSE_MM)) < 1e-6;
}

function irregularity(
  places: readonly number[],
  origin: number,
  step: number,
  rounding: number,
): Refusal | undefined {
  const steps = places.slice(1).map((place, n) => place - places[n]!);
  const twice = steps.filter((d) => d < SAME_PLACE_MM).length;
  if (twice > 0)
    return refusal(
      'DUPLICATE_SLICES',
      `${twice} of ${places.length} images at the position of another image`,
      'one image per position',
    );
  const [pitches] = twoPitches(places);
  if (pitches !== undefined) return refusal('SPACING_NOT_UNIFORM', pitches, 'equal slice spacing');
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
  const tolerance = toleranceAt(step, rounding);
  if (places.some((place, n) => Math.abs(place - origin - n * step) > tolerance)) {
    const seen = steps.reduce((most, d) => Math.max(most, d), 0);
    return refusal(
      'SPACING_NOT_UNIFORM',
      `slice spacing from ${steps.reduce((a, b) => Math.min(a, b)).toFixed(3)} to ${seen.toFixed(3)} mm`,
      'equal slice spacing',
    );
  }
  return undefined;
}

/** Images every 4 mm and then every 8: two pitches, as head CT has them, and nothing is missing. Empty where there are none. */
function twoPitches(places: readonly number[]): readonly string[] {
  const steps = places.slice(1).map((place, n) => place - places[n]!);
  const usual = upperMedian(steps);
  const same = (d: number, other: number): boolean => Math.abs(d - other) < SAME_PITCH * usual;
  const changes = steps.flatMap((d, n) => (n > 0 && !same(d, steps[n - 1]!) ? [n] : []));
  const [first = 0, last = first] = changes;
  const fewest = Math.min(first, steps.length - last);
  // Between the two pitches there may be a step of neither.
  if (changes.length < 1 || changes.length > 2 || last - first > 1 || fewest < FEWEST_OF_A_PITCH) return [];
  const parts = [steps.slice(0, first), steps.slice(last)];
  if (same(parts[0]![0]!, parts[1]![0]!)) return [];
  return [
    `two slice spacings: ${parts.map((own) => `${own.length} steps of ${upperMedian(own).toFixed(1)} mm`).join(', ')}`,
  ];
}

/** A tilted gantry moves each image sideways along its own plane. @returns degrees; 0 where that is no more than rounding */
function shearOf({ step }: Line, normal: Triple, count: number): number {
  const along = dot(step, normal);
  const off = tripleOf((axis) => step[axis] - along * normal[axis]);
  const lean = Math.sqrt(dot(off, off));
  return lean * (count - 1) <= SHEAR_TOLERANCE_MM ? 0 : (Math.atan2(lean, along) * 180) / Math.PI;
}

function tooSheared(degrees: number, places: readonly number[]): Refusal | undefined {
  if (degrees <= MOST_SHEARED_DEGREES) return undefined;
  return refusal(
    'GANTRY_TILT',
    [`a stack sheared by ${degrees.toFixed(1)} degrees`, ...twoPitches(places)].join(', with '),
    `a gantry tilted by up to ${MOST_SHEARED_DEGREES} degrees`,
  );
}

/** Images that lie evenly along their normal may still be shifted sideways, each in another way. */
function wandering(
  sorted: readonly DicomImage[],
  line: Line,
  spacing: number,
  rounding: number,
): Refusal | undefined {
  const off = sorted.map(({ position }, n) => offLine(line, position!, n));
  const tolerance = toleranceAt(spacing, rounding);
  const shifted = off.filter((mm) => mm > 2 * tolerance).length;
  if (shifted === 0) return undefined;
  const most = off.reduce((a, b) => Math.max(a, b));
  return refusal(
    'SLICES_SHIFTED',
    `${shifted} of ${sorted.length} images offset by up to ${most.toFixed(1)} mm from the others`,
    'images stacked along one line',
  );
}

/** A grid that holds all images of a tilted gantry is larger than they are. */
function tooLarge({ shear }: Pick<Stack, 'shear'>, count: number): Refusal | undefined {
  if (shear === null) return undefined;
  const [columns, rows] = shear.size;
  const voxels = columns * rows * count;
  if (voxels <= MOST_VOXELS) return undefined;
  return refusal(
    'FILE_TOO_LARGE',
    `${count} images of a tilted gantry in a straight grid of ${columns} x ${rows} pixels, ${voxels} voxels`,
    `up to ${MOST_VOXELS} voxels`,
  );
}

function toleranceAt(step: number, rounding: number): number {
  return Math.max(POSITION_TOLERANCE.mm, POSITION_TOLERANCE.ofSpacing * step, rounding);
}

/** @param degrees 0 where the images lie straight above each other */
function gridOf(
  { rowDirection, columnDirection, pixelSpacing, rows, columns }: DicomImage,
  { origin, step }: Line,
  count: number,
  degrees: number,
): Pick<Stack, 'affine' | 'shear'> {
  const [r, c, [rowMm, columnMm]] = [rowDirection!, columnDirection!, pixelSpacing!];
  const affine = (across: Triple, from: Triple): Affine =>
    affineFrom(
      ([0, 1, 2] as const).flatMap((axis) => [r[axis] * columnMm, c[axis] * rowMm, across[axis], from[axis]]),
    );
  const asScanned = affine(step, origin);
  if (degrees === 0) return { affine: asScanned, shear: null };
  // What an image is moved by along one axis may be rounding, as above.
  const moved = (direction: Triple, mm: number): number => {
    const lean = dot(step, direction);
    return Math.abs(lean) * (count - 1) <= SHEAR_TOLERANCE_MM ? 0 : lean / mm;
  };
  const steps = [moved(r, columnMm), moved(c, rowMm)] as const;
  const [across, down] = [extentOf(columns, steps[0], count), extentOf(rows, steps[1], count)];
  const normal = cross(r, c);
  const along = dot(step, normal);
  return {
    affine: affine(
      tripleOf((axis) => along * normal[axis]),
      tripleOf((axis) => origin[axis] - across.first * columnMm * r[axis] - down.first * rowMm * c[axis]),
    ),
    shear: {
      asScanned,
      size: [across.size, down.size],
      first: [across.first, down.first],
      step: steps,
      degrees,
    },
  };
}

function refusal(code: RefusalCode, saw: string, wanted: string): Refusal {
  return { code, saw, wanted };
}
