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
import type { Parameters } from '../../definitions/parameter-sets.ts';
import {
  LEAST_SCALING,
  MOST_SOLVED_SCALING,
  SOLVED_DENSITIES,
} from '../../definitions/reference/trabecular-reference.ts';

import { heightOf, vertebraGrid, type BodyModel } from './model/body-model.ts';
import { linearStrength } from './solves/linear.ts';
import { ROUGH, plasticStrength } from './solves/plastic.ts';

export interface DensityResponseInput {
  readonly model: BodyModel;
  /** The line that the strength was solved with. */
  readonly line: DensityLine;
  /** Of this body; null where it was not measured. */
  readonly trabecular: Pick<Trabecular, 'meanHu' | 'samplingSe'> | null;
  /** By plasticity where the set has it, N; null where that did not converge. */
  readonly strength: number | null;
  readonly parameters: Parameters;
  /** Why densities are not to be compared with anything (contrast agent); null where they may be. */
  readonly against: string | null;
  readonly level: string;
  readonly log: StepLog;
}

export function densityResponse(input: DensityResponseInput): DensityResponse {
  const { trabecular, strength, line, against, level, log } = input;
  const withheld = (reason: string): DensityResponse => ({ status: 'withheld', reason });
  if (against !== null) return withheld(against);
  if (trabecular === null) return withheld('trabecular density not measured');
  if (strength === null) return withheld('load curve not converged');
  const own = densityAt(line, trabecular.meanHu.value);
  const wanted = SOLVED_DENSITIES.filter(
    (density) => scaling(density, own) <= MOST_SOLVED_SCALING && scaling(density, own) >= 1 + LEAST_SCALING,
  );
  if (!(own > 0) || wanted.length < 2) return withheld('trabecular density too far from any reference');
  const points = [{ trabecularMgCc: own, strengthN: strength }];
  for (const density of wanted) {
    log.progress(`${level}: with a trabecular density of ${density} mg/cm3`);
    const found = strengthScaled(input, density / own);
    if (found === null) return withheld('a solve with scaled densities did not converge');
    points.push({ trabecularMgCc: density, strengthN: found });
  }
  return {
    status: 'solved',
    trabecularMgCc: own,
    lineSe: densityLineSe(line, trabecular.meanHu.value),
    samplingSe: trabecular.samplingSe,
    points: points.toSorted((a, b) => a.trabecularMgCc - b.trabecularMgCc),
  };
}

/** N; null where the solve does not converge. */
function strengthScaled({ model, line, parameters }: DensityResponseInput, factor: number): number | null {
  const grid = vertebraGrid(model, { slope: factor * line.slope, intercept: factor * line.intercept });
  const body = { grid, heightMm: heightOf(model), materials: parameters };
  const { plastic, linearStrain } = parameters;
  if (plastic === null) return linearStrength({ ...body, strain: linearStrain }).strength;
  const solved = plasticStrength({ ...body, plastic, strains: plastic.strainsAgain, tolerance: ROUGH });
  return solved?.strength ?? null;
}

/** How many times the greater is of the lesser; infinite where there is no such factor. */
function scaling(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.max(a / b, b / a) : Infinity;
}
