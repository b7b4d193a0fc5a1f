/**
 * The strength of a body as its density would make it: all densities scaled by one factor, and the same mesh, loads and law. What
 * the reference of an age and sex is read from once these are known, which a level need not know.
 *
 * Where it is wrong: the shell is scaled as the trabecular bone is, and changes less with age.
 */
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { DensityResponse } from '../../../contracts/level/density-response.ts';
import type { Trabecular } from '../../../contracts/level/trabecular.ts';
import type { StepLog } from '../../../contracts/step-log.ts';
import { densityAt, densityLineSe } from '../../calibrate/index.ts';
import {
  LEAST_SCALING,
  MOST_SOLVED_SCALING,
  SOLVED_DENSITIES,
} from '../../definitions/reference/trabecular-reference.ts';

import type { SolveAgain } from './solves/again.ts';
import type { Forces } from './solves/plastic.ts';

export interface DensityResponseInput {
  /** The line that the strength was solved with. */
  readonly line: DensityLine;
  /** Of this body; null where it was not measured. */
  readonly trabecular: Pick<Trabecular, 'meanHu' | 'samplingSe'> | null;
  /** By plasticity where the set has it; null where that did not converge. */
  readonly solved: Forces | null;
  readonly again: SolveAgain;
  /** Why densities are not to be compared with anything (contrast agent); null where they may be. */
  readonly against: string | null;
  readonly level: string;
  readonly log: StepLog;
}

/** Forces of the body with its densities scaled to a trabecular one, mg/cm3. */
export interface ForcesByDensity extends Forces {
  readonly trabecularMgCc: number;
}

export interface ScaledForces {
  readonly own: ForcesByDensity;
  readonly others: readonly ForcesByDensity[];
}

export interface ScaledStrength {
  readonly response: DensityResponse;
  /** Null where the response is withheld. */
  readonly forces: ScaledForces | null;
}

export function densityResponse(input: DensityResponseInput): ScaledStrength {
  const { trabecular, solved, line, again, against, level, log } = input;
  const withheld = (reason: string): ScaledStrength => ({
    response: { status: 'withheld', reason },
    forces: null,
  });
  if (against !== null) return withheld(against);
  if (trabecular === null) return withheld('trabecular density not measured');
  if (solved === null) return withheld('load curve not converged');
  const own = densityAt(line, trabecular.meanHu.value);
  const wanted = SOLVED_DENSITIES.filter(
    (density) => scaling(density, own) <= MOST_SOLVED_SCALING && scaling(density, own) >= 1 + LEAST_SCALING,
  );
  if (!(own > 0) || wanted.length < 2) return withheld('trabecular density too far from any reference');
  const others: ForcesByDensity[] = [];
  for (const density of wanted) {
    log.progress(`${level}: with a trabecular density of ${density} mg/cm3`);
    const factor = density / own;
    const scaled = again({ line: { slope: factor * line.slope, intercept: factor * line.intercept } });
    if (scaled === null) return withheld('a solve with scaled densities did not converge');
    others.push({
      trabecularMgCc: density,
      strength: scaled.strength,
      offsetStrength: scaled.offsetStrength,
    });
  }
  const forces = { own: { trabecularMgCc: own, ...solved }, others };
  const response: DensityResponse = {
    status: 'solved',
    trabecularMgCc: own,
    lineSe: densityLineSe(line, trabecular.meanHu.value),
    samplingSe: trabecular.samplingSe,
    points: [forces.own, ...others]
      .map(({ trabecularMgCc, strength }) => ({ trabecularMgCc, strengthN: strength }))
      .toSorted((a, b) => a.trabecularMgCc - b.trabecularMgCc),
  };
  return { response, forces };
}

/** How many times the greater is of the lesser; infinite where there is no such factor. */
function scaling(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.max(a / b, b / a) : Infinity;
}
