/** Where a profile across a wall of bone has its outer edge. */

/** Distance of samples along a profile, mm. */
export const PROFILE_STEP_MM = 0.25;
/**
 * The outer surface stands this far beyond the brightest point of the wall, mm: half a cortex of 0.9 mm.
 * A wall thinner than the blur of a CT has its peak in the middle, while its half-maximum lies up to 0.7 mm too far
 * out (Prevrhal et al., Phys Med Biol 44:751, 1999, and 2003, give the error of the half-maximum; cited from memory).
 * Right for digital spines by construction; on real bone wrong by half of what the cortex differs from 0.9 mm.
 */
export const HALF_CORTEX_MM = 0.45;
/**
 * A step S of the background under a thin wall's blurred peak of height P draws the peak to the brighter side:
 * d/dx [P exp(-x^2 / 2 s^2) + S Phi(-x / s)] = 0 at x = -S s / (P sqrt(2 pi)). With the blur s = 0.7 mm of a soft
 * kernel and of our own smoothing, x = -0.28 mm S / P; given back.
 */
const PULL_MM = 0.28;
/** A wall rises this far over the lowest values on both sides, where blur is that of the slice plane. */
export const WALL_HU = 80;
/** "On both sides" means within this distance. */
const FLANK_MM = 4;

/**
 * Peaks of a profile that leads outwards, from its start on: positions in samples (fractional).
 *
 * @param profile HU every `PROFILE_STEP_MM`, smoothed
 * @param contrastHu that a peak needs on both sides
 */
export function wallPeaks(profile: Float64Array, contrastHu: number): number[] {
  const flank = FLANK_MM / PROFILE_STEP_MM;
  const peaks: number[] = [];
  for (let i = 1; i < profile.length - 1; i++) {
    const here = profile[i]!;
    if (!(here > profile[i - 1]! && here >= profile[i + 1]!)) continue;
    const inside = lowest(profile, Math.max(0, i - flank), i);
    const outside = lowest(profile, i, Math.min(profile.length - 1, i + flank));
    if (here - Math.max(inside, outside) < contrastHu) continue;
    // Vertex of the parabola through three samples.
    const bend = profile[i - 1]! - 2 * here + profile[i + 1]!;
    const vertex = i + (0.5 * (profile[i - 1]! - profile[i + 1]!)) / bend;
    const drawn = (PULL_MM * (inside - outside)) / (here - (inside + outside) / 2);
    peaks.push(vertex + drawn / PROFILE_STEP_MM);
  }
  return peaks;
}

/** Gaussian of `sigmaMm` along the profile; the ends are repeated. */
export function smoothProfile(profile: Float64Array, sigmaMm: number): Float64Array {
  const sigma = sigmaMm / PROFILE_STEP_MM;
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((sum, w) => sum + w, 0);
  return profile.map((_, at) => {
    let sum = 0;
    for (let i = 0; i < kernel.length; i++) {
      sum += kernel[i]! * profile[Math.min(profile.length - 1, Math.max(0, at + i - reach))]!;
    }
    return sum / total;
  });
}

function lowest(values: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let i = from; i <= to; i++) least = Math.min(least, values[i]!);
  return least;
}
