/** Whether a region is what it was taken for: HU (the open Ogo implementation, docs/method.md#without-a-phantom), volume, and signs of a value that is none. */
import type { ReferenceRegion } from '../../../contracts/calibration/calibration.ts';

import type { RegionStatistics } from './measure.ts';

export type Tissue = Exclude<ReferenceRegion['tissue'], 'rod'>;

/** HU; what lies outside is not used. */
export const GATE_HU: Readonly<Record<Tissue, readonly [number, number]>> = {
  air: [-1030, -980],
  fat: [-130, -70],
  blood: [-20, 60],
  muscle: [-5, 65],
  'cortical-bone': [950, 1450],
};
/** Less of a tissue may be something else, mm3 (design values). */
const LEAST_MM3: Readonly<Record<Tissue, number>> = {
  air: 2000,
  fat: 1000,
  blood: 500,
  muscle: 1000,
  'cortical-bone': 200,
};
/** Half of the voxels cut off: not even the median is left, 0 to 1. */
const MOST_CUT_OFF = 0.45;
/** A scan has noise: less than this (HU) where the scale ends is a constant that the scanner or a resampling put there. */
const LEAST_AIR_SD = 1;
const END_OF_SCALE = -1015;

/** @returns what was seen and wanted; null where the region passes */
export function doubtAbout(
  tissue: Tissue,
  { meanHu, sdHu, volumeMm3, cutOff }: RegionStatistics,
): string | null {
  if (volumeMm3 < LEAST_MM3[tissue])
    return `${(volumeMm3 / 1000).toFixed(1)} cm3; required: at least ${LEAST_MM3[tissue] / 1000} cm3`;
  if (cutOff > MOST_CUT_OFF)
    return `${Math.round(100 * cutOff)} % of voxels clipped at the lowest value of the scale`;
  if (meanHu < END_OF_SCALE && sdHu < LEAST_AIR_SD)
    return 'constant value at the end of the scale: not scanned or clipped';
  const [low, high] = GATE_HU[tissue];
  if (meanHu < low || meanHu > high) return `${meanHu.toFixed(0)} HU; required: ${low} to ${high} HU`;
  return null;
}
