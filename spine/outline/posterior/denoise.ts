/** Noise taken out of a noisy image before it is thresholded: single bright voxels would bridge joints. */
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { medianBin } from '../../math/histogram.ts';
import { SD_PER_MAD } from '../../math/robust.ts';

/** Soft tissue, HU: noise is measured where both of two neighbours hold it. */
const SOFT_HU = [-150, 250] as const;
/** Noise above this is smoothed, HU: at 3 sigma it would pass for bone. */
const NOISY_HU = 30;
/** Standard deviation of the smoothing, mm. */
const SIGMA_MM = 0.5;

export function denoised(image: Volume<Int16Array>): Volume<Int16Array> {
  return noiseOf(image) > NOISY_HU ? smoothed(image) : image;
}

/** Standard deviation of the noise from differences of neighbours along x, HU. */
export function noiseOf({ data }: Volume<Int16Array>): number {
  const [low, high] = SOFT_HU;
  const counts = new Float64Array(high - low);
  for (let at = 1; at < data.length; at++) {
    const [a, b] = [data[at - 1]!, data[at]!];
    if (a < low || a >= high || b < low || b >= high) continue;
    counts[Math.abs(a - b)]! += 1;
  }
  return (SD_PER_MAD * medianBin(counts)) / Math.SQRT2;
}

function smoothed(image: Volume<Int16Array>): Volume<Int16Array> {
  const data = Int16Array.from(image.data);
  const strides = [1, image.dims[0], image.dims[0] * image.dims[1]];
  const spacing = spacingOf(image.affine);
  strides.forEach((stride, axis) => {
    // Two neighbours suffice: sigma is below the spacing or near it.
    const side = Math.exp(-((spacing[axis]! / SIGMA_MM) ** 2) / 2);
    const weight = 1 / (1 + 2 * side);
    const n = image.dims[axis]!;
    const before = Int16Array.from(data);
    for (let at = 0; at < data.length; at++) {
      const place = Math.floor(at / stride) % n;
      const a = before[place > 0 ? at - stride : at]!;
      const b = before[place < n - 1 ? at + stride : at]!;
      data[at] = Math.round(weight * (before[at]! + side * (a + b)));
    }
  });
  return { ...image, data };
}
