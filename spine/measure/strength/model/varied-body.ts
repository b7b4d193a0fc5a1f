/** A body with its outline moved or its load axis turned: for what an uncertain outline and axis do to strength. */
import { tripleFrom } from '../../../math/vector.ts';
import type { Vec3 } from '../../../../contracts/primitives.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';
import { affineFrom, indexToWorld, type Volume } from '../../../grid/volume.ts';

import { sampled } from './body-grid.ts';
import type { BodyModel } from './body-model.ts';
import { columnDims, type Columns } from './columns.ts';
import { spreadWithin } from './density-spread.ts';
import { boneParts } from './parts.ts';

const DEGREE = Math.PI / 180;

/**
 * The body as it would be if its outline lay `mm` further out on all sides: model and CT part company by a stretch about
 * the middle of the body's box, so that the same voxels cover more of the CT and no voxel jumps in or out.
 *
 * @remarks Exact for a box; at a waist the outline moves by the part that the waist is of the width. Caps stretch too.
 */
export function grownBody(model: BodyModel, ct: Volume<Int16Array>, mm: number): BodyModel {
  const { dims, spacing, affine, body, columns } = model;
  const box = boxOf(columns, dims);
  const middle = tripleFrom(box.map(([low, high]) => (low + high) / 2));
  const stretch = box.map(([low, high], axis) => 1 + mm / ((spacing[axis]! * (high - low)) / 2));
  const centre = indexToWorld(affine, ...middle);
  const moved = affineFrom(
    affine.map((entry, n) => {
      const [row, column] = [Math.floor(n / 4), n % 4];
      if (column < 3) return entry * stretch[column]!;
      return middle.reduce(
        (corner, m, axis) => corner - affine[4 * row + axis]! * stretch[axis]! * m,
        centre[row]!,
      );
    }),
  );
  const { hu, beyond } = sampled(ct, moved, dims, columns);
  const stretched = tripleFrom(spacing.map((h, axis) => h * stretch[axis]!));
  // A whole body at the edge of the image: what lies beyond is as what lies at it.
  const seen = hu.map((value, at) => (beyond[at] === 1 ? model.hu[at]! : value * body[at]!));
  return {
    ...model,
    spacing: stretched,
    affine: moved,
    hu: spreadWithin(seen, boneParts(model), dims, stretched, model.spread),
  };
}

/** Where the columns begin and end along each axis, as indices of elements whose middles are whole numbers. */
function boxOf({ across, inside }: Columns, dims: BodyModel['dims']): readonly (readonly [number, number])[] {
  const [nx, ny, nz] = columnDims(dims, across);
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let at = 0, k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (inside[at] === 0) continue;
        if (i < low[0]!) low[0] = i;
        if (i > high[0]!) high[0] = i;
        if (j < low[1]!) low[1] = j;
        if (j > high[1]!) high[1] = j;
        if (k < low[2]!) low[2] = k;
        high[2] = k;
      }
    }
  }
  const each = [across, across, 1];
  return low.map((first, axis) => {
    const edge = (index: number): number => index / each[axis]! - 0.5;
    return [edge(first), edge(high[axis]! + 1)] as const;
  });
}

/** About the left-right axis the load axis leans forwards or backwards, about the posterior axis sideways. */
export function turnedFrame(frame: Frame, about: 'left' | 'posterior', degrees: number): Frame {
  const [c, s] = [Math.cos(degrees * DEGREE), Math.sin(degrees * DEGREE)];
  const mixed = (a: Vec3, b: Vec3, x: number, y: number): [number, number, number] => [
    x * a[0] + y * b[0],
    x * a[1] + y * b[1],
    x * a[2] + y * b[2],
  ];
  const { left, posterior, superior } = frame;
  return about === 'left'
    ? { ...frame, posterior: mixed(posterior, superior, c, s), superior: mixed(superior, posterior, c, -s) }
    : { ...frame, left: mixed(left, superior, c, s), superior: mixed(superior, left, c, -s) };
}
