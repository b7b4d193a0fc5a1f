/** A density read off a calibration line, its standard error, and a line that all densities are moved off. */
import type { DensityLine } from '../../contracts/calibration/calibration.ts';

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

/** The line with all densities moved by `mgCc`, which has a standard error of its own; `why` joins the basis. */
export function shiftedLine(
  { slope, intercept, error }: Pick<DensityLine, 'slope' | 'intercept' | 'error'>,
  { mgCc, se, why }: { readonly mgCc: number; readonly se: number; readonly why: string },
): DensityLine {
  const interceptSe = Math.hypot(error.interceptSe, se);
  return {
    slope,
    intercept: intercept + mgCc,
    error: {
      slopeSe: error.slopeSe,
      interceptSe,
      correlation: interceptSe === 0 ? 0 : (error.correlation * error.interceptSe) / interceptSe,
      basis: `${error.basis}; ${why}`,
    },
  };
}
