/** Names of the methods that thresholds and reference populations are bound to. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';

/** Finite-element strength of this software: another law of bone, or another read-out, gives other newtons. */
export function strengthMethod(parameterSet: string, law: 'plastic' | 'linear'): string {
  return `osteon-fe/${parameterSet}/${law}`;
}

/** Trabecular density of this software by the way in which HU became mg/cm3. */
export function densityMethod(method: Calibration['method']): string {
  return `osteon-vbmd/${method}`;
}
