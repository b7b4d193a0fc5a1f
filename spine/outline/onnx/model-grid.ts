/**
 * The grid that the model works on: along the CT's own axes, at the model's spacing, about the CT's centre.
 *
 * It covers the CT to within half a voxel, so a coordinate beyond the outermost voxel centres takes the outermost
 * value. Resampling is trilinear without a filter before it: a model on a coarser grid sees the CT's noise as nnU-Net's
 * own resampling would show it.
 */
import { tripleFrom } from '../../math/vector.ts';
import { sampleLinear, spacingOf, type Volume } from '../../grid/volume.ts';

import type { PatchLayout } from './patch-layout.ts';

type Triple = readonly [number, number, number];

export interface ModelGrid {
  readonly dims: Triple;
  /** Index of the CT at each index of the model's grid, by axis; within the CT. */
  readonly ctIndex: readonly [Float64Array, Float64Array, Float64Array];
  /** Index of the model's grid at each index of the CT, by axis; within the grid. */
  readonly gridIndex: readonly [Float64Array, Float64Array, Float64Array];
}

export interface Normalisation {
  readonly clip: readonly [number, number];
  readonly mean: number;
  readonly sd: number;
}

export function modelGrid(ct: Pick<Volume, 'dims' | 'affine'>, spacingMm: Triple): ModelGrid {
  const ratio = spacingOf(ct.affine).map((mm, axis) => spacingMm[axis]! / mm);
  const dims = ct.dims.map((n, axis) => Math.max(1, Math.round(n / ratio[axis]!)));
  const along = (axis: number, of: 'ct' | 'grid'): Float64Array => {
    const [from, to] = of === 'ct' ? [dims, ct.dims] : [ct.dims, dims];
    const step = of === 'ct' ? ratio[axis]! : 1 / ratio[axis]!;
    return Float64Array.from({ length: from[axis]! }, (_, n) => {
      const index = (to[axis]! - 1) / 2 + (n - (from[axis]! - 1) / 2) * step;
      return Math.min(Math.max(index, 0), to[axis]! - 1);
    });
  };
  return {
    dims: tripleFrom(dims),
    ctIndex: [along(0, 'ct'), along(1, 'ct'), along(2, 'ct')],
    gridIndex: [along(0, 'grid'), along(1, 'grid'), along(2, 'grid')],
  };
}

/**
 * One patch of the CT, resampled and normalised, in the order of the model's tensor.
 *
 * @param at first voxel of the patch on the model's grid
 * @param into all of it is written; voxels beyond the grid become 0, as nnU-Net and MONAI pad the normalised image
 */
export function samplePatchInto(
  into: Float32Array,
  ct: Volume<Int16Array>,
  { grid, layout, normalisation, at }: PatchRequest,
): void {
  const { patch, first, strides } = layout;
  const { clip, mean, sd } = normalisation;
  const [x, y, z] = grid.ctIndex;
  const end = patch.map((n, axis) => Math.min(n, grid.dims[axis]! - at[axis]!));
  if (end.some((n, axis) => n < patch[axis]!)) into.fill(0);
  for (let k = 0; k < end[2]!; k++) {
    for (let j = 0; j < end[1]!; j++) {
      let to = first + j * strides[1] + k * strides[2];
      for (let i = 0; i < end[0]!; i++, to += strides[0]) {
        const hu = sampleLinear(ct, x[at[0] + i]!, y[at[1] + j]!, z[at[2] + k]!, 0);
        into[to] = (Math.min(Math.max(hu, clip[0]), clip[1]) - mean) / sd;
      }
    }
  }
}

export interface PatchRequest {
  readonly grid: ModelGrid;
  readonly layout: PatchLayout;
  readonly normalisation: Normalisation;
  readonly at: Triple;
}
