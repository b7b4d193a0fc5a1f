/** Names of the methods that thresholds and reference populations are bound to. */
import type { Calibration } from '../../shared/contracts/calibration.ts';

/** Finite-element strength of this software; a change of its newtons is a new name. */
export const STRENGTH_METHOD = 'osteon-fe/2';

/** Trabecular density of this software by the way in which HU became mg/cm3. */
export function densityMethod(method: Calibration['method']): string {
  return `osteon-vbmd/${method}`;
}
