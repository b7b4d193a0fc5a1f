/** One cut: the cheapest surface within a band of radii, edges, priors and limits taken together. */
import { optimalSurface } from '../../../solver/voxel/index.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';

import { edgeCosts, type Band } from './edge-cost.ts';
import { openingsOf } from './pedicle.ts';
import { toWorld, type BodyNeighbourhood } from './body-neighbourhood.ts';
import { sphereAt, type Star } from '../surface/star.ts';

export interface Cut {
  /** mm */
  readonly radii: Float64Array;
  /** Strength of the edge at each column's end, 0 to 1. */
  readonly edge: Float64Array;
}

/** Neighbouring columns differ by at most so many samples from the base shape: less flattens the rims. */
const MOST_STEP = 4;
/** Cost of a node beyond the middle of a disc: never worth it. */
const BEYOND_DISC = 3;
/** In the openings for the pedicles edges count less, and the base shape more. */
const OPENING_EDGE = 0.1;
const OPENING_PRIOR = 10;
/**
 * The posterior wall keeps to the canal's front where columns meet it: half width of the canal, free play, and cost per
 * mm beyond. Without free play, a canal known to 1 mm cost 0.015 of Dice: the wall is hollow, its place a guess.
 */
const CANAL = { halfWidthMm: 8, freeMm: 4, perMm: 0.2, mostMm: 4 } as const;

/**
 * Columns this steep (z on the sphere) end on an endplate; where thick slices told its plane they keep to it: free play, for bowls and
 * small nodes, and cost per mm beyond, to a limit, for endplates that are caved in (design values).
 */
const PLATE = { leastZ: 0.7, freeMm: 0.5, perMm: 0.3, mostMm: 4 } as const;

/** @param priorOf cost of sample k, whatever the image shows; tenfold in the openings for the pedicles */
export function cut(around: BodyNeighbourhood, star: Star, band: Band, priorOf: (k: number) => number): Cut {
  const { samples, from, step } = band;
  const { count } = star.sphere;
  const opening = openingsOf(star);
  const weight = Float64Array.from(opening, (yes) => (yes === 1 ? OPENING_EDGE : 1));
  const dilution = Float64Array.from({ length: count }, (_, i) => {
    const [x, y, z] = sphereAt(star, i);
    const n: Vec3 = [x / star.stretch[0], y / star.stretch[1], z / star.stretch[2]];
    const length = Math.hypot(n[0], n[1], n[2]);
    return around.blur.dilution(toWorld(around.frame, [n[0] / length, n[1] / length, n[2] / length]));
  });
  const { cost, edge } = edgeCosts(around.patch, star, band, dilution, weight);
  const [cu, cv, cw] = star.centre;
  for (let i = 0; i < count; i++) {
    const [du, dv, dw] = [star.directions[3 * i]!, star.directions[3 * i + 1]!, star.directions[3 * i + 2]!];
    const stiff = opening[i] === 1 ? OPENING_PRIOR : 1;
    const offPlate = offPlane(star, i, around);
    for (let k = 0; k < samples; k++) {
      const r = from[i]! + k * step[i]!;
      const [u, v, w] = [cu + r * du, cv + r * dv, cw + r * dw];
      let more = stiff * priorOf(k);
      if (r < 1 || beyond(around, u, v, w)) more += BEYOND_DISC;
      if (offPlate !== null)
        more += PLATE.perMm * Math.min(PLATE.mostMm, Math.max(0, Math.abs(offPlate(u, v, w)) - PLATE.freeMm));
      if (
        around.canalV !== null &&
        dv > 0 &&
        Math.abs(u) < CANAL.halfWidthMm &&
        Math.abs(dv) > Math.abs(dw)
      ) {
        more += CANAL.perMm * Math.min(CANAL.mostMm, Math.max(0, Math.abs(v - around.canalV) - CANAL.freeMm));
      }
      cost[i * samples + k]! += more;
    }
  }
  const ends = optimalSurface(
    { samples, start: star.sphere.start, neighbours: star.sphere.neighbours },
    cost,
    MOST_STEP,
  );
  return {
    radii: Float64Array.from(ends, (k, i) => Math.max(1, from[i]! + k * step[i]!)),
    edge: Float64Array.from(ends, (k, i) => edge[i * samples + k]!),
  };
}

/** Distance beyond the plane of the endplate that a column ends on, mm; null for side walls, and where no slices told the plane. */
function offPlane(
  star: Star,
  i: number,
  { upper, lower }: BodyNeighbourhood,
): ((u: number, v: number, w: number) => number) | null {
  const [, , z] = sphereAt(star, i);
  const { n, d, gapMm } = z > 0 ? upper : lower;
  if (gapMm === null || Math.abs(z) < PLATE.leastZ) return null;
  const plate = d - (Math.sign(z) * gapMm) / 2;
  return (u, v, w) => n[0] * u + n[1] * v + n[2] * w - plate;
}

function beyond({ upper, lower }: BodyNeighbourhood, u: number, v: number, w: number): boolean {
  return (
    upper.n[0] * u + upper.n[1] * v + upper.n[2] * w > upper.d ||
    lower.n[0] * u + lower.n[1] * v + lower.n[2] * w < lower.d
  );
}
