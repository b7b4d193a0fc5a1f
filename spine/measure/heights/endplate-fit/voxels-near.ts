/** The CT's voxels about an endplate, in the body's frame: small blocks of one slice, each the mean of its pixels. */
import type { Vec3 } from '../../../../contracts/primitives.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';
import { dot } from '../../../math/vector.ts';
import { spacingOf, type Volume } from '../../../grid/volume.ts';

import { BOX_VARIANCE, KERNEL_SIGMA_MM } from '../../../definitions/surfaces.ts';

import { boundsOf, type Column, type Footprint } from './footprint.ts';

export interface Voxels {
  /** u, v, w (mm) and HU of each. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly w: Float64Array;
  readonly hu: Float64Array;
  /** What each averages over. */
  readonly blur: VoxelBlur;
}

export interface VoxelBlur {
  /** Directions of a row, a column and the stack of slices in the frame, unit vectors. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
  /** Gaussian along each of them: variances, mm2. */
  readonly variance: Vec3;
  /** Even over this along the third, mm. */
  readonly sliceMm: number;
}

/** Along the stack a slice has edges, but no sharp ones: standard deviation as a share of its thickness (design value). */
const STACK_SIGMA_SHARE = 0.2;
/** Pixels are averaged up to about this, mm. */
const BLOCK_MM = 1.2;
/** How far inside and outside the endplate voxels are taken, mm along the frame. */
const INSIDE_MM = 4;
const OUTSIDE_MM = 4;
/** Across a disc narrower than this the next vertebra's endplate blurs into it, and is taken in by so much, mm. */
const NARROW_MM = 6;
const BEYOND_GAP_MM = 2;

export function voxelsNear(ct: Volume, frame: Frame, footprint: Footprint, sliceMm: number): Voxels {
  const spacing = spacingOf(ct.affine);
  const [bi, bj] = [blockOf(spacing[0]), blockOf(spacing[1])];
  const axes = axesInFrame(ct, frame);
  const { low, high } = boundsOf(footprint, ct, frame, [INSIDE_MM, NARROW_MM + BEYOND_GAP_MM]);
  const found: { u: number[]; v: number[]; w: number[]; hu: number[] } = { u: [], v: [], w: [], hu: [] };
  const [nx, ny] = ct.dims;
  const outward = footprint.outward;
  const { affine: m } = ct;
  const { origin, left, posterior, superior } = frame;
  for (let k = low[2]; k <= high[2]; k++) {
    for (let j = low[1]; j + bj - 1 <= high[1]; j += bj) {
      for (let i = low[0]; i + bi - 1 <= high[0]; i += bi) {
        const [x, y] = [i + (bi - 1) / 2, j + (bj - 1) / 2];
        const [dx, dy, dz] = [
          m[0] * x + m[1] * y + m[2] * k + m[3] - origin[0],
          m[4] * x + m[5] * y + m[6] * k + m[7] - origin[1],
          m[8] * x + m[9] * y + m[10] * k + m[11] - origin[2],
        ];
        const u = left[0] * dx + left[1] * dy + left[2] * dz;
        const v = posterior[0] * dx + posterior[1] * dy + posterior[2] * dz;
        const column: Column | null = footprint.at(u, v);
        if (column === null) continue;
        const w = superior[0] * dx + superior[1] * dy + superior[2] * dz;
        const beyond = outward * (w - column.edge);
        if (beyond < -INSIDE_MM || beyond > reachOf(column)) continue;
        let sum = 0;
        for (let b = 0; b < bj; b++)
          for (let a = 0; a < bi; a++) sum += ct.data[i + a + nx * (j + b + ny * k)]!;
        found.u.push(u);
        found.v.push(v);
        found.w.push(w);
        found.hu.push(sum / (bi * bj));
      }
    }
  }
  const pixel = (mm: number, count: number): number =>
    KERNEL_SIGMA_MM ** 2 + BOX_VARIANCE * (mm * count) ** 2;
  return {
    u: Float64Array.from(found.u),
    v: Float64Array.from(found.v),
    w: Float64Array.from(found.w),
    hu: Float64Array.from(found.hu),
    blur: {
      axes,
      variance: [pixel(spacing[0], bi), pixel(spacing[1], bj), (STACK_SIGMA_SHARE * sliceMm) ** 2],
      sliceMm,
    },
  };
}

function reachOf({ gap }: Column): number {
  return gap === null || gap > NARROW_MM ? OUTSIDE_MM : Math.max(OUTSIDE_MM, gap + BEYOND_GAP_MM);
}

function blockOf(pixelMm: number): number {
  return Math.max(1, Math.round(BLOCK_MM / pixelMm));
}

function axesInFrame({ affine }: Volume, { left, posterior, superior }: Frame): VoxelBlur['axes'] {
  const spacing = spacingOf(affine);
  const axis = (n: 0 | 1 | 2): Vec3 => {
    const e: Vec3 = [affine[n] / spacing[n], affine[4 + n]! / spacing[n], affine[8 + n]! / spacing[n]];
    return [dot(left, e), dot(posterior, e), dot(superior, e)];
  };
  return [axis(0), axis(1), axis(2)];
}
