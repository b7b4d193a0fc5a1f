/**
 * What the verdict knows of a study's lumbar density: a value and its standard errors by cause, so that each can be drawn.
 *
 * A category is withheld where the cut-offs may not be used (one level only, an agent of an unknown amount); the draws are not: they
 * spread over what is not known. Only a scale that nobody can trust leaves nothing.
 */
import type { Level } from '../../../contracts/levels.ts';
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import { agentEffect, type AgentEffect } from '../../definitions/contrast.ts';
import { THORACIC_SE, LUMBAR_PER_THORACIC, WANTED_DENSITY_LEVELS } from '../../definitions/cut-offs.ts';
import { ONE_LEVEL_SE, UNTOLD_AGENT } from '../../definitions/priors/verdict-prior.ts';

import type { DensityLevels } from './density-levels.ts';
import { meanErrors, type LevelDensity } from './density-mean.ts';

export interface DensityEvidence {
  /** Of two lumbar vertebrae without a contrast agent, mg/cm3. */
  readonly value: number;
  /** Taken off for the agent, mg/cm3. */
  readonly agentMgCc: number;
  /** Standard errors, mg/cm3; 0 where there is none. */
  readonly errors: {
    readonly calibration: number;
    readonly sampling: number;
    /** One level for two, thoracic levels for lumbar ones, or levels that do not agree. */
    readonly levels: number;
    readonly agent: number;
  };
}

/** Flags of the calibration after which the scale itself is in doubt. */
const DISTRUSTED: readonly string[] = ['CALIBRATION_FILE_UNTRACEABLE', 'HU_SCALE_DOUBTED'];

/** Whether the verdict may draw from densities of this calibration. */
export function isScaleTrusted({ flags }: Pick<Calibration, 'flags'>): boolean {
  return !flags.some(({ code }) => DISTRUSTED.includes(code));
}

export function densityEvidence(
  { vbmd, levels, fromThoracic, disagreement }: DensityLevels,
  sex: 'female' | 'male' | null,
  densities: ReadonlyMap<Level, LevelDensity>,
  calibration: Pick<Calibration, 'contrast' | 'flags'>,
): DensityEvidence | null {
  if (vbmd === null || !isScaleTrusted(calibration)) return null;
  const own = meanErrors(levels.map((level) => densities.get(level)!));
  if (own === null) return null;
  const scale = fromThoracic === null || sex === null ? 1 : LUMBAR_PER_THORACIC[sex];
  const thoracic = fromThoracic === null ? 0 : THORACIC_SE;
  const fewer = levels.length < WANTED_DENSITY_LEVELS ? ONE_LEVEL_SE : 0;
  const agent = agentOf(agentEffect(calibration), calibration);
  return {
    value: scale * vbmd.value - agent.mgCc,
    agentMgCc: agent.mgCc,
    errors: {
      calibration: scale * own.calibrationSe,
      sampling: scale * own.samplingSe,
      // Either may be the right one.
      levels: Math.hypot(thoracic, fewer, (disagreement ?? 0) / 2),
      agent: agent.se,
    },
  };
}

function agentOf(
  { against, correctionMgCc, correctionSe }: AgentEffect,
  { contrast, flags }: Pick<Calibration, 'contrast' | 'flags'>,
): { readonly mgCc: number; readonly se: number } {
  if (against === null) return { mgCc: correctionMgCc, se: correctionSe };
  const given = contrast.phase === 'arterial' || flags.some(({ code }) => code === 'CONTRAST_HEADER');
  return given ? UNTOLD_AGENT.given : UNTOLD_AGENT.perhaps;
}
