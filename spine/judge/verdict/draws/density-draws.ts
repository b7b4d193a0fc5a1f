/** The lumbar density of every draw: measured, each error apart, or that of people of the same age and sex. */
import { REFERENCE_AGES } from '../../../definitions/reference/trabecular-reference.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import type { DensityEvidence } from '../../density/density-evidence.ts';
import { referenceDensity } from '../../strength/reference/reference-density.ts';

import type { DrawnSubject } from './subject-draws.ts';

export const DENSITY_CAUSES = ['calibration', 'sampling', 'levels', 'agent'] as const;
export type DensityCause = (typeof DENSITY_CAUSES)[number];

export interface DrawnDensity {
  /** mg/cm3 */
  readonly values: Float64Array;
  /** Standard normal, by what is not known; `density` where nothing was measured. */
  readonly unknowns: ReadonlyMap<DensityCause | 'density', Float64Array>;
  /** Standard normal: how far the line is off that turned HU into densities, agent included; null where it is not in error. */
  readonly line: Float64Array | null;
}

export function drawDensity(
  evidence: DensityEvidence | null,
  subject: Pick<DrawnSubject, 'ageYears' | 'sex'>,
  draws: Draws,
): DrawnDensity {
  if (evidence === null) {
    const at = draws.normal('density');
    const values = at.map((z, n) => {
      const { mean, sd } = densityOfPeople(subject.sex(n), subject.ageYears(n));
      return mean + sd * z;
    });
    return { values, unknowns: new Map([['density', at]]), line: null };
  }
  const { value, errors } = evidence;
  const values = new Float64Array(draws.count).fill(value);
  const unknowns = new Map<DensityCause, Float64Array>();
  for (const cause of DENSITY_CAUSES) {
    if (errors[cause] === 0) continue;
    const at = draws.normal(`density, ${cause}`);
    unknowns.set(cause, at);
    for (let n = 0; n < draws.count; n++) values[n]! += errors[cause] * at[n]!;
  }
  return { values, unknowns, line: lineOf(errors, unknowns) };
}

/** Both its errors, as standard deviations of their sum. */
function lineOf(
  errors: DensityEvidence['errors'],
  unknowns: ReadonlyMap<DensityCause, Float64Array>,
): Float64Array | null {
  const [calibration, agent] = [unknowns.get('calibration'), unknowns.get('agent')];
  if (calibration === undefined || agent === undefined) return calibration ?? agent ?? null;
  const se = Math.hypot(errors.calibration, errors.agent);
  return calibration.map((at, n) => (errors.calibration * at + errors.agent * agent[n]!) / se);
}

/** Lumbar trabecular density of people of an age and sex, mg/cm3: mean and standard deviation; L1 stands for the mean of two levels. */
export function densityOfPeople(
  sex: 'female' | 'male',
  ageYears: number,
): { readonly mean: number; readonly sd: number } {
  const { lowest, highest } = REFERENCE_AGES;
  return referenceDensity('L1', sex, Math.min(Math.max(ageYears, lowest), highest))!;
}
