/** From a surface in the frame of a patch to one in the patient. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { along } from '../../math/vector.ts';
import { indexToWorld, invertAffine, type Volume } from '../../grid/volume.ts';

import { osteophyteVolume } from '../surface/osteophytes.ts';
import { toWorld, type BodyNeighbourhood } from './body-neighbourhood.ts';
import type { BodySurface } from '../../find/index.ts';
import { massOf } from '../surface/star.ts';
import type { Edges } from './sub-voxel.ts';

/** @param seen 1 where a column ends on an edge @param free 1 where it ends away from metal */
export function described(
  ct: Volume,
  { frame, upper, lower }: BodyNeighbourhood,
  { outer, visible }: Edges,
  seen: Uint8Array,
  free: Uint8Array,
): BodySurface {
  const { centre, stretch, directions, radii } = outer;
  const origin = along(frame.origin, 1, toWorld(frame, centre));
  const inverse = invertAffine(ct.affine);
  let outside = 0;
  for (let i = 0; i < radii.length; i++) {
    const d: Vec3 = [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
    const index = indexToWorld(inverse, ...along(origin, radii[i]!, toWorld(frame, d)));
    if (index.some((at, axis) => at < -0.5 || at > ct.dims[axis]! - 0.5)) outside += 1;
  }
  const share = (yes: Uint8Array): number => yes.reduce((sum, value) => sum + value, 0) / yes.length;
  return {
    frame: { ...frame, origin: [origin[0], origin[1], origin[2]] },
    stretchMm: stretch,
    directions,
    radii,
    visibleRadii: visible.radii,
    quality: share(seen),
    metalShare: 1 - share(free),
    outsideShare: outside / radii.length,
    volumeMm3: massOf(outer).volume,
    bandDiscs: [...(upper.oneBand ? ['upper' as const] : []), ...(lower.oneBand ? ['lower' as const] : [])],
    osteophyteMm3: osteophyteVolume(outer),
  };
}
