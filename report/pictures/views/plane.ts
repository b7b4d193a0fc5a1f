/** Where the pixels of a picture lie in the patient. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { along } from '../../../spine/math/vector.ts';
import { indexToWorld, type Affine } from '../../../spine/grid/volume.ts';

/** A surface through the patient whose rows are straight, unrolled to square pixels. Row 0 is the top. */
export interface PicturePlane {
  readonly width: number;
  readonly height: number;
  readonly pixelMm: number;
  /** Patient LPS (mm) of a pixel, which may be fractional; whole numbers are centres. */
  readonly at: (column: number, row: number) => Vec3;
  /** The pixel of the surface that is nearest to a point of the patient. */
  readonly project: (point: Vec3) => readonly [column: number, row: number];
  /** 0 on the surface, below it on one of its sides and above it on the other: in mm near it, or more where it leans. */
  readonly side: (point: Vec3) => number;
}

/** Of a picture, in pixels; `right` and `bottom` are the first that are not in it. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A row of pixels in a volume's voxels: the index of its first pixel, and the step to the next. */
export interface VoxelRow {
  readonly start: Vec3;
  readonly step: Vec3;
}

/** @param toIndex from patient LPS (mm) to voxel index */
export function voxelRow(plane: PicturePlane, toIndex: Affine, row: number): VoxelRow {
  const steps = Math.max(plane.width - 1, 1);
  const start = indexToWorld(toIndex, ...plane.at(0, row));
  const whole = along(indexToWorld(toIndex, ...plane.at(steps, row)), -1, start);
  return { start, step: [whole[0] / steps, whole[1] / steps, whole[2] / steps] };
}

/** The same surface with less of it shown. */
export function croppedPlane(plane: PicturePlane, { left, top, right, bottom }: PixelBox): PicturePlane {
  return {
    width: right - left,
    height: bottom - top,
    pixelMm: plane.pixelMm,
    at: (column, row) => plane.at(column + left, row + top),
    project: (point) => {
      const [column, row] = plane.project(point);
      return [column - left, row - top];
    },
    side: plane.side,
  };
}
