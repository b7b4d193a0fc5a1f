/** What a contrast agent does to the density of a study: nothing, a known share that is taken off, or all trust lost. */
import type { Calibration } from '../shared/contracts/calibration.ts';
import type { Flag } from '../shared/contracts/primitives.ts';

export interface ContrastGate {
  /** Why no category may be given; null where one may. */
  readonly against: string | null;
  /** To be taken off, mg/cm3. */
  readonly correctionMgCc: number;
  /** Standard error of that, mg/cm3. */
  readonly correctionSe: number;
  readonly flags: readonly Flag[];
}

const HEADER_FLAG = 'CONTRAST_HEADER';
/**
 * Of the correction, as a share: half of it either way in 95 % (design value). The rise after contrast depends on dose
 * and time (Pompe 2015: +18 HU at L1 in the portal phase on average; Kaesmacher 2017: at least 6 mg/cm3).
 */
const CORRECTION_SE = 0.25;

export function contrastGate({ contrast, flags }: Pick<Calibration, 'contrast' | 'flags'>): ContrastGate {
  const none = { against: null, correctionMgCc: 0, correctionSe: 0, flags: [] };
  const byHeader = flags.some(({ code }) => code === HEADER_FLAG);
  switch (contrast.phase) {
    case 'arterial':
      return {
        ...none,
        against: 'the arterial phase of a contrast agent, which raises the density by an unknown amount',
      };
    case 'portal':
      return {
        ...none,
        correctionMgCc: contrast.correctionMgCc,
        correctionSe: CORRECTION_SE * contrast.correctionMgCc,
        flags: [
          {
            code: 'DENSITY_CONTRAST_CORRECTED',
            message: `portal phase of a contrast agent: the category is that of the density less ${contrast.correctionMgCc.toFixed(0)} mg/cm3 (mean of the literature; design value)`,
          },
        ],
      };
    case 'none':
    case 'unknown':
      if (byHeader) return { ...none, against: 'a contrast agent was given, which raises the density' };
      // What the calibration could not tell is in its own flags.
      return none;
  }
}
