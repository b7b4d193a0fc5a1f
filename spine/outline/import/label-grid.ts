/** A label file brought onto the grid of the CT: axes permuted and flipped, never resampled. */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { NotNifti, readNifti, readNiftiHeader, type NiftiImage } from '../../grid/nifti.ts';
import { toCanonical } from '../../grid/orientation.ts';
import { sameGrid, spacingOf, type Volume, finestSpacing } from '../../grid/volume.ts';
import { GREATEST_VALUE } from '../../grid/extents.ts';

export interface LabelVolume {
  /** Whole numbers, on the grid of the CT. */
  readonly labels: Volume<Uint8Array | Uint16Array>;
  readonly names: ReadonlyMap<number, string>;
}

/** Voxels may be this far off, as part of the smallest spacing: more than rounding, less than any shift. */
const GRID_TOLERANCE = 0.1;
/** Scaling in float32 leaves whole numbers so far off; half labels of a resampled map are farther. */
const WHOLE_TOLERANCE = 1e-3;
const UINT8_MAX = 255;

/** @throws StudyRefused LABELS_UNREADABLE, LABELS_NOT_INTEGER, LABEL_GRID_MISMATCH */
export function readLabels(bytes: Uint8Array, ct: Volume): LabelVolume {
  const { volume, labelNames } = nifti(bytes, ct);
  const labels = toCanonical(compact(volume));
  if (!sameGrid(ct, labels, GRID_TOLERANCE * finestSpacing(ct.affine))) throw mismatch(labels, ct);
  return { labels: { ...labels, dims: ct.dims, affine: ct.affine }, names: labelNames };
}

/** What can't fit the CT is not unpacked. */
function nifti(bytes: Uint8Array, ct: Volume): NiftiImage {
  try {
    const header = readNiftiHeader(bytes);
    if (header.count !== ct.data.length) throw mismatch(header, ct);
    return readNifti(bytes);
  } catch (cause) {
    if (!(cause instanceof NotNifti)) throw cause;
    throw new StudyRefused(
      { code: 'LABELS_UNREADABLE', saw: cause.message, wanted: 'label maps as NIfTI (.nii, .nii.gz)' },
      { cause },
    );
  }
}

function mismatch(labels: Grid, ct: Grid): StudyRefused {
  return new StudyRefused({
    code: 'LABEL_GRID_MISMATCH',
    saw: `a label map of ${gridOf(labels)}`,
    wanted: `the grid of the CT: ${gridOf(ct)}`,
  });
}

/** The same numbers in as few bytes as they need. */
function compact({ data, ...grid }: Volume): Volume<Uint8Array | Uint16Array> {
  let greatest = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    const whole = Math.round(value);
    if (!(Math.abs(value - whole) <= WHOLE_TOLERANCE && whole >= 0 && whole <= GREATEST_VALUE)) {
      throw new StudyRefused({
        code: 'LABELS_NOT_INTEGER',
        saw: `a voxel of value ${value}`,
        wanted: `whole numbers from 0 to ${GREATEST_VALUE}`,
      });
    }
    if (whole > greatest) greatest = whole;
  }
  if (data instanceof Uint8Array || data instanceof Uint16Array) return { ...grid, data };
  return {
    ...grid,
    data: greatest <= UINT8_MAX ? Uint8Array.from(data, Math.round) : Uint16Array.from(data, Math.round),
  };
}

type Grid = Pick<Volume, 'dims' | 'affine'>;

function gridOf({ dims, affine }: Grid): string {
  const spacing = spacingOf(affine).map((mm) => mm.toFixed(2));
  const origin = [affine[3], affine[7], affine[11]].map((mm) => mm.toFixed(1));
  return `${dims.join('x')} voxels of ${spacing.join('x')} mm at ${origin.join(' ')}`;
}
