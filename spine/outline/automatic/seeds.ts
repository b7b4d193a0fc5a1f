/** From the spine's segments to what outlines start from. */
import type { Frame } from '../../../contracts/segmentation.ts';
import { along, cross, dot, unit } from '../../math/vector.ts';
import type { BodySeed, SpineSegment } from '../../find/index.ts';

/** The local frame leans as the mean of both discs does: in the patient's own axes an L5 is outlined a fifth worse. */
export function seedOf({ lower, upper, middle }: SpineSegment): BodySeed {
  const superior = unit(along(lower.normal, 1, upper.normal));
  const posterior = unit(along(middle.posterior, -dot(middle.posterior, superior), superior));
  const origin = along(along([0, 0, 0], 0.5, lower.point), 0.5, upper.point);
  const frame: Frame = {
    origin: tuple(origin),
    left: tuple(cross(posterior, superior)),
    posterior: tuple(posterior),
    superior: tuple(superior),
  };
  return { frame, upper, lower, toCanalMm: null };
}

/** The contract's frame is made of mutable tuples. */
function tuple([x, y, z]: readonly [number, number, number]): [number, number, number] {
  return [x, y, z];
}
