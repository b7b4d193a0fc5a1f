/**
 * The first and the last disc of a column whose neighbour is out of view: where only one endplate shows, the disc's
 * middle lies beyond it, by half of what the column's other discs measure.
 */
import { along } from '../../math/vector.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import type { DiscPlane } from './disc-plane.ts';

/** A single bright band is no thicker than this, and other discs at least that much, mm. */
const BAND_MM = 2;
const LEAST_USUAL_MM = 4;

/** @param discs towards the head */
export function withEndsMoved(discs: readonly DiscPlane[]): readonly DiscPlane[] {
  const usualMm = upperMedian(discs.slice(1, -1).map(({ thicknessMm }) => thicknessMm));
  if (!(usualMm >= LEAST_USUAL_MM)) return discs;
  return discs.map((disc, n) => {
    const outward = n === 0 ? -1 : n === discs.length - 1 ? 1 : 0;
    if (outward === 0 || disc.thicknessMm > BAND_MM) return disc;
    return { ...disc, point: along(disc.point, (outward * usualMm) / 2, disc.normal) };
  });
}
