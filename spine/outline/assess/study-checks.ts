/** What makes a study as a whole unfit, or doubtful. */
import type { Numbering, SegmentedLevel } from '../../../contracts/segmentation.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Level } from '../../../contracts/levels.ts';
import { WIDEST_SLICES_MM } from '../../definitions/slices.ts';
import { slicesBeyond, thickSlicesFlag, type Slices } from '../../grid/thick-slices.ts';

import type { AssessedLevels } from './assess-levels.ts';

/** @throws StudyRefused SLICES_TOO_THICK */
export function requireSegmentableSlices(slices: Slices): void {
  const saw = slicesBeyond(slices, WIDEST_SLICES_MM);
  if (saw === null) return;
  throw new StudyRefused({
    code: 'SLICES_TOO_THICK',
    saw,
    wanted: `at most ${WIDEST_SLICES_MM} mm; reconstruct a thinner series`,
  });
}

/** In slices too thick for strength and heights no vertebra passes unseen, and the study says why. */
export function withThickSlices(found: AssessedLevels, slices: Slices): AssessedLevels {
  const flag = thickSlicesFlag(slices);
  if (flag === null) return found;
  return {
    levels: found.levels.map((level) =>
      level.qc.light === 'green' ? { ...level, qc: { ...level.qc, light: 'amber' } } : level,
    ),
    studyFlags: [...found.studyFlags, flag],
  };
}

/** @throws StudyRefused NO_ASSESSABLE_LEVEL, with every level's own code */
export function assessableLevels(levels: readonly SegmentedLevel[], numbering?: Numbering): readonly Level[] {
  const fit = levels.filter(({ refusal }) => refusal === null).map(({ level }) => level);
  if (fit.length > 0) return fit;
  const [option] = numbering?.unsettled?.options ?? [];
  const reasons = levels.map(({ level, refusal }) => `${level} ${refusal!.code}`);
  throw new StudyRefused({
    code: 'NO_ASSESSABLE_LEVEL',
    saw: reasons.length === 0 ? 'no vertebra' : reasons.join(', '),
    wanted: `at least one complete vertebra from T4 to L5 without metal or cement${option === undefined ? '' : `; level names are not settled, name ${option.position} with ${option.option}, or with its own level`}`,
  });
}
