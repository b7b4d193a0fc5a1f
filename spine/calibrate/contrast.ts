/**
 * Whether a contrast agent is in the blood, and since when: header and image together.
 *
 * The image decides where the aorta was found. Limits are design values (docs/method.md#contrast-agent): blood above 90 HU is enhanced;
 * in the arterial phase the aorta is far brighter than the vena cava, in the portal phase they are alike.
 * What can't be told apart counts as arterial, which gives no density category.
 */
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Flag } from '../../contracts/primitives.ts';
import {
  ARTERIAL_FROM_HU,
  ENHANCED_ABOVE_HU,
  PLAIN_UP_TO_HU,
  PORTAL_CORRECTION_MGCC,
  PORTAL_RATIO,
  PORTAL_UP_TO_HU,
} from '../definitions/contrast.ts';

export interface ContrastEvidence {
  readonly source: 'dicom' | 'nifti';
  /** The header names an agent. */
  readonly named: boolean;
  readonly aortaHu: number | null;
  readonly cavaHu: number | null;
}

export interface ContrastFinding {
  readonly contrast: Calibration['contrast'];
  readonly flags: readonly Flag[];
}

export function contrastOf(evidence: ContrastEvidence): ContrastFinding {
  const { aortaHu, cavaHu, named, source } = evidence;
  if (aortaHu === null) return unseen(source, named);
  const seen = `aorta ${aortaHu.toFixed(0)} HU`;
  if (aortaHu > ENHANCED_ABOVE_HU) return enhanced(aortaHu, cavaHu, seen, named);
  if (named) {
    const basis = `contrast agent recorded in the header, not visible: ${seen}`;
    return found('unknown', aortaHu, 0, basis, [
      headerFlag(`not visible, ${seen}: before arrival, very late, or oral`),
    ]);
  }
  if (aortaHu <= PLAIN_UP_TO_HU) return found('none', aortaHu, 0, seen, []);
  const message = `${seen}: between unenhanced and enhanced blood; a late contrast phase is not excluded`;
  return found('unknown', aortaHu, 0, seen, [{ code: 'CONTRAST_UNCLEAR', message }]);
}

function enhanced(aortaHu: number, cavaHu: number | null, seen: string, named: boolean): ContrastFinding {
  const flags = named ? [headerFlag(`visible, ${seen}`)] : [];
  const ratio = cavaHu === null ? null : cavaHu / aortaHu;
  const basis =
    cavaHu === null ? `${seen}, vena cava not identified` : `${seen}, vena cava ${cavaHu.toFixed(0)} HU`;
  const portal =
    ratio === null ? aortaHu <= PORTAL_UP_TO_HU : ratio >= PORTAL_RATIO && aortaHu < ARTERIAL_FROM_HU;
  if (portal) {
    const message = `${basis}: portal venous phase; densities are given as measured and corrected by -${PORTAL_CORRECTION_MGCC} mg/cm3 (assumption of this software)`;
    return found('portal', aortaHu, PORTAL_CORRECTION_MGCC, basis, [
      { code: 'CONTRAST_PORTAL', message },
      ...flags,
    ]);
  }
  const sure = ratio === null ? aortaHu >= ARTERIAL_FROM_HU : ratio < PORTAL_RATIO;
  const doubt = sure ? '' : '; phase unclear, treated as arterial';
  const message = `${basis}: enhanced blood${doubt}; no density category is given`;
  return found('arterial', aortaHu, 0, `${basis}${doubt}`, [
    { code: 'CONTRAST_ARTERIAL', message },
    ...flags,
  ]);
}

function unseen(source: 'dicom' | 'nifti', named: boolean): ContrastFinding {
  if (named)
    return found('unknown', null, 0, 'contrast agent recorded in the header; aorta not identified', [
      headerFlag('phase not evaluated, aorta not identified'),
    ]);
  if (source === 'nifti') {
    const message = 'contrast agent not evaluated: not stated in a NIfTI image, and aorta not identified';
    return found('unknown', null, 0, 'no header; aorta not identified', [
      { code: 'CONTRAST_UNKNOWN', message },
    ]);
  }
  const message = 'no contrast agent recorded in the header; not verified in the image, aorta not identified';
  return found('unknown', null, 0, message, [{ code: 'CONTRAST_UNCHECKED', message }]);
}

/** The agent's name stays out of the message: free text of a header may hold anything. */
function headerFlag(image: string): Flag {
  return {
    code: 'CONTRAST_HEADER',
    message: `contrast agent recorded in the header (${image}); contrast raises trabecular density by 6 mg/cm3 or more`,
  };
}

function found(
  phase: Calibration['contrast']['phase'],
  aortaHu: number | null,
  correctionMgCc: number,
  basis: string,
  flags: readonly Flag[],
): ContrastFinding {
  return { contrast: { phase, aortaHu, correctionMgCc, basis }, flags };
}
