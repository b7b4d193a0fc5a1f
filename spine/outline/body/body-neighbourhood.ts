/** The neighbourhood in which one body is outlined: the image around it, and what limits its surface. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';

import type { Blur } from './blur.ts';
import type { DiscMiddle } from './disc-cap.ts';
import type { Patch } from './patch.ts';

export interface BodyNeighbourhood {
  readonly patch: Patch;
  /** Of the patch. */
  readonly frame: Frame;
  readonly blur: Blur;
  /** The middles of both discs: the surface stays between them. */
  readonly upper: DiscMiddle;
  readonly lower: DiscMiddle;
  /** Depth of the canal's front wall in the frame, mm, where known. */
  readonly canalV: number | null;
}

/** A direction of the frame in patient LPS. */
export function toWorld({ left, posterior, superior }: Frame, [u, v, w]: Vec3): Vec3 {
  return [0, 1, 2].map((axis) => u * left[axis]! + v * posterior[axis]! + w * superior[axis]!) as [
    number,
    number,
    number,
  ];
}
