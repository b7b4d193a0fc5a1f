/** A CT that comes as NIfTI: voxels and place, and no header facts. */
import type { Flag } from '../../contracts/primitives.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { NiftiTooLarge, NotNifti, readNifti, readNiftiHeader, type NiftiImage } from '../grid/nifti.ts';
import { toCanonical } from '../grid/orientation.ts';
import { spacingOf, type Affine, type Volume } from '../grid/volume.ts';
import { WIDEST_SLICES_MM } from '../definitions/slices.ts';
import { HIGHEST_HU, LOWEST_HU, SCALE_OF_A_CT } from '../definitions/hounsfield.ts';

import { requireNoOffset } from './hu-offset.ts';
import { withoutValue } from './without-value.ts';

export interface NiftiCt {
  readonly volume: Volume<Int16Array>;
  readonly flags: readonly Flag[];
}

/**
 * Directions of a grid may be off square by this much, as cosine: 0.25 mm over the 50 mm of a vertebra. Rounded rotations
 * and registrations leave 0.002; the least tilt of a gantry is 0.5 degrees, 0.009.
 */
const SQUARE_TOLERANCE = 5e-3;
/** Nothing scans finer than this, mm: smaller voxels are in another unit than the header says. */
const FINEST_MM = 0.05;
/** No CT packs better than 1 : 20, with air around it 1 : 60; a large file that does holds nothing. */
const MOST_PACKED = { ratio: 200, fromBytes: 2 ** 28 } as const;

/** @throws StudyRefused where the file breaks off, is no volume, is sheared, or its values can't be HU. */
export function niftiCt(bytes: Uint8Array): NiftiCt {
  const {
    volume: { dims, affine, data },
    doubt,
  } = read(bytes);
  checkGrid(affine);
  const missing = withoutValue({ dims, affine, data });
  if (missing !== null && !missing.atBorder)
    throw new StudyRefused({
      code: 'NOT_HU',
      saw: `${missing.count} voxels without a value (not a number) inside the image`,
      wanted: 'Hounsfield units in every voxel',
    });
  const hu = new Int16Array(data.length);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < hu.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) {
      hu[i] = LOWEST_HU;
      continue;
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
    hu[i] = Math.max(LOWEST_HU, Math.min(HIGHEST_HU, Math.round(value)));
  }
  requireNoOffset(hu);
  if (!(low < SCALE_OF_A_CT.below && high > SCALE_OF_A_CT.above && high <= HIGHEST_HU)) {
    throw new StudyRefused({
      code: 'NOT_HU',
      saw: `values from ${low} to ${high}`,
      wanted: `Hounsfield units, with values below ${SCALE_OF_A_CT.below} and above ${SCALE_OF_A_CT.above}`,
    });
  }
  const flags: Flag[] = [];
  if (doubt !== null) flags.push({ code: 'NIFTI_PLACES_DIFFER', message: doubt });
  if (missing !== null)
    flags.push({
      code: 'VOXELS_WITHOUT_VALUE',
      message: `${missing.count} voxels at the border without a value (not a number); read as padding`,
    });
  return { volume: toCanonical({ dims, affine, data: hu }), flags };
}

function checkGrid(affine: Affine): void {
  const spacing = spacingOf(affine);
  const cosine = (p: number, q: number): number =>
    [0, 4, 8].reduce((sum, row) => sum + affine[row + p]! * affine[row + q]!, 0) /
    (spacing[p]! * spacing[q]!);
  if (!spacing.every((mm) => mm >= FINEST_MM)) {
    throw new StudyRefused({
      code: 'GEOMETRY_INVALID',
      saw: `voxels of ${spacing.map((mm) => mm.toPrecision(2)).join(' x ')} mm by the unit of the header`,
      wanted: `at least ${FINEST_MM} mm`,
    });
  }
  if (!spacing.every((mm) => mm <= WIDEST_SLICES_MM)) {
    throw new StudyRefused({
      code: 'SLICES_TOO_FAR_APART',
      saw: `voxels of ${spacing.map((mm) => mm.toFixed(2)).join(' x ')} mm`,
      wanted: `up to ${WIDEST_SLICES_MM} mm`,
    });
  }
  if ([cosine(0, 1), cosine(0, 2), cosine(1, 2)].some((c) => Math.abs(c) > SQUARE_TOLERANCE)) {
    throw new StudyRefused({ code: 'GANTRY_TILT', saw: 'a sheared grid', wanted: 'orthogonal axes' });
  }
}

function read(bytes: Uint8Array): NiftiImage {
  try {
    const { bytes: unpacked } = readNiftiHeader(bytes);
    if (unpacked > MOST_PACKED.fromBytes && unpacked > MOST_PACKED.ratio * bytes.length)
      throw new NiftiTooLarge(
        `${unpacked} bytes packed in ${bytes.length}; required: a CT, which packs less`,
      );
    return readNifti(bytes);
  } catch (cause) {
    if (!(cause instanceof NotNifti)) throw cause;
    const code = cause instanceof NiftiTooLarge ? 'NIFTI_TOO_LARGE' : 'NIFTI_UNREADABLE';
    throw new StudyRefused({ code, saw: cause.message, wanted: 'a complete 3D NIfTI CT' }, { cause });
  }
}
