/** A made-up study of five levels, L1 wedged. */
import type { RiskInput } from '../../../spine/judge/assess-risk.ts';

import { CALIBRATION, density, levelResult, PATIENT, segmentedLevel, spine, STUDY } from './cases.ts';

export const LEVELS = ['T11', 'T12', 'L1', 'L2', 'L3'] as const;

export function study(part: Partial<RiskInput> = {}): RiskInput {
  return {
    ct: { patient: PATIENT, study: STUDY },
    segmentation: { levels: LEVELS.map((level) => segmentedLevel(level)) },
    calibration: CALIBRATION,
    parameterSet: 'test',
    order: null,
    results: spine(LEVELS, { L1: [0.68, 0.84, 1] }).map(({ level, heights }) => ({
      level,
      result: levelResult(level, heights, density(96)),
    })),
    ...part,
  };
}
