/** Where a body stands under another: the disc between them, of the design's or of an asked height, and never overlapping. */
import type { Vec3 } from '../../contracts/primitives.ts';
import { along } from '../../spine/math/vector.ts';

import { BODY_SIZE } from './anatomy.ts';
import type { Segment } from './placement.ts';
import { ImpossibleSpine, type LevelSpec } from '../options.ts';
import { localCoordinates, toWorld } from './solids.ts';

/** No design disc is narrower than this anywhere between the endplates, mm. */
const LEAST_GAP_MM = 1;
const GREATEST_DISC_MM = 25;
/** Points per axis at which the gap is looked at. */
const SAMPLES = 25;
const ITERATIONS = 6;
const SETTLED_MM = 1e-6;

/**
 * `lower` moved to its place under `upper`.
 *
 * The design's disc is measured between the centres of the endplates, an asked one (`discBelow`) where it is narrowest.
 *
 * @throws ImpossibleSpine where the asked height is not 0.2 to 25 mm.
 */
export function discBetween(upper: Segment, lower: Segment, above: LevelSpec): Segment {
  const design = BODY_SIZE[above.level].discMm * (above.scale?.disc ?? 1);
  const asked = above.discBelow?.heightMm;
  if (asked !== undefined && !(asked >= 0.2 && asked <= GREATEST_DISC_MM))
    throw new ImpossibleSpine(`saw a disc of ${asked} mm; wanted 0.2 to ${GREATEST_DISC_MM}`);
  const placed = below(upper, lower, asked ?? design);
  if (asked === undefined && leastGap(upper, placed) >= LEAST_GAP_MM) return placed;
  return settled(upper, lower, asked ?? LEAST_GAP_MM, asked ?? design);
}

/** `middleMm` between the centres of the endplates, along the mean of both superior axes. */
export function below(upper: Segment, lower: Segment, middleMm: number): Segment {
  const [a, b] = [upper.frame.superior, lower.frame.superior];
  const mean: Vec3 = [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
  const through = along(upper.frame.origin, -upper.body.heights.middle / 2, a);
  const step = -middleMm / Math.hypot(mean[0], mean[1], mean[2]);
  const origin = along(along(through, step, mean), -lower.body.heights.middle / 2, b);
  return { body: lower.body, frame: { ...lower.frame, origin: [...origin] } };
}

function settled(upper: Segment, lower: Segment, gapMm: number, startMm: number): Segment {
  let middle = startMm;
  let placed = below(upper, lower, middle);
  for (let n = 0; n < ITERATIONS; n++) {
    const excess = leastGap(upper, placed) - gapMm;
    if (Math.abs(excess) < SETTLED_MM) break;
    middle -= excess;
    placed = below(upper, lower, middle);
  }
  return placed;
}

/**
 * From the lower endplate of `upper` to the upper of `lower`, along the axis of `lower`, where it is least, mm; where
 * `upper` is wider, to the plane of the other's rim.
 */
export function leastGap(upper: Segment, lower: Segment): number {
  const toLower = localCoordinates(lower.frame);
  const local = new Float64Array(3);
  const { halfWidth: a, halfDepth: b } = upper.body;
  let least = Infinity;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      const s = (2 * i) / (SAMPLES - 1) - 1;
      const t = (2 * j) / (SAMPLES - 1) - 1;
      if (s * s + t * t > 1) continue;
      const point = toWorld(upper.frame, [s * a, t * b, -upper.body.halfHeight(s * a, t * b)]);
      toLower(point[0], point[1], point[2], local);
      const [u, v, w] = [local[0]!, local[1]!, local[2]!];
      least = Math.min(least, w - lower.body.halfHeight(u, v));
    }
  }
  return least;
}
