/** Whether a region is what it was taken for: HU (the open Ogo implementation, docs/method.md#without-a-phantom), volume, and signs of a value that is none. */
import { CONSTANT_AIR } from '../../definitions/hounsfield.ts';
import {
  LEAST_REFERENCE_MM3,
  MOST_CUT_OFF,
  REFERENCE_HU,
  type ReferenceTissue,
} from '../../definitions/regions.ts';

import type { RegionStatistics } from './measure.ts';

/** @returns what was seen and wanted; null where the region passes */
export function doubtAbout(
  tissue: ReferenceTissue,
  { meanHu, sdHu, volumeMm3, cutOff }: RegionStatistics,
): string | null {
  if (volumeMm3 < LEAST_REFERENCE_MM3[tissue])
    return `${(volumeMm3 / 1000).toFixed(1)} cm3; required: at least ${LEAST_REFERENCE_MM3[tissue] / 1000} cm3`;
  if (cutOff > MOST_CUT_OFF)
    return `${Math.round(100 * cutOff)} % of voxels clipped at the lowest value of the scale`;
  if (meanHu < CONSTANT_AIR.belowHu && sdHu < CONSTANT_AIR.leastSd)
    return 'constant value at the end of the scale: not scanned or clipped';
  const [low, high] = REFERENCE_HU[tissue];
  if (meanHu < low || meanHu > high) return `${meanHu.toFixed(0)} HU; required: ${low} to ${high} HU`;
  return null;
}
