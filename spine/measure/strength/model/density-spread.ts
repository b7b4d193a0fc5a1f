/**
 * The density of an element as the mean of the bone around it, over a length that does not hang on the element's.
 *
 * @remarks Laws of bone as a continuum were measured on cores of 8 mm and hold over three to five trabeculae (Harrigan TP et al., J Biomech
 * 21:269, 1988); the noise of single voxels is no structure, and no element resolves what changes from one to the next. Diffusion
 * for the time sigma^2 / 2 with no flux through the body's surface: far from it a Gaussian mean, near it a mean of bone alone, and
 * the body keeps its mass.
 */

type Triple = readonly [number, number, number];

/** Of the largest step that explicit diffusion takes without oscillating. */
const SAFE = 0.9;

/**
 * @param values one a voxel; those outside the body stay as they are
 * @param body 1 in the body
 * @param spacing edges of a voxel, mm
 * @param sigmaMm standard deviation of the mean's weights along each axis, mm; 0 leaves all as it is
 */
export function spreadWithin(
  values: Float64Array,
  body: Uint8Array,
  [nx, ny]: Triple,
  spacing: Triple,
  sigmaMm: number,
): Float64Array {
  const rates = spacing.map((h) => 1 / (h * h));
  const time = (sigmaMm * sigmaMm) / 2;
  const steps = Math.ceil((2 * time * rates.reduce((sum, rate) => sum + rate, 0)) / SAFE);
  let now = values;
  for (let step = 0; step < steps; step++) {
    const next = now.slice();
    [1, nx, nx * ny].forEach((stride, axis) => {
      exchange(now, next, body, stride, (time / steps) * rates[axis]!);
    });
    now = next;
  }
  return now;
}

/** What neighbours in the body give each other; a body touches no end of its grid, so no neighbour is of another row. */
function exchange(
  now: Float64Array,
  next: Float64Array,
  body: Uint8Array,
  stride: number,
  part: number,
): void {
  for (let at = 0; at + stride < now.length; at++) {
    if (body[at] === 0 || body[at + stride] === 0) continue;
    const flow = part * (now[at + stride]! - now[at]!);
    next[at]! += flow;
    next[at + stride]! -= flow;
  }
}
