/** Where a body and its discs lie, from masks of it and of its neighbours. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { along, dot, unit } from '../../math/vector.ts';
import type { Volume } from '../../grid/volume.ts';
import type { FramedBody } from '../assess/body-frame.ts';
import { firstCrossing, rayMask } from '../../grid/ray.ts';

import type { BodySeed, Plane } from '../../find/index.ts';

/** A neighbour's endplate farther away than this is not the other side of the same disc, mm. */
const WIDEST_DISC_MM = 22;
/**
 * Without a neighbour the outline may reach this far beyond the mask's endplate, parts of the body's height: half of a
 * narrow disc, as thoracic ones are. Twice that, the fit of a T4 ran to the endplate of a T3 that the map lacks.
 */
const BEYOND_OF_HEIGHT = 0.14;
/** No posterior wall is further from the middle of the body, mm. */
const DEEPEST_MM = 32;

export interface MaskedBody {
  readonly framed: FramedBody;
  /** The body's own mask, with a margin. */
  readonly mask: Volume<Uint8Array>;
}

/** @param above, below the framed neighbours, null where there is none next to it */
export function seedFromMask(
  { framed, mask }: MaskedBody,
  above: FramedBody | null,
  below: FramedBody | null,
): BodySeed {
  const { frame } = framed;
  return {
    frame,
    upper: discPlane(framed, above, 1),
    lower: discPlane(framed, below, -1),
    toCanalMm: firstCrossing(rayMask(mask), frame.origin, frame.posterior, DEEPEST_MM),
  };
}

/** Midway between the two endplates that face each other. */
function discPlane(own: FramedBody, other: FramedBody | null, side: 1 | -1): Plane {
  const near = endplateCentre(own, side);
  const normal = own.frame.superior;
  const alone = { point: along(near, side * BEYOND_OF_HEIGHT * own.heightMm, normal), normal };
  if (other === null) return alone;
  const far = endplateCentre(other, side === 1 ? -1 : 1);
  const gap = side * dot(along(far, -1, near), normal);
  if (gap > WIDEST_DISC_MM) return alone;
  return {
    point: along(along([0, 0, 0], 0.5, near), 0.5, far),
    normal: unit(along(normal, 1, other.frame.superior)),
  };
}

function endplateCentre({ frame, heightMm }: FramedBody, side: 1 | -1): Vec3 {
  return along(frame.origin, (side * heightMm) / 2, frame.superior);
}
