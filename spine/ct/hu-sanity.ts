/** Whether air and fat lie where the Hounsfield scale has them: a scanner out of tune, or a rescale that is no rescale to HU. */
import type { Flag } from '../../contracts/primitives.ts';
import { END_OF_SCALE_HU, SCALE_CHECKS } from '../definitions/hounsfield.ts';

/** Voxels of the window that make a mode worth the name, as part of the image. */
const FEWEST_OF_IMAGE = 0.01;
/** A mode stands out: this many times as high as the edges of its window. */
const PROMINENCE = 1.5;
/** Noise in the histogram is smoothed over this many HU. */
const SMOOTHING_HU = 15;
/** A part of the voxels is enough; a prime, so that no column is left out. */
const EVERY = 7;

/** From the lowest value but one: all that was cut off lies below. */
const BINS = 1300;
const CODE = { air: 'HU_OF_AIR_UNUSUAL', fat: 'HU_OF_FAT_UNUSUAL' } as const;

/** A tissue whose mode can't be told (no air in a narrow field of view, no fat) raises no flag. */
export function huFlags(hu: Int16Array): readonly Flag[] {
  const histogram = new Float64Array(BINS);
  let count = 0;
  for (let i = 0; i < hu.length; i += EVERY, count++) {
    const bin = hu[i]! - END_OF_SCALE_HU;
    if (bin >= 0 && bin < BINS) histogram[bin]!++;
  }
  const smooth = smoothed(histogram);
  return (['air', 'fat'] as const).flatMap((name) => {
    const tissue = SCALE_CHECKS[name];
    const mode = modeOf(smooth, tissue, FEWEST_OF_IMAGE * count);
    if (mode === null || Math.abs(mode - tissue.wanted) <= tissue.tolerance) return [];
    return [
      {
        code: CODE[name],
        message: `${name} at ${mode} HU (usual: ${tissue.wanted}); the HU scale and the densities may be inaccurate`,
      },
    ];
  });
}

function smoothed(histogram: Float64Array): Float64Array {
  const half = Math.floor(SMOOTHING_HU / 2);
  return histogram.map((_, bin) => {
    let sum = 0;
    for (let at = Math.max(0, bin - half); at <= Math.min(BINS - 1, bin + half); at++) sum += histogram[at]!;
    return sum / SMOOTHING_HU;
  });
}

function modeOf(
  smooth: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
  fewest: number,
): number | null {
  let [mode, sum] = [from, 0];
  const at = (hu: number): number => smooth[hu - END_OF_SCALE_HU]!;
  for (let hu = from; hu <= to; hu++) {
    sum += at(hu);
    if (at(hu) > at(mode)) mode = hu;
  }
  const edge = Math.max(at(from), at(to));
  return sum > fewest && at(mode) >= PROMINENCE * edge ? mode : null;
}
