/** Which voxels count, and how much: Tukey's biweight on the residuals' own scale. */
import { BIWEIGHT_CUT, biweight, biweightCost, scaleOfResiduals } from '../../../math/robust.ts';

const LEAST_SCALE_HU = 20;
/** A quarter of what a shell stands out by: less is no outlier, however quiet the scan is. */
const LEAST_CUT_HU = 250;

/** Standard deviation of residuals from their median size, HU. */
export function scaleOf(residuals: Float64Array): number {
  return Math.max(LEAST_SCALE_HU, scaleOfResiduals(residuals.map(Math.abs)));
}

/** A residual beyond this counts for nothing, HU. */
export function cutOf(scale: number): number {
  return Math.max(BIWEIGHT_CUT * scale, LEAST_CUT_HU);
}

/** @returns the weight of a residual: the reciprocal of its variance, less the nearer it is to the cut, 1/HU2 */
export function weightOf(scale: number, cut: number): (residual: number) => number {
  const full = 1 / (scale * scale);
  return (residual) => full * biweight(residual / cut);
}

/** Tukey's rho, scaled to the square of small residuals. */
export function tukeyCost(residuals: Float64Array, scale: number, cut: number): number {
  let sum = 0;
  for (const residual of residuals) sum += biweightCost(residual / cut);
  return (sum * cut * cut) / (scale * scale);
}
