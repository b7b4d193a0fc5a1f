/** A density read off a calibration line, and its standard error. */
import type { DensityLine } from './contracts/calibration.ts';

/** mg/cm3 at `hu`. */
export function densityAt(
  { slope, intercept }: Pick<DensityLine, 'slope' | 'intercept'>,
  hu: number,
): number {
  return slope * hu + intercept;
}

/** Standard error of a density at `hu` from that of the line alone, mg/cm3: the same direction for all levels of a study. */
export function densityLineSe(
  { error: { slopeSe, interceptSe, correlation } }: Pick<DensityLine, 'error'>,
  hu: number,
): number {
  const a = slopeSe * hu;
  return Math.sqrt(Math.max(0, a * a + interceptSe * interceptSe + 2 * correlation * a * interceptSe));
}
