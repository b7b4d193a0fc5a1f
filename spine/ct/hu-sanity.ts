/** Whether air and fat lie where the Hounsfield scale has them: a scanner out of tune, or a rescale that is no rescale to HU. */
import type { Flag } from '../../contracts/primitives.ts';

/** Where the mode of a tissue is looked for, where it should be, and how far off it may be, HU. */
const AIR = {
  name: 'air',
  code: 'HU_OF_AIR_UNUSUAL',
  from: -1023,
  to: -850,
  wanted: -1000,
  tolerance: 30,
} as const;
/** Seen at 120 kVp in five public studies of four makers: -107 to -81. Lower voltages go lower. */
const FAT = {
  name: 'fat',
  code: 'HU_OF_FAT_UNUSUAL',
  from: -200,
  to: -40,
  wanted: -100,
  tolerance: 35,
} as const;
/** Voxels of the window that make a mode worth the name, as part of the image. */
const FEWEST_OF_IMAGE = 0.01;
/** A mode stands out: this many times as high as the edges of its window. */
const PROMINENCE = 1.5;
/** Noise in the histogram is smoothed over this many HU. */
const SMOOTHING_HU = 15;
/** A part of the voxels is enough; a prime, so that no column is left out. */
const EVERY = 7;

/** The lowest value itself is left out: all that was cut off lies there. */
const LOWEST = -1023;
const BINS = 1300;

/** A tissue whose mode can't be told (no air in a narrow field of view, no fat) raises no flag. */
export function huFlags(hu: Int16Array): readonly Flag[] {
  const histogram = new Float64Array(BINS);
  let count = 0;
  for (let i = 0; i < hu.length; i += EVERY, count++) {
    const bin = hu[i]! - LOWEST;
    if (bin >= 0 && bin < BINS) histogram[bin]!++;
  }
  const smooth = smoothed(histogram);
  return [AIR, FAT].flatMap((tissue) => {
    const mode = modeOf(smooth, tissue, FEWEST_OF_IMAGE * count);
    if (mode === null || Math.abs(mode - tissue.wanted) <= tissue.tolerance) return [];
    return [
      {
        code: tissue.code,
        message: `${tissue.name} at ${mode} HU (usual: ${tissue.wanted}); the HU scale and the densities may be inaccurate`,
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
  const at = (hu: number): number => smooth[hu - LOWEST]!;
  for (let hu = from; hu <= to; hu++) {
    sum += at(hu);
    if (at(hu) > at(mode)) mode = hu;
  }
  const edge = Math.max(at(from), at(to));
  return sum > fewest && at(mode) >= PROMINENCE * edge ? mode : null;
}
