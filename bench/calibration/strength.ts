/** Strength by each method's line against that by the line that is true of the scan: what the calibration does to it, and nothing else. */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { slopeOf } from '../../phantoms/options.ts';
import type { DigitalSpine, LevelTruth, ScannerSpec } from '../../phantoms/index.ts';
import type { DensityLine } from '../../contracts/calibration/calibration.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { PARAMETER_SETS } from '../../spine/definitions/parameter-sets.ts';
import { Z95 } from '../../spine/math/normal.ts';
import {
  calibrationStep,
  type Line,
  type Strengths,
} from '../../spine/measure/strength/errors/propagation.ts';
import { heightOf, modelledBody, vertebraGrid } from '../../spine/measure/strength/model/body-model.ts';
import { linearStrength } from '../../spine/measure/strength/solves/linear.ts';

import type { Method, Reading } from './readings.ts';

/** Coarse, as both sides of a comparison have the same elements, mm. */
const ELEMENT_MM = 3;

/**
 * The line through a level's true density: the scanner's slope, undone for the drift of its scale; cupping and agent are in the
 * intercept.
 */
export function trueLine(
  scanner: ScannerSpec,
  { meanHu, trabecularVbmdMgCc }: { readonly meanHu: number; readonly trabecularVbmdMgCc: number },
): Line {
  const { airHu, waterHu } = scanner.drift ?? { airHu: 0, waterHu: 0 };
  const slope = (slopeOf(scanner) * 1000) / (1000 + waterHu - airHu);
  return { slope, intercept: trabecularVbmdMgCc - slope * meanHu };
}

export function strengthReadings({
  ct,
  bodies,
  truth: { level, labelValue, frame },
  trueLine: line,
  lines,
}: Pick<DigitalSpine, 'ct' | 'bodies'> & {
  readonly truth: LevelTruth;
  readonly trueLine: Line;
  readonly lines: readonly { readonly method: Method; readonly line: DensityLine }[];
}): readonly Reading[] {
  const parameters = PARAMETER_SETS[DEFAULT_PARAMETER_SET];
  const surface = surfaceOfMask(bodies, labelValue);
  if (surface === null) return [];
  const model = modelledBody({ ct, surface, frame }, parameters, ELEMENT_MM);
  const solve = (at: Line): Strengths => {
    const { stiffness, strength } = linearStrength({
      grid: vertebraGrid(model, at),
      heightMm: heightOf(model),
      materials: parameters,
      strain: parameters.linearStrain,
    });
    return { stiffness, linear: strength };
  };
  const truth = solve(line).linear;
  return lines.map(({ method, line: own }) => {
    const value = solve(own).linear;
    const half = Z95 * calibrationStep(own, solve).linearSe;
    return { method, level, truth, value, low: value - half, high: value + half };
  });
}
