/** What a contrast agent does to the density of a study, and what the report says of that. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { agentEffect, type AgentEffect } from '../../definitions/contrast.ts';

export interface ContrastGate extends AgentEffect {
  readonly flags: readonly Flag[];
}

export function contrastGate(calibration: Pick<Calibration, 'contrast' | 'flags'>): ContrastGate {
  const effect = agentEffect(calibration);
  if (effect.correctionMgCc === 0) return { ...effect, flags: [] };
  const message = `portal phase of a contrast agent: the category is that of the density less ${effect.correctionMgCc.toFixed(0)} mg/cm3 (mean of the literature; design value)`;
  return { ...effect, flags: [{ code: 'DENSITY_CONTRAST_CORRECTED', message }] };
}
