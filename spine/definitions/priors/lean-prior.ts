/**
 * How vertebrae lean in a patient who lies on the back: forwards in the upper thoracic spine and over the sacrum, back at
 * the thoracolumbar junction. Degrees of the superior axis towards the back, mean of what was measured on the public CT
 * whose levels are known (LIDC-IDRI-0001 and -0314, TCGA-DE-A4MA, VerSe-014, two of TotalSegmentator's; 3 to 5 a level).
 */
import type { Level } from '../../../contracts/levels.ts';
import { offsetLogLikelihood } from '../../math/patient-offset.ts';

export const LEAN_DEGREES: Partial<Record<Level, number>> = {
  C7: -35, T1: -34, T2: -37, T3: -33, T4: -28, T5: -22, T6: -15, T7: -6, T8: 1, T9: 4, T10: 6, T11: 11, T12: 13,
  T13: 15, L1: 20, L2: 19, L3: 8, L4: -8, L5: -25, L6: -25,
}; // prettier-ignore
/** Between patients (posture, cushions), and between the vertebrae of one, degrees (design values). */
export const LAW = { patientSd: 7, ownSd: 8, worst: 4 } as const;

export interface LeaningLevel {
  readonly level: Level;
  readonly leanDegrees: number;
}

/** Log-likelihood of the vertebrae's leans at the patient's likeliest posture. */
export function leanLogLikelihood(leaning: readonly LeaningLevel[]): number {
  const offs = leaning.flatMap(({ level, leanDegrees }) => {
    const expected = LEAN_DEGREES[level];
    return expected === undefined ? [] : [leanDegrees - expected];
  });
  return offsetLogLikelihood(offs, LAW);
}
