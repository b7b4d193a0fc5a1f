/** A CT that comes as NIfTI: voxels and place, and no header facts. */
import { StudyRefused } from '../../contracts/refusals.ts';
import { NotNifti, readNifti } from '../grid/nifti.ts';
import { toCanonical } from '../grid/orientation.ts';
import { spacingOf, type Affine, type Volume } from '../grid/volume.ts';
import { requireNoOffset } from './hu-offset.ts';
import { WIDEST_SLICES_MM } from '../definitions/slices.ts';
import { HIGHEST_HU, LOWEST_HU, SCALE_OF_A_CT } from '../definitions/hounsfield.ts';

/** Directions of a grid may be off square by this much, as cosine; float32 headers round to 1e-6. */
const SQUARE_TOLERANCE = 1e-3;

/** @throws StudyRefused where the file breaks off, is no volume, is sheared, or its values can't be HU. */
export function niftiCt(bytes: Uint8Array): Volume<Int16Array> {
  const { dims, affine, data } = read(bytes);
  checkGrid(affine);
  const hu = new Int16Array(data.length);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < hu.length; i++) {
    const value = data[i]!;
    low = Math.min(low, value);
    high = Math.max(high, value);
    hu[i] = Math.max(LOWEST_HU, Math.min(HIGHEST_HU, Math.round(value)));
  }
  requireNoOffset(hu);
  // NaN anywhere makes every comparison false.
  if (!(low < SCALE_OF_A_CT.below && high > SCALE_OF_A_CT.above && high <= HIGHEST_HU)) {
    throw new StudyRefused({
      code: 'NOT_HU',
      saw: `values from ${low} to ${high}`,
      wanted: `Hounsfield units, with values below ${SCALE_OF_A_CT.below} and above ${SCALE_OF_A_CT.above}`,
    });
  }
  return toCanonical({ dims, affine, data: hu });
}

function checkGrid(affine: Affine): void {
  const spacing = spacingOf(affine);
  const cosine = (p: number, q: number): number =>
    [0, 4, 8].reduce((sum, row) => sum + affine[row + p]! * affine[row + q]!, 0) /
    (spacing[p]! * spacing[q]!);
  if (!spacing.every((mm) => mm > 0 && mm <= WIDEST_SLICES_MM)) {
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

function read(bytes: Uint8Array): Volume {
  try {
    return readNifti(bytes).volume;
  } catch (cause) {
    if (!(cause instanceof NotNifti)) throw cause;
    throw new StudyRefused(
      { code: 'NIFTI_UNREADABLE', saw: cause.message, wanted: 'a complete 3D NIfTI CT' },
      { cause },
    );
  }
}
