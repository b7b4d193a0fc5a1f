/** Flat cuts through a vertebral body along its own axes. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { cross, dot } from '../../../spine/math/vector.ts';

import type { PicturePlane } from './plane.ts';

/** What a cut shows, mm from the frame's origin. */
export interface CutExtent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** From the patient's left: anterior is on the left of the picture, superior on top. */
export function sagittalCut(frame: Frame, extent: CutExtent, pixelMm: number): PicturePlane {
  const down: Vec3 = [-frame.superior[0], -frame.superior[1], -frame.superior[2]];
  return flatPlane(frame.origin, frame.posterior, down, extent, pixelMm);
}

/** As seen from the feet: the patient's left is on the right of the picture, anterior on top. */
export function axialCut(frame: Frame, extent: CutExtent, pixelMm: number): PicturePlane {
  return flatPlane(frame.origin, frame.left, frame.posterior, extent, pixelMm);
}

function flatPlane(
  origin: Vec3,
  right: Vec3,
  down: Vec3,
  { left, right: end, top, bottom }: CutExtent,
  pixelMm: number,
): PicturePlane {
  const across = cross(right, down);
  const offset = [dot(right, origin), dot(down, origin)] as const;
  return {
    width: Math.round((end - left) / pixelMm),
    height: Math.round((bottom - top) / pixelMm),
    pixelMm,
    at: (column, row) => {
      const [a, b] = [left + (column + 0.5) * pixelMm, top + (row + 0.5) * pixelMm];
      return [
        origin[0] + a * right[0] + b * down[0],
        origin[1] + a * right[1] + b * down[1],
        origin[2] + a * right[2] + b * down[2],
      ];
    },
    project: (point) => [
      (dot(right, point) - offset[0] - left) / pixelMm - 0.5,
      (dot(down, point) - offset[1] - top) / pixelMm - 0.5,
    ],
    side: (point) => dot(across, point) - dot(across, origin),
  };
}
