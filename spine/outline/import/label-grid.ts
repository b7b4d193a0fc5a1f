/** A label file brought onto the grid of the CT: axes permuted and flipped, never resampled. */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { NotNifti, readNifti } from '../../grid/nifti.ts';
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
const UINT8_MAX = 255;

/** @throws StudyRefused LABELS_UNREADABLE, LABELS_NOT_INTEGER, LABEL_GRID_MISMATCH */
export function readLabels(bytes: Uint8Array, ct: Volume): LabelVolume {
  const { volume, labelNames } = nifti(bytes);
  const labels = toCanonical(compact(volume));
  if (!sameGrid(ct, labels, GRID_TOLERANCE * finestSpacing(ct.affine))) {
    throw new StudyRefused({
      code: 'LABEL_GRID_MISMATCH',
      saw: `a label map of ${gridOf(labels)}`,
      wanted: `the grid of the CT: ${gridOf(ct)}`,
    });
  }
  return { labels: { ...labels, dims: ct.dims, affine: ct.affine }, names: labelNames };
}

function nifti(bytes: Uint8Array): ReturnType<typeof readNifti> {
  try {
    return readNifti(bytes);
  } catch (cause) {
    if (!(cause instanceof NotNifti)) throw cause;
    throw new StudyRefused(
      { code: 'LABELS_UNREADABLE', saw: cause.message, wanted: 'label maps as NIfTI (.nii, .nii.gz)' },
      { cause },
    );
  }
}

/** The same numbers in as few bytes as they need. */
function compact({ data, ...grid }: Volume): Volume<Uint8Array | Uint16Array> {
  let greatest = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (!(Number.isInteger(value) && value >= 0 && value <= GREATEST_VALUE)) {
      throw new StudyRefused({
        code: 'LABELS_NOT_INTEGER',
        saw: `a voxel of value ${value}`,
        wanted: `whole numbers from 0 to ${GREATEST_VALUE}`,
      });
    }
    if (value > greatest) greatest = value;
  }
  if (data instanceof Uint8Array || data instanceof Uint16Array) return { ...grid, data };
  return { ...grid, data: greatest <= UINT8_MAX ? Uint8Array.from(data) : Uint16Array.from(data) };
}

function gridOf({
  dims,
  affine,
}: {
  readonly dims: Volume['dims'];
  readonly affine: Volume['affine'];
}): string {
  const spacing = spacingOf(affine).map((mm) => mm.toFixed(2));
  const origin = [affine[3], affine[7], affine[11]].map((mm) => mm.toFixed(1));
  return `${dims.join('x')} voxels of ${spacing.join('x')} mm at ${origin.join(' ')}`;
}
