/**
 * What a level's strength owes to the calibration, to its outline and to its load axis: each is varied by one standard
 * error to either side and the body solved again.
 */
import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import type { ErrorPart, SplitError } from '../../../../contracts/level/strength.ts';

/** A solve of the body, or of one that is a little different. */
export interface Strengths {
  readonly stiffness: number;
  readonly linear: number;
}

export type Line = Pick<DensityLine, 'slope' | 'intercept'>;

/** A change of the line by one standard error in the direction that moves stiffness, and what comes of it. */
export interface CalibrationStep {
  readonly slope: number;
  readonly intercept: number;
  /** Standard errors of K and of the linear strength, in their units. */
  readonly stiffnessSe: number;
  readonly linearSe: number;
}

/**
 * To first order var K = g' S g with g the gradient by slope and intercept and S their covariance; the step is S g / se(K),
 * so that K moves by se(K) along it. Plastic strength moves by its own standard error along it as far as it hangs on the
 * line as K does: what lies across the step is left out (measured: below 1 % of the variance, decision 0017).
 *
 * @param solve strengths by another line
 */
export function calibrationStep(line: DensityLine, solve: (line: Line) => Strengths): CalibrationStep {
  const { slopeSe, interceptSe, correlation } = line.error;
  const half = (slope: number, intercept: number): Strengths => {
    if (slope === 0 && intercept === 0) return { stiffness: 0, linear: 0 };
    const up = solve({ slope: line.slope + slope, intercept: line.intercept + intercept });
    const down = solve({ slope: line.slope - slope, intercept: line.intercept - intercept });
    return { stiffness: (up.stiffness - down.stiffness) / 2, linear: (up.linear - down.linear) / 2 };
  };
  const bySlope = half(slopeSe, 0);
  const byIntercept = half(0, interceptSe);
  const se = (a: number, b: number): number =>
    Math.sqrt(Math.max(0, a * a + b * b + 2 * correlation * a * b));
  const stiffnessSe = se(bySlope.stiffness, byIntercept.stiffness);
  const along = (own: number, other: number): number =>
    stiffnessSe === 0 ? 0 : (own + correlation * other) / stiffnessSe;
  return {
    slope: slopeSe * along(bySlope.stiffness, byIntercept.stiffness),
    intercept: interceptSe * along(byIntercept.stiffness, bySlope.stiffness),
    stiffnessSe,
    linearSe: se(bySlope.linear, byIntercept.linear),
  };
}

/** Root mean square of changes, part of the value: an even response counts as well as an odd one; 0 of none. */
export function spread(value: number, ...varied: readonly number[]): number {
  if (varied.length === 0) return 0;
  const squares = varied.reduce((sum, other) => sum + (other / value - 1) ** 2, 0);
  return Math.sqrt(squares / varied.length);
}

/** Of a value, from the parts of its causes, %. */
export function splitError(
  value: number,
  parts: readonly ErrorPart[],
  percentOf: (part: ErrorPart) => number | null,
): SplitError {
  const of = (shared: boolean): number => {
    let squares = 0;
    for (const part of parts)
      if ((part.cause === 'calibration') === shared) squares += (percentOf(part) ?? 0) ** 2;
    return (Math.abs(value) / 100) * Math.sqrt(squares);
  };
  return { calibrationSe: of(true), ownSe: of(false) };
}
