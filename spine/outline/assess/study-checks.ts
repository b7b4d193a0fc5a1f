/** What makes a study as a whole unfit, or doubtful. */
import type { Ct } from '../../../contracts/ct.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import type { Numbering, SegmentedLevel } from '../../../contracts/segmentation.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Level } from '../../../contracts/levels.ts';
import { SLICE_ROUNDING_MM, THICK_SLICES_MM, WIDEST_SLICES_MM } from '../../definitions/slices.ts';

type Slices = Pick<Ct, 'spacingMm' | 'sliceThicknessMm'>;

/** @throws StudyRefused SLICES_TOO_THICK */
export function requireSegmentableSlices(slices: Slices): void {
  const refusal = tooThick(slices, WIDEST_SLICES_MM);
  if (refusal !== null) throw new StudyRefused(refusal);
}

/** Vertebrae in slices too thick for strength are named and outlined, and each says why it is not assessed. */
export function withThickSlicesRefused(
  levels: readonly SegmentedLevel[],
  slices: Slices,
): readonly SegmentedLevel[] {
  const refusal = tooThick(slices, THICK_SLICES_MM);
  if (refusal === null) return levels;
  return levels.map((level) => ({
    ...level,
    refusal: level.refusal ?? refusal,
    qc: { ...level.qc, light: 'red' },
  }));
}

/** Slices that overlap are thicker than they are apart; either blurs endplates and thin shells. Null where both are fine enough. */
function tooThick({ spacingMm, sliceThicknessMm }: Slices, most: number): Refusal | null {
  const apart = Math.max(spacingMm[0], spacingMm[1], spacingMm[2]);
  const thick = sliceThicknessMm ?? 0;
  if (Math.max(apart, thick) <= most + SLICE_ROUNDING_MM) return null;
  return {
    code: 'SLICES_TOO_THICK',
    saw: apart >= thick ? `voxel spacing ${apart.toFixed(1)} mm` : `slice thickness ${thick.toFixed(1)} mm`,
    wanted: `at most ${most} mm; reconstruct a thinner series`,
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
