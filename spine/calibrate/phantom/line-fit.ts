/** Least squares of a straight line through few points, with a prior on their scatter; and what any scanner's line lies within. */
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';
import { leastSquaresLine, type Line } from '../../math/line-fit.ts';
import { sum } from '../../math/moments.ts';
import { studentT975, Z95 } from '../../math/normal.ts';
import { MOST_INTERCEPT_MGCC, PHYSICAL_SLOPE } from '../../definitions/calibration.ts';

export interface FittedLine extends Line {
  readonly r2: number;
  readonly slopeSe: number;
  readonly interceptSe: number;
  readonly correlation: number;
  /** y - slope x - intercept, point by point. */
  readonly residuals: readonly number[];
}

/** What is known of the scatter before the points are seen: a standard deviation that counts as so many points. */
export interface ScatterPrior {
  readonly sd: number;
  readonly points: number;
}

/**
 * Standard errors are such that 1.96 of them make a 95 % interval: the scatter of two to six points is itself hardly
 * known, so its estimate is drawn to the prior (scaled inverse chi-square; Gelman A et al., Bayesian Data Analysis, 3rd ed.,
 * 2.6), and Student's t with all degrees of freedom takes the place of the normal.
 */
export function fitLine(x: readonly number[], y: readonly number[], prior: ScatterPrior): FittedLine {
  const n = x.length;
  const { slope, intercept, meanX: mx, xx: sxx, yy: syy } = leastSquaresLine(x, y);
  const residuals = x.map((value, i) => y[i]! - slope * value - intercept);
  const left = sum(residuals.map((value) => value * value));
  const freedom = prior.points + n - 2;
  const scatter = (Math.sqrt((prior.points * prior.sd ** 2 + left) / freedom) * studentT975(freedom)) / Z95;
  return {
    slope,
    intercept,
    r2: 1 - left / syy,
    slopeSe: scatter / Math.sqrt(sxx),
    interceptSe: scatter * Math.sqrt(1 / n + (mx * mx) / sxx),
    correlation: -mx / Math.sqrt(sxx / n + mx * mx),
    residuals,
  };
}

export const PHYSICAL = `${PHYSICAL_SLOPE.join(' to ')} mg/cm3 per HU, within ${MOST_INTERCEPT_MGCC} mg/cm3 at 0 HU`;

/** Beyond it, the line is of another phantom, or of none. */
export function isPhysical({ slope, intercept }: Pick<DensityLine, 'slope' | 'intercept'>): boolean {
  return (
    slope >= PHYSICAL_SLOPE[0] && slope <= PHYSICAL_SLOPE[1] && Math.abs(intercept) <= MOST_INTERCEPT_MGCC
  );
}
