/** What a method answers, and the last resort as one: the slope of the tube voltage, the scale as the scanner gives it. */
import type { Calibration, DensityLine, LineFit } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { Z95 } from '../../math/normal.ts';

import { slopeByVoltage } from './kvp-slope.ts';

/** A method's answer, before it is known which one is used. */
export interface Candidate extends DensityLine {
  readonly method: Calibration['method'];
  readonly statement: string;
  readonly source: string;
  readonly fit: LineFit | null;
  readonly flags: readonly Flag[];
}

/** Water on a scanner in use: within 4 HU in acceptance tests (usual limit; docs/method.md#assumptions), and cupping in the body; standard error, HU (design value). */
const WATER_SE_HU = 5;

/** @throws StudyRefused KVP_OUT_OF_RANGE */
export function byVoltage(kvp: number | null, manufacturer: string | null): Candidate {
  const { slope, relativeUncertainty, statement, source, flags } = slopeByVoltage(kvp, manufacturer);
  return {
    method: 'kvp-slope',
    slope,
    intercept: 0,
    error: {
      slopeSe: (relativeUncertainty * slope) / Z95,
      interceptSe: slope * WATER_SE_HU,
      correlation: 0,
      basis: `slope by tube voltage ±${Math.round(100 * relativeUncertainty)} % (95 %), water within ${Math.round(Z95 * WATER_SE_HU)} HU of 0 in the body`,
    },
    statement,
    source,
    fit: null,
    flags,
  };
}
