/** HU of a region: on the CT's own voxels, robust against the few that are something else. */
import { indexToWorld, voxelVolume, type Volume } from '../../grid/volume.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { binnedQuantile } from '../../math/histogram.ts';
import { SD_PER_MAD } from '../../math/robust.ts';
import { END_OF_SCALE_HU } from '../../definitions/hounsfield.ts';

import type { WorkSlices } from './work-slices.ts';

export interface RegionStatistics {
  /** Mean of the voxels within three standard deviations of the median; the median where values are cut off. HU */
  readonly meanHu: number;
  /** Of the same voxels, HU. */
  readonly sdHu: number;
  readonly volumeMm3: number;
  readonly centreMm: Vec3;
  /** Share of voxels at the lowest value of the region where that is the end of the scale, 0 to 1. */
  readonly cutOff: number;
}

/** Values are counted from here up, HU. */
const [LOWEST, HIGHEST] = [-4096, 4095];
const TRIM_SD = 3;
/** 12 bits end here; a share of air above this has been cut off, HU. */
const CUT_OFF = 0.02;

/** Of a larger region (air) only every nth cell's voxels are read, so that about so many are. */
const ENOUGH_CELLS = 100_000;

/** @returns null where `cells` is empty */
export function measure(
  ct: Volume<Int16Array>,
  { grid, block, firstSlice }: WorkSlices,
  cells: Uint8Array,
): RegionStatistics | null {
  const [nx, ny, nz] = grid.dims;
  const histogram = new Float64Array(HIGHEST - LOWEST + 1);
  let [count, taken, atI, atJ, atK] = [0, 0, 0, 0, 0];
  const every = strideFor(cells);
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (cells[at] === 0) continue;
        count++;
        atI += i;
        atJ += j;
        atK += k;
        if (count % every !== 0) continue;
        taken++;
        for (let c = 0; c < block[2]; c++)
          for (let b = 0; b < block[1]; b++) {
            const row =
              ct.dims[0] * (j * block[1] + b + ct.dims[1] * (firstSlice + k * block[2] + c)) + i * block[0];
            for (let a = 0; a < block[0]; a++)
              histogram[Math.max(LOWEST, Math.min(HIGHEST, ct.data[row + a]!)) - LOWEST]!++;
          }
      }
  if (count === 0) return null;
  const voxels = taken * block[0] * block[1] * block[2];
  const centre = indexToWorld(grid.affine, atI / count, atJ / count, atK / count);
  return { ...statistics(histogram, voxels), volumeMm3: count * voxelVolume(grid.affine), centreMm: centre };
}

/** Odd, so that it does not fall in step with rows. */
function strideFor(cells: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < cells.length; at++) count += cells[at]!;
  return count <= ENOUGH_CELLS ? 1 : Math.floor(count / ENOUGH_CELLS) | 1;
}

function statistics(
  histogram: Float64Array,
  count: number,
): Pick<RegionStatistics, 'meanHu' | 'sdHu' | 'cutOff'> {
  const median = binnedQuantile(histogram, count / 2);
  const away = new Float64Array(histogram.length);
  histogram.forEach((n, bin) => (away[Math.round(Math.abs(bin - median))]! += n));
  const spread = SD_PER_MAD * binnedQuantile(away, count / 2);
  // Whole numbers: a spread of nothing still takes in the median's own voxels.
  const reach = TRIM_SD * Math.max(spread, 1);
  let [kept, sum, squares] = [0, 0, 0];
  histogram.forEach((n, bin) => {
    const d = bin - median;
    if (n === 0 || Math.abs(d) > reach) return;
    kept += n;
    sum += n * d;
    squares += n * d * d;
  });
  const mean = sum / kept;
  const lowest = histogram.findIndex((n) => n > 0);
  const cutOff = lowest + LOWEST <= END_OF_SCALE_HU ? histogram[lowest]! / count : 0;
  return {
    meanHu: median + LOWEST + (cutOff > CUT_OFF ? 0 : mean),
    sdHu: Math.sqrt(Math.max(0, squares / kept - mean * mean)),
    cutOff,
  };
}
