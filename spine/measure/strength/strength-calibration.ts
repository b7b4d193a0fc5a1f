/** The line that strength is solved with: that of the calibration, less what a contrast agent adds. */
import type { Calibration, DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { agentEffect } from '../../definitions/contrast.ts';
import { shiftedLine } from '../../calibrate/index.ts';
import { Z95 } from '../../math/normal.ts';

export interface StrengthCalibration {
  readonly line: DensityLine;
  /** Why a strength has no interval and is not to be used; null where it may be. */
  readonly against: string | null;
  readonly flags: readonly Flag[];
}

const CODE = 'STRENGTH_CONTRAST';

/**
 * In the portal phase all bone is solved as much less dense as the trabecular mean is (design value: what agent does to the shell is
 * not known, and matters little there), and how sure that is joins the error that all levels share.
 */
export function strengthCalibration(calibration: Calibration): StrengthCalibration {
  const { slope, intercept, error } = calibration;
  const { against, correctionMgCc, correctionSe } = agentEffect(calibration);
  if (against !== null) {
    const message = `${against}: strengths may be too high and are not to be used`;
    return { line: { slope, intercept, error }, against, flags: [{ code: CODE, message }] };
  }
  if (correctionMgCc === 0) return { line: { slope, intercept, error }, against, flags: [] };
  const taken = `${correctionMgCc.toFixed(0)} ± ${(Z95 * correctionSe).toFixed(0)} mg/cm3`;
  const why = `less ${taken} (95 %, design value) for the portal phase of a contrast agent`;
  return {
    line: shiftedLine(calibration, { mgCc: -correctionMgCc, se: correctionSe, why }),
    against,
    flags: [{ code: CODE, message: `strength solved with every density ${why}` }],
  };
}
