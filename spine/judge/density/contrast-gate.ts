/** The effect of a contrast agent on the density of a study, and its wording in the report. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { agentEffect, type AgentEffect } from '../../definitions/contrast.ts';

export interface ContrastGate extends AgentEffect {
  readonly flags: readonly Flag[];
}

export function contrastGate(calibration: Pick<Calibration, 'contrast' | 'flags'>): ContrastGate {
  const effect = agentEffect(calibration);
  if (effect.correctionMgCc === 0) return { ...effect, flags: [] };
  const message = `portal venous phase: the density category is based on the density minus ${effect.correctionMgCc.toFixed(0)} mg/cm3 (mean of published values; assumption of this software)`;
  return { ...effect, flags: [{ code: 'DENSITY_CONTRAST_CORRECTED', message }] };
}
