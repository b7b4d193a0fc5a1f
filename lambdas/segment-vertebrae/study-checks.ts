/** What makes a study as a whole unfit, or doubtful. */
import type { Ct } from '../shared/contracts/ct.ts';
import type { Flag, Refusal } from '../shared/contracts/primitives.ts';
import type { SegmentedLevel } from '../shared/contracts/segmentation.ts';
import { StudyRefused } from '../shared/errors.ts';
import type { Level } from '../shared/levels.ts';

/** Strength is computed on slices up to this apart, mm (design value, as usual for opportunistic CT). */
const WIDEST_SPACING_MM = 3;
/** In slices further apart than this no vertebra is outlined, mm (design value). */
const WIDEST_TO_SEGMENT_MM = 5;
/** Rounding of headers, mm. */
const ROUNDING_MM = 0.01;

/** @throws StudyRefused SLICES_TOO_THICK */
export function requireSegmentableSlices({ spacingMm }: Pick<Ct, 'spacingMm'>): void {
  const widest = widestOf(spacingMm);
  if (widest > WIDEST_TO_SEGMENT_MM + ROUNDING_MM)
    throw new StudyRefused(tooThick(widest, WIDEST_TO_SEGMENT_MM));
}

/** Vertebrae in slices too thick for strength are named and outlined, and each says why it is not assessed. */
export function withThickSlicesRefused(
  levels: readonly SegmentedLevel[],
  { spacingMm }: Pick<Ct, 'spacingMm'>,
): readonly SegmentedLevel[] {
  const widest = widestOf(spacingMm);
  if (widest <= WIDEST_SPACING_MM + ROUNDING_MM) return levels;
  return levels.map((level) => ({
    ...level,
    refusal: level.refusal ?? tooThick(widest, WIDEST_SPACING_MM),
    qc: { ...level.qc, light: 'red' },
  }));
}

function widestOf(spacingMm: Ct['spacingMm']): number {
  return Math.max(spacingMm[0], spacingMm[1], spacingMm[2]);
}

function tooThick(saw: number, most: number): Refusal {
  return {
    code: 'SLICES_TOO_THICK',
    saw: `voxels ${saw.toFixed(1)} mm apart`,
    wanted: `at most ${most} mm, for a series reconstructed thinner`,
  };
}

/** Slices that overlap may be thicker than they are apart. */
export function sliceFlags({ sliceThicknessMm }: Pick<Ct, 'sliceThicknessMm'>): readonly Flag[] {
  if (sliceThicknessMm === null || sliceThicknessMm <= WIDEST_SPACING_MM + ROUNDING_MM) return [];
  const message = `slices of ${sliceThicknessMm.toFixed(1)} mm blur endplates; heights are of low precision`;
  return [{ code: 'SLICES_THICK', message }];
}

/** @throws StudyRefused NO_ASSESSABLE_LEVEL, with every level's own code */
export function assessableLevels(levels: readonly SegmentedLevel[]): readonly Level[] {
  const fit = levels.filter(({ refusal }) => refusal === null).map(({ level }) => level);
  if (fit.length > 0) return fit;
  const reasons = levels.map(({ level, refusal }) => `${level} ${refusal!.code}`);
  throw new StudyRefused({
    code: 'NO_ASSESSABLE_LEVEL',
    saw: reasons.length === 0 ? 'no vertebra' : reasons.join(', '),
    wanted: 'one whole vertebra of T4 to L5 without metal or cement',
  });
}
