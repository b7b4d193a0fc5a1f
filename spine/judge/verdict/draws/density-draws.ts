/** The lumbar density of every draw: measured, each error apart, or that of people of the same age. */
import { DENSITY_OF_AGE } from '../../../definitions/priors/verdict-prior.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import type { DensityEvidence } from '../../density/density-evidence.ts';

export const DENSITY_CAUSES = ['calibration', 'sampling', 'levels', 'agent'] as const;
export type DensityCause = (typeof DENSITY_CAUSES)[number];

export interface DrawnDensity {
  /** mg/cm3 */
  readonly values: Float64Array;
  /** Standard normal, by what is not known; `density` where nothing was measured. */
  readonly unknowns: ReadonlyMap<DensityCause | 'density', Float64Array>;
}

export function drawDensity(
  evidence: DensityEvidence | null,
  ageYears: (draw: number) => number,
  draws: Draws,
): DrawnDensity {
  if (evidence === null) {
    const { young, old, sd } = DENSITY_OF_AGE;
    const slope = (old.mean - young.mean) / (old.ageYears - young.ageYears);
    const at = draws.normal('density');
    const values = at.map((z, n) => young.mean + slope * (ageYears(n) - young.ageYears) + sd * z);
    return { values, unknowns: new Map([['density', at]]) };
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
  return { values, unknowns };
}
