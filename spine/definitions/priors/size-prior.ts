/**
 * How wide and deep vertebral bodies are, mm: geometric mean of endplate width and depth.
 *
 * Panjabi MM et al., Spine 16:888, 1991 (cervical), 16:861, 1991 (thoracic), 17:299, 1992 (lumbar): means of upper
 * endplates, an assumption of this software (docs/method.md#assumptions); they tell levels ten apart, not neighbours.
 */
import type { Level } from '../../../contracts/levels.ts';

import { offsetLogLikelihood } from '../../math/patient-offset.ts';

export const ENDPLATE_MM: Partial<Record<Level, number>> = {
  C3: 15.4, C4: 16.2, C5: 16.9, C6: 17.4, C7: 19.8,
  T1: 21.3, T2: 22.1, T3: 23.6, T4: 23.9, T5: 24.6, T6: 26.1,
  T7: 27.6, T8: 28.7, T9: 29.9, T10: 31.2, T11: 33.4, T12: 35.8,
  L1: 37.5, L2: 38.4, L3: 39.4, L4: 40.7, L5: 40.5, L6: 40.5,
}; // prettier-ignore
/** Mid-height section against endplate: geometric mean over 23 bodies, T4-L5, of five scans (ours); SD of the logarithm 0.11. */
export const WAIST = 0.92;
/** SD of the logarithm between patients, and between bodies of one patient (design values). */
export const LAW = { patientSd: 0.12, ownSd: 0.06, worst: 6 } as const;

export interface SizedLevel {
  readonly level: Level;
  /** Geometric mean of width and depth at mid-height, mm. */
  readonly diameterMm: number;
}

/** Log-likelihood of the bodies' sizes at the patient's likeliest scale; 0 where no size is known. */
export function sizeLogLikelihood(sized: readonly SizedLevel[]): number {
  const offs = sized.flatMap(({ level, diameterMm }) => {
    const expected = ENDPLATE_MM[level];
    return expected === undefined ? [] : [Math.log(diameterMm / (WAIST * expected))];
  });
  return offsetLogLikelihood(offs, LAW);
}
