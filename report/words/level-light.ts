/**
 * The light of a level: what its outline, its measurement and the image leave to doubt.
 *
 * The segmentation's light knows the outline alone. A level that is not assessed is red. It is green where nothing was
 * remarked on its outline and measurement, where the image is neither noisy, nor sharp, nor full of streaks, and where its
 * heights are known well enough to tell a fracture by.
 */
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { Heights } from '../../contracts/level/level-result.ts';
import type { Level } from '../../contracts/levels.ts';
import type { TRAFFIC_LIGHTS } from '../../contracts/segmentation.ts';
import { GREATEST_HEIGHT_MARGIN } from '../../spine/definitions/fractures.ts';
import type { ReportData } from '../report-data.ts';

export type TrafficLight = (typeof TRAFFIC_LIGHTS)[number];

/** Remarks on a study's images that hold for each of its levels. */
export const IMAGE_DOUBTS: readonly FlagCode[] = ['NOISE_HIGH', 'KERNEL_SHARP', 'DENSE_MATERIAL_IN_VIEW'];

/** @returns null for a level that was not segmented */
export function lightOf(
  level: Level,
  {
    segmentation,
    calibration,
    levels,
    risk,
  }: Pick<ReportData, 'segmentation' | 'calibration' | 'levels' | 'risk'>,
): TrafficLight | null {
  const segmented = segmentation?.levels.find((candidate) => candidate.level === level);
  if (segmented === undefined) return null;
  const outcome = risk?.levels.find((candidate) => candidate.level === level);
  if (segmented.refusal !== null || (outcome !== undefined && outcome.status !== 'assessed')) return 'red';
  if (segmented.qc.light !== 'green') return segmented.qc.light;
  const measured = levels.get(level);
  const doubted =
    (calibration?.flags ?? []).some(({ code }) => IMAGE_DOUBTS.includes(code)) ||
    (measured?.flags ?? []).length > 0 ||
    (measured !== undefined && !areHeightsKnown(measured.heights));
  return doubted ? 'amber' : 'green';
}

function areHeightsKnown(heights: Heights | null): boolean {
  if (heights === null) return false;
  return [heights.anterior, heights.middle, heights.posterior].every(
    ({ value, uncertainty }) =>
      uncertainty.kind === 'interval95' &&
      uncertainty.high - uncertainty.low <= 2 * GREATEST_HEIGHT_MARGIN * value,
  );
}
