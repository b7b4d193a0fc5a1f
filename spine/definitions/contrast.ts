/** A contrast agent: whether a header names one, and what an agent that was seen does to densities. */
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { Calibration } from '../../contracts/calibration/calibration.ts';

/** What an agent does to every density of a study: nothing, a known share that is taken off, or all trust lost. */
export interface AgentEffect {
  /** Why no density may be held against anything; null where it may. */
  readonly against: string | null;
  /** To be taken off, mg/cm3, and its standard error. */
  readonly correctionMgCc: number;
  readonly correctionSe: number;
}

/** Header words that deny an agent, in the languages and habits that are common. */
export const DENIAL =
  /^(no|non|none|not|nil|without|w\/?o|ohne|kein|keine|keines|sans|sin|senza|plain|nativ|native|0|-+)(?=$|[\s.,;:/()-])/i;
/** What may stand beside them: anything else (a product, a dose) is taken for an agent. */
export const BESIDE =
  /\b(iv|i\.v\.?|intravenous|oral|po|rectal|any|contrast|contrasto|contraste|agent|agents|media|medium|material|km|kontrast|kontrastmittel|dye|given|administered|used|applied|and|or|bolus)\b/gi;
/** What is neither letter nor digit. */
export const REST = /[\s.,;:/()&+-]/g;

/** Blood with an agent is brighter than this, and without one no brighter than that; between them nothing is certain, HU (docs/method.md#contrast-agent). */
export const ENHANCED_ABOVE_HU = 90;
export const PLAIN_UP_TO_HU = 60;
/** Blood without an agent is darker than this in anaemia: 25 to 37 HU against 39 to 50 (interquartile ranges, 325 CTs), HU (docs/method.md#without-a-phantom). */
export const LOW_BLOOD_HU = 33;
/** An aorta with an agent: arterial from here on whatever the vena cava has; portal up to there where the cava can't be asked, HU. */
export const ARTERIAL_FROM_HU = 200;
export const PORTAL_UP_TO_HU = 160;
/** Cava over aorta from which on the phase is portal: in the arterial phase the aorta is far brighter, in the portal phase alike. */
export const PORTAL_RATIO = 0.7;
/** 0.70 x 18 HU (Pompe 2015: L1 in the portal phase against none), mg/cm3 (design value). */
export const PORTAL_CORRECTION_MGCC = 13;

/** Flags of the calibration after which an agent is possible in any amount. */
const GIVEN = 'CONTRAST_HEADER';
const NOBODY_KNOWS = 'CONTRAST_UNKNOWN';
/**
 * Standard error as a share of the correction: 9 mg/cm3. Of 157 people the rise differed by 19.2 HU (SD; Pickhardt 2016, Osteoporos
 * Int 27:147), 13 mg/cm3 with the noise of two readings in it; studies' means lie between 11 and 26 HU.
 */
export const CORRECTION_SE = 0.7;

/** Whether ContrastBolusAgent names an agent. False does not prove that none was given: scanners leave it empty at times. */
export function namesContrast(agent: string | null): boolean {
  const named = agent?.trim() ?? '';
  if (named === '') return false;
  if (!DENIAL.test(named)) return true;
  return named.replace(DENIAL, '').replace(BESIDE, '').replace(REST, '') !== '';
}

export function agentEffect({ contrast, flags }: Pick<Calibration, 'contrast' | 'flags'>): AgentEffect {
  const none = { against: null, correctionMgCc: 0, correctionSe: 0 };
  const flagged = (wanted: FlagCode): boolean => flags.some(({ code }) => code === wanted);
  switch (contrast.phase) {
    case 'arterial':
      return {
        ...none,
        against: 'arterial contrast phase, which raises the density by an unknown amount',
      };
    case 'portal': {
      const { correctionMgCc } = contrast;
      return { ...none, correctionMgCc, correctionSe: CORRECTION_SE * correctionMgCc };
    }
    case 'none':
    case 'unknown':
      if (flagged(GIVEN)) return { ...none, against: 'contrast agent, which raises the density' };
      if (flagged(NOBODY_KNOWS)) return { ...none, against: 'contrast agent not known' };
      // A phase that is only unclear has widened the calibration's line itself.
      return none;
  }
}
