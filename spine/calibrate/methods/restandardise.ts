/**
 * The density line through two materials of known HU: the scale is put right by them, then turned into density by the
 * slope of the tube voltage.
 *
 *   HU' = r1 + (HU - h1) g,  g = (r2 - r1) / (h2 - h1),  density = s HU'
 *
 * so that slope = s g and intercept = s (r1 - g h1): water, HU' = 0, has density 0 (docs/method.md#without-a-phantom).
 */
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';

/** A material as the image shows it and as it should be, HU, with standard errors. */
export interface HuPoint {
  readonly hu: number;
  readonly se: number;
  readonly reference: number;
  readonly referenceSe: number;
}

/** mg/cm3 per HU of a scale that is right. */
export interface VoltageSlope {
  readonly slope: number;
  readonly slopeSe: number;
}

/**
 * @returns the line, its standard errors by first-order propagation of all five errors, taken as independent
 */
export function restandardisedLine(
  low: HuPoint,
  high: HuPoint,
  { slope: s, slopeSe }: VoltageSlope,
): Pick<DensityLine, 'slope' | 'intercept'> &
  Pick<DensityLine['error'], 'slopeSe' | 'interceptSe' | 'correlation'> {
  const span = high.hu - low.hu;
  const g = (high.reference - low.reference) / span;
  const offset = low.reference - g * low.hu;
  /** Standard error, and what one unit of it does to g and to the offset. */
  const parts = [
    [high.se, -g / span, (g * low.hu) / span],
    [low.se, g / span, -g - (g * low.hu) / span],
    [high.referenceSe, 1 / span, -low.hu / span],
    [low.referenceSe, -1 / span, 1 + low.hu / span],
  ] as const;
  let [slopeVar, interceptVar, covariance] = [
    (g * slopeSe) ** 2,
    (offset * slopeSe) ** 2,
    g * offset * slopeSe ** 2,
  ];
  for (const [se, toG, toOffset] of parts) {
    slopeVar += (s * toG * se) ** 2;
    interceptVar += (s * toOffset * se) ** 2;
    covariance += s * s * toG * toOffset * se * se;
  }
  const [slopeError, interceptSe] = [Math.sqrt(slopeVar), Math.sqrt(interceptVar)];
  const product = slopeError * interceptSe;
  return {
    slope: s * g,
    intercept: s * offset,
    slopeSe: slopeError,
    interceptSe,
    correlation: product === 0 ? 0 : Math.max(-1, Math.min(1, covariance / product)),
  };
}

/** HU that the line takes for water, which a scanner in use keeps near 0. */
export function huOfWater({ slope, intercept }: Pick<DensityLine, 'slope' | 'intercept'>): number {
  return -intercept / slope;
}
