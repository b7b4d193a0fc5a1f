/** A vertebral body brought onto a regular grid in its own frame: HU and what lies inside, ready for finite elements. */
import type { Frame } from '../../../../contracts/segmentation.ts';
import { boxOf, verticesIn, type Mesh } from '../../../grid/mesh/mesh.ts';
import { insideGrid } from '../../../grid/mesh/rasterise.ts';
import {
  frameAffine,
  composed,
  invertAffine,
  sampleLinear,
  type Affine,
  type Volume,
} from '../../../grid/volume.ts';

import { columnAffine, columnDims, countsInside, type Columns } from './columns.ts';

/** Axes of the grid: x to the patient's left, y posterior, z superior along the frame. */
export interface BodyGrid {
  readonly dims: readonly [number, number, number];
  /** Edges of a voxel along x, y and z, mm. */
  readonly spacing: readonly [number, number, number];
  /** From voxel index to patient LPS, mm. */
  readonly affine: Affine;
  /** Mean over what of the voxel lies in the body, 0 outside of it. */
  readonly hu: Float64Array;
  readonly columns: Columns;
  /** First and last slice of the surface's extent along z, which they fill to the ends: H is theirs, whichever voxels are bone. */
  readonly ends: readonly [number, number];
  /** Body voxels of which a part lies beyond the CT: they hold no true HU. */
  readonly outside: number;
}

export interface BodyGridInput {
  readonly ct: Volume<Int16Array>;
  readonly surface: Mesh;
  readonly frame: Frame;
  /** Edges of voxels, mm; along z as near to it as lets slices fill the body's height. */
  readonly spacingMm: number;
  /** Columns along x and along y of a voxel: 1, or an even number. Left out, 1: a voxel is inside or not. */
  readonly columnsAcross?: number;
}

/** Empty voxels around the body, room for caps and for strain pictures. */
const MARGIN_VOXELS = 2;
/** Samples along each axis of a voxel, so that a voxel averages what lies in it. */
const SAMPLES = 2;
/** Of a sample from the middle of its voxel, by its place along an axis. */
const OFFSETS = Array.from({ length: SAMPLES }, (_, sample) => (sample + 0.5) / SAMPLES - 0.5);
const BEYOND_CT = Number.NaN;

/** A voxel's column is bone where its middle lies within the body's surface. */
export function bodyGrid({ ct, surface, frame, spacingMm, columnsAcross = 1 }: BodyGridInput): BodyGrid {
  const { low, high } = boxOf(verticesIn(surface, invertAffine(frameAffine(frame))));
  const slices = Math.max(1, Math.round((high[2] - low[2]) / spacingMm));
  const across = (axis: 0 | 1): number => Math.ceil((high[axis] - low[axis]) / spacingMm) + 1;
  const dims = [
    across(0) + 2 * MARGIN_VOXELS,
    across(1) + 2 * MARGIN_VOXELS,
    slices + 2 * MARGIN_VOXELS,
  ] as const;
  const h = spacingMm;
  const spacing = [h, h, (high[2] - low[2]) / slices] as const;
  const first = (axis: 0 | 1 | 2): number =>
    (low[axis] + high[axis]) / 2 - (spacing[axis] * (dims[axis] - 1)) / 2;
  const toFrame: Affine = [h, 0, 0, first(0), 0, h, 0, first(1), 0, 0, spacing[2], first(2)];
  const affine = composed(frameAffine(frame), toFrame);
  const columns = {
    across: columnsAcross,
    inside: insideGrid(surface, {
      dims: columnDims(dims, columnsAcross),
      affine: composed(affine, columnAffine(columnsAcross)),
    }),
  };
  const { hu, beyond } = sampled(ct, affine, dims, columns);
  const outside = beyond.reduce((sum, value) => sum + value, 0);
  const ends = [MARGIN_VOXELS, MARGIN_VOXELS + slices - 1] as const;
  return { dims, spacing, affine, hu, columns, ends, outside };
}

/** HU of the body's voxels on a grid of any affine; `beyond` is 1 where a part of the voxel lies beyond the CT, hu 0. */
export function sampled(
  ct: Volume<Int16Array>,
  affine: Affine,
  dims: BodyGrid['dims'],
  columns: Columns,
): { readonly hu: Float64Array; readonly beyond: Uint8Array } {
  const hu = voxelMeans(ct, affine, dims, columns);
  const beyond = new Uint8Array(hu.length);
  for (let at = 0; at < hu.length; at++) {
    if (!Number.isNaN(hu[at]!)) continue;
    hu[at] = 0;
    beyond[at] = 1;
  }
  return { hu, beyond };
}

/** A sample counts by how much of its quarter of the voxel is inside; NaN where one that counts lies beyond the CT. */
function voxelMeans(volume: Volume, affine: Affine, dims: BodyGrid['dims'], columns: Columns): Float64Array {
  const [nx, ny, nz] = dims;
  const means = new Float64Array(nx * ny * nz);
  const m = composed(invertAffine(volume.affine), affine);
  const inside = quarters(columns, dims);
  for (let at = 0, k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const first = SAMPLES ** 2 * at;
        let sum = 0;
        let weights = 0;
        for (let s = 0; s < SAMPLES ** 3; s++) {
          const weight = inside[first + (s % SAMPLES ** 2)]!;
          if (weight === 0) continue;
          const x = i + OFFSETS[s % SAMPLES]!;
          const y = j + OFFSETS[Math.floor(s / SAMPLES) % SAMPLES]!;
          const z = k + OFFSETS[Math.floor(s / SAMPLES ** 2)]!;
          const value = sampleLinear(
            volume,
            m[0] * x + m[1] * y + m[2] * z + m[3],
            m[4] * x + m[5] * y + m[6] * z + m[7],
            m[8] * x + m[9] * y + m[10] * z + m[11],
            BEYOND_CT,
          );
          sum += weight * value;
          weights += weight;
        }
        if (weights > 0) means[at] = sum / weights;
      }
    }
  }
  return means;
}

/** Columns inside of each quarter of a voxel, x first; a voxel that is one column counts in each of its four. */
function quarters(columns: Columns, dims: BodyGrid['dims']): Uint8Array {
  if (columns.across > 1) return countsInside(dims, columns, SAMPLES);
  const counts = new Uint8Array(SAMPLES ** 2 * columns.inside.length);
  for (let at = 0; at < columns.inside.length; at++)
    counts.fill(columns.inside[at]!, SAMPLES ** 2 * at, SAMPLES ** 2 * (at + 1));
  return counts;
}
