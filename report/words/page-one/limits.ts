/** What limits the result of this patient, the gravest first: page 1 names three at most. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Level } from '../../../contracts/levels.ts';
import type { ReportData } from '../../report-data.ts';

import { rangesText } from '../level-names.ts';
import { assessedLevels, remarksOf, studyRemarks } from '../remarks.ts';
import type { Strings } from '../strings/strings.ts';
import { numberText } from '../wording.ts';

export const MOST_LIMITS = 3;
/** Calibrations that rest on rods of known density. */
const BY_PHANTOM: readonly Calibration['method'][] = ['phantom', 'asynchronous-phantom'];

export function limitsOf(data: ReportData, strings: Strings): readonly string[] {
  const words = strings.limits;
  const study = studyRemarks(data).map(({ code }) => code);
  const levels = assessedLevels(data);
  const remarked = new Map(levels.map((level) => [level, remarksOf(level, data).map(({ code }) => code)]));
  const anywhere = (...codes: readonly FlagCode[]): boolean =>
    codes.some(
      (code) => study.includes(code) || [...remarked.values()].some((found) => found.includes(code)),
    );
  const levelsWith = (code: FlagCode): readonly Level[] =>
    levels.filter((level) => remarked.get(level)!.includes(code));
  const limits: string[] = [];
  const tell = (holds: boolean, text: string): void => {
    if (holds) limits.push(text);
  };
  tell(anywhere('CONTRAST_HEADER', 'CONTRAST_ARTERIAL', 'CONTRAST_PORTAL'), words.contrast);
  tell(anywhere('CONTRAST_UNCLEAR', 'CONTRAST_UNKNOWN', 'CONTRAST_UNCHECKED'), words.contrastUnknown);
  tell(anywhere('HU_SCALE_DOUBTED'), words.scale);
  tell(anywhere('KVP_UNKNOWN'), words.voltage);
  tell(anywhere('CUT_OFF_POPULATION'), words.population);
  const doubtful = anywhere('LEVELS_UNCERTAIN', 'LEVELS_DISAGREE', 'LEVELS_DOUBTFUL', 'TRANSITIONAL_ANATOMY');
  tell(doubtful || data.segmentation?.numbering?.unsettled !== undefined, words.levels(confidenceOf(data)));
  tell(anywhere('SLICES_THICK', 'HEIGHTS_SLICES_TOO_THICK', 'STRENGTH_SLICES_TOO_THICK'), words.slices);
  tell(anywhere('NOISE_HIGH'), words.noise);
  tell(anywhere('KERNEL_SHARP'), words.kernel);
  tell(anywhere('DENSE_MATERIAL_IN_VIEW', 'METAL_NEARBY'), words.metal);
  const margin = phantomlessMargin(data);
  tell(margin !== null, words.phantomless(margin ?? ''));
  const unseen = data.risk?.fractures.notGraded ?? [];
  tell(unseen.length > 0, words.unseen(rangesText(unseen)));
  const oneSided = levelsWith('REFERENCE_ONE_SIDED');
  tell(oneSided.length > 0, words.oneSided(rangesText(oneSided)));
  const missing = data.risk?.missing.length ?? 0;
  tell(missing > 0, words.factors(missing));
  return limits.slice(0, MOST_LIMITS);
}

function confidenceOf({ segmentation }: ReportData): string | null {
  return segmentation?.numbering?.probability.toFixed(2) ?? null;
}

/** Half the width of the density's interval where no phantom lies behind it, mg/cm3. */
function phantomlessMargin({ calibration, risk }: ReportData): string | null {
  const vbmd = risk?.density.vbmd ?? null;
  if (
    calibration === null ||
    BY_PHANTOM.includes(calibration.method) ||
    vbmd?.uncertainty.kind !== 'interval95'
  )
    return null;
  return numberText((vbmd.uncertainty.high - vbmd.uncertainty.low) / 2, 'mg/cm3');
}
