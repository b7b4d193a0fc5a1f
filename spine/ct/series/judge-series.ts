/** Whether one series can be assessed, told by its headers alone. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Refusal } from '../../../contracts/primitives.ts';

import { isSecondaryCapture, type DicomImage } from '../dicom/dicom-image.ts';
import { unreadable } from '../dicom/unreadable.ts';
import { pixelScaleOf } from '../dicom/pixel-scale.ts';
import { MOST_PIXELS_A_SIDE, MOST_VOXELS } from '../../definitions/intake/limits.ts';
import {
  FEWEST_IMAGES,
  MOST_OBLIQUE_DEGREES,
  SLICE_ROUNDING_MM,
  WIDEST_SLICES_MM,
} from '../../definitions/slices.ts';
import { derivedKindOf } from './derived.ts';
import { isRefusal, stackOf, type Stack } from './stack-geometry.ts';

/** Words in ImageType, here with _ for the blanks, that say: no plain reconstruction of a CT. */
const NO_RECONSTRUCTION = [
  'LOCALIZER',
  'MIP',
  'MINIP',
  'PROJECTION_IMAGE',
  'MPR',
  'CSA',
  'VRT',
  'SCREEN_SAVE',
  'DOSE_INFO',
] as const;
/** PS3.5 6.2: a code string has 16 characters at the most. */
const LONGEST_CODE_STRING = 16;
const DECIMAL_TAGS = [
  ['x00200032', 'ImagePositionPatient'],
  ['x00200037', 'ImageOrientationPatient'],
  ['x00280030', 'PixelSpacing'],
  ['x00281052', 'RescaleIntercept'],
  ['x00281053', 'RescaleSlope'],
  ['x00180050', 'SliceThickness'],
  ['x00180060', 'KVP'],
] as const;
/** So many parts of a series are counted in a message. */
const MOST_COUNTS = 3;

/**
 * Why one series is not assessed. A localizer or an MR series is in the text that tells of each series; its code is no
 * study's.
 */
export type SeriesCode = RefusalCode | (typeof NO_RECONSTRUCTION)[number] | `MODALITY_${string}`;
export interface SeriesRefusal extends Omit<Refusal, 'code'> {
  readonly code: SeriesCode;
}

/** What may be asked of images that are no patient's. */
export interface SeriesLeave {
  /** Axial reformats (MPR), as some scanners call the slices of a volume scan. */
  readonly reformats?: boolean;
}

/** @param faulty a file that could not be read to its end, of the same series */
export function judged(
  images: readonly DicomImage[],
  faulty: DicomImage | undefined,
  { reformats = false }: SeriesLeave = {},
): Stack | SeriesRefusal {
  const first = images[0]!;
  if (first.modality !== 'CT') {
    const modality = modalityOf(first);
    return no(`MODALITY_${modality.toUpperCase()}`, `modality ${modality}`, 'CT');
  }
  if (images.some(isSecondaryCapture)) return no('SECONDARY_CAPTURE', 'a secondary capture', 'CT images');
  const kind = NO_RECONSTRUCTION.find(
    (code) =>
      !(reformats && code === 'MPR') && images.some(({ imageType }) => says(imageType, wordsOf(code))),
  );
  if (kind !== undefined) return no(kind, `image type ${wordsOf(kind)}`, 'reconstructed axial images');
  const whole = images.find(({ inseparable }) => inseparable !== null);
  if (whole !== undefined)
    return no(
      'ENHANCED_MULTIFRAME_UNSUPPORTED',
      `${whole.inseparable} (${whole.file.id})`,
      'Enhanced CT with functional groups for each frame, or classic CT, one image per file',
    );
  const derived = images.map(derivedKindOf).find((found) => found !== null && !found.usable);
  if (derived) return no('DERIVED_IMAGES', `${derived.what} images`, 'an original axial reconstruction');
  if (faulty?.fault) return unreadable(faulty, faulty.fault);
  if (!images.every(({ hasPixels }) => hasPixels))
    return no('NO_PIXELS', 'images without pixel data', 'pixel data in every image');
  if (images.length < FEWEST_IMAGES)
    return no('TOO_FEW_IMAGES', imageCount(images.length), `at least ${FEWEST_IMAGES}`);
  return (
    unboundedSize(images) ??
    commas(images) ??
    mixedFrames(images) ??
    unusablePixels(images) ??
    mixedVoltage(images) ??
    judgedGeometry(stackOf(images))
  );
}

/** A code, whatever else was typed there. */
export function modalityOf({ modality }: DicomImage): string {
  return (modality ?? 'none').replace(/\W/g, '').slice(0, LONGEST_CODE_STRING);
}

export function imageCount(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}

function wordsOf(code: string): string {
  return code.replaceAll('_', ' ');
}

function says(imageType: readonly string[], words: string): boolean {
  return imageType.some((value) => ` ${value.replaceAll('_', ' ')} `.includes(` ${words} `));
}

function unusablePixels(images: readonly DicomImage[]): Refusal | undefined {
  for (const image of images) {
    const scale = pixelScaleOf(image);
    if (isRefusal(scale)) return scale;
  }
  return undefined;
}

/** What an image takes is known before it is taken. */
function unboundedSize(images: readonly DicomImage[]): Refusal | undefined {
  const { rows, columns } = images[0]!;
  const size = `images of ${columns} x ${rows} pixels`;
  if (rows < 1 || columns < 1) return no('GEOMETRY_INVALID', size, 'at least one row and one column');
  if (Math.max(rows, columns) > MOST_PIXELS_A_SIDE)
    return no('FILE_TOO_LARGE', size, `up to ${MOST_PIXELS_A_SIDE} rows and columns`);
  const voxels = rows * columns * images.length;
  return voxels > MOST_VOXELS
    ? no('FILE_TOO_LARGE', `${images.length} ${size}, ${voxels} voxels`, `up to ${MOST_VOXELS} voxels`)
    : undefined;
}

/** PS3.5 6.2: numbers have a point. Some exporters write them as their country does. */
function commas(images: readonly DicomImage[]): Refusal | undefined {
  const first = images[0]!;
  const found = DECIMAL_TAGS.filter(([tag]) => first.text(tag)?.includes(',')).map(([, name]) => name);
  if (found.length === 0) return undefined;
  return no(
    'GEOMETRY_INVALID',
    `numbers with a decimal comma in ${found.join(', ')}`,
    'numbers with a decimal point',
  );
}

/**
 * Positions of two frames of reference have nothing to do with each other. Some anonymisers give each image a frame of its own
 * (LIDC-IDRI): that says nothing.
 */
function mixedFrames(images: readonly DicomImage[]): Refusal | undefined {
  const frames = Map.groupBy(
    images.filter(({ text }) => text('x00200052') !== null),
    ({ text }) => text('x00200052'),
  );
  if (frames.size < 2 || [...frames.values()].every(({ length }) => length === 1)) return undefined;
  const counts = [...frames.values()].map(({ length }) => length).sort((a, b) => b - a);
  const most = counts.slice(0, MOST_COUNTS).join(' and ');
  return no(
    'FRAMES_OF_REFERENCE_MIXED',
    `${frames.size} frames of reference in one series (${most}${counts.length > MOST_COUNTS ? ' ...' : ''} images)`,
    'one',
  );
}

/** HU of bone depend on the tube voltage: one slope can't serve two. */
function mixedVoltage(images: readonly DicomImage[]): Refusal | undefined {
  const voltages = new Set(
    images.map(({ text }) => {
      const given = text('x00180060');
      return given === null || !Number.isFinite(Number(given)) ? given : Number(given);
    }),
  );
  return voltages.size > 1 ? no('KVP_MIXED', `${voltages.size} tube voltages`, 'one') : undefined;
}

function judgedGeometry(stack: Stack | Refusal): Stack | Refusal {
  if (isRefusal(stack)) return stack;
  if (stack.obliqueDegrees > MOST_OBLIQUE_DEGREES)
    return no(
      'NOT_AXIAL',
      `slices tilted by ${stack.obliqueDegrees.toFixed(0)} degrees from the axial plane`,
      `a tilt of up to ${MOST_OBLIQUE_DEGREES} degrees`,
    );
  if (stack.spacingMm > WIDEST_SLICES_MM + SLICE_ROUNDING_MM)
    return no(
      'SLICES_TOO_FAR_APART',
      `slice spacing ${stack.spacingMm.toFixed(1)} mm`,
      `up to ${WIDEST_SLICES_MM} mm`,
    );
  return stack;
}

/** Whether a code of a series can be one of a study. */
export function isOfStudies(code: SeriesCode): code is RefusalCode {
  return !code.startsWith('MODALITY_') && !NO_RECONSTRUCTION.some((kind) => kind === code);
}

function no<C extends SeriesCode>(
  code: C,
  saw: string,
  wanted: string,
): SeriesRefusal & { readonly code: C } {
  return { code, saw, wanted };
}
