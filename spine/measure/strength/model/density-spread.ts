/**
 * The density of an element as the mean of the bone around it, over a length that does not hang on the element's.
 *
 * @remarks Laws of bone as a continuum were measured on cores of 8 mm and hold over three to five trabeculae (Harrigan TP et al., J Biomech
 * 21:269, 1988); the noise of single voxels is no structure, and no element resolves what changes from one to the next. Diffusion
 * for the time sigma^2 / 2 with no flux through the body's surface: far from it a Gaussian mean, near it a mean of bone alone, and
 * the body keeps its mass, each voxel counted by the part of it that is body.
 *
 * An element is itself a mean over its own box, of variance h^2 / 12 along each axis: where that counts, diffusion adds what is left, and the
 * whole does not hang on the element's size.
 */

type Triple = readonly [number, number, number];

/** Of the largest step that explicit diffusion takes without oscillating. */
const SAFE = 0.9;

/** How far densities are averaged. */
export interface DensitySpread {
  /** Standard deviation of the mean's weights along each axis, mm; 0 leaves all as it is. */
  readonly sigmaMm: number;
  /** Whether the element's own mean is a part of it. */
  readonly withElement: boolean;
}

export const NO_SPREAD: DensitySpread = { sigmaMm: 0, withElement: false };

/**
 * @param values one a voxel; those outside the body stay as they are
 * @param part of a voxel that is body, 0 to 1; 0 outside
 * @param spacing edges of a voxel, mm
 */
export function spreadWithin(
  values: Float64Array,
  part: ArrayLike<number>,
  [nx, ny]: Triple,
  spacing: Triple,
  { sigmaMm, withElement }: DensitySpread,
): Float64Array {
  const rates = spacing.map((h) => 1 / (h * h));
  const times = spacing.map((h) => Math.max(0, sigmaMm * sigmaMm - (withElement ? (h * h) / 12 : 0)) / 2);
  const steps = Math.ceil((2 * rates.reduce((sum, rate, axis) => sum + rate * times[axis]!, 0)) / SAFE);
  let now = values;
  for (let step = 0; step < steps; step++) {
    const next = now.slice();
    [1, nx, nx * ny].forEach((stride, axis) => {
      exchange(now, next, part, stride, (times[axis]! / steps) * rates[axis]!);
    });
    now = next;
  }
  return now;
}

/**
 * What neighbours in the body give each other, through a face as large as the lesser part; a body touches no end of its grid, so no
 * neighbour is of another row.
 */
function exchange(
  now: Float64Array,
  next: Float64Array,
  part: ArrayLike<number>,
  stride: number,
  rate: number,
): void {
  for (let at = 0; at + stride < now.length; at++) {
    const [a, b] = [part[at]!, part[at + stride]!];
    if (a === 0 || b === 0) continue;
    const flow = rate * Math.min(a, b) * (now[at + stride]! - now[at]!);
    next[at]! += flow / a;
    next[at + stride]! -= flow / b;
  }
}
