/** A CT that comes as NIfTI: voxels and place, and no header facts. */
import { StudyRefused } from '../shared/errors.ts';
import { NotNifti, readNifti } from '../shared/nifti.ts';
import { toCanonical } from '../shared/orientation.ts';
import type { Volume } from '../shared/volume.ts';

const LOWEST_HU = -1024;
const HIGHEST_HU = 32767;
/** A CT of a patient holds fat or air, and bone. */
const WANTED = { below: 0, above: 150 } as const;

/** @throws StudyRefused where the file breaks off, is no volume, or its values can't be HU. */
export function niftiCt(bytes: Uint8Array): Volume<Int16Array> {
  const { dims, affine, data } = read(bytes);
  const hu = new Int16Array(data.length);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < hu.length; i++) {
    const value = data[i]!;
    low = Math.min(low, value);
    high = Math.max(high, value);
    hu[i] = Math.max(LOWEST_HU, Math.min(HIGHEST_HU, Math.round(value)));
  }
  // NaN anywhere makes both comparisons false.
  if (!(low < WANTED.below && high > WANTED.above && high <= HIGHEST_HU)) {
    throw new StudyRefused({
      code: 'NOT_HU',
      saw: `values from ${low} to ${high}`,
      wanted: `Hounsfield units: below ${WANTED.below} somewhere, above ${WANTED.above} somewhere`,
    });
  }
  return toCanonical({ dims, affine, data: hu });
}

function read(bytes: Uint8Array): Volume {
  try {
    return readNifti(bytes).volume;
  } catch (cause) {
    if (!(cause instanceof NotNifti)) throw cause;
    throw new StudyRefused(
      { code: 'NIFTI_UNREADABLE', saw: cause.message, wanted: 'a whole 3D NIfTI CT' },
      { cause },
    );
  }
}
