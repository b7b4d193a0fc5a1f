/** What any CT scanner's calibration line lies within: beyond it, the line is of another phantom, or of none. */
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';

/** Slopes of effective energies from 50 to 90 keV, mg/cm3 K2HPO4 per HU; an intercept that a scanner in use has, mg/cm3 (design value). */
const SLOPE_RANGE = [0.45, 1] as const;
const MOST_INTERCEPT = 40;

export const PHYSICAL = `${SLOPE_RANGE.join(' to ')} mg/cm3 per HU, within ${MOST_INTERCEPT} mg/cm3 at HU 0`;

export function isPhysical({ slope, intercept }: Pick<DensityLine, 'slope' | 'intercept'>): boolean {
  return slope >= SLOPE_RANGE[0] && slope <= SLOPE_RANGE[1] && Math.abs(intercept) <= MOST_INTERCEPT;
}
