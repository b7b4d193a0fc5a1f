/**
 * How far apart neighbouring discs are expected, by the column's depth: a law of the mean person, a factor for this one,
 * and a slope of that factor along the column.
 *
 * People differ from the mean law as a whole, and by more than their vertebrae differ from each other: mid-thoracic discs
 * of deep bodies are 0.75 of the mean law apart, lumbar ones 1.1 (six public CT, medians 0.81 to 0.98). So a short
 * distance is unlikely once, for all of a column, and not anew at each disc; a column that is far from the law is followed
 * and its weak discs are not passed over.
 */
import { AXIS_STEP_MM, type AxisPoint } from '../body-axis.ts';

/** Mean law: 10 mm + 0.72 depth (T1 16/20, T6 23/24, T12 28/31, L3 33/34 mm). */
const OF_DEPTH = { offsetMm: 10, slope: 0.72 } as const;
/** A column's factor on it: mean and SD of its logarithm (six public CT; the SD is doubled for people unlike them). */
const FACTOR = { mean: 0.92, sd: 0.2, least: 0.6, most: 1.25, count: 13 } as const;
/** By how much the logarithm of the factor rises from the column's middle to its upper end: SD, and what is tried (design values). */
const BEND = { sd: 0.08, tried: [-0.2, -0.1, 0, 0.1, 0.2] } as const;

/** One way in which a column may be spaced. */
export interface SpacingLaw {
  /** Expected distance between discs at each axis point, logarithm of axis steps. */
  readonly logSteps: Float64Array;
  /** How unlikely such a column is, in the units of the chain's costs. */
  readonly cost: number;
}

/** mm, of the mean law. */
export function expectedSpacing({ depthMm }: AxisPoint): number {
  return OF_DEPTH.offsetMm + OF_DEPTH.slope * depthMm;
}

/** @param seen indices of the first and the last axis point in view */
export function spacingLaws(
  axis: readonly AxisPoint[],
  seen: readonly [first: number, last: number],
): readonly SpacingLaw[] {
  const ratio = (FACTOR.most / FACTOR.least) ** (1 / (FACTOR.count - 1));
  const factors = Array.from({ length: FACTOR.count }, (_, n) => FACTOR.least * ratio ** n);
  const middle = (seen[0] + seen[1]) / 2;
  const half = Math.max(1, (seen[1] - seen[0]) / 2);
  return factors.flatMap((factor) =>
    BEND.tried.map((bend) => ({
      logSteps: Float64Array.from(
        axis,
        (point, n) =>
          Math.log((factor * expectedSpacing(point)) / AXIS_STEP_MM) + (bend * (n - middle)) / half,
      ),
      cost: 0.5 * (Math.log(factor / FACTOR.mean) / FACTOR.sd) ** 2 + 0.5 * (bend / BEND.sd) ** 2,
    })),
  );
}
