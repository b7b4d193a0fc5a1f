/** Cement caps that turn the endplates into flat, parallel planes, as in a test of an excised vertebral body. */

type Dims = readonly [number, number, number];

/**
 * A column of voxels belongs to an endplate where the bone's surface lies in the outer part of the half height.
 * Columns below that are the overhang of the other rim (design value).
 */
const ENDPLATE_ZONE = 0.2;

export interface CappedBody {
  readonly dims: Dims;
  readonly body: Uint8Array;
  readonly caps: Uint8Array;
  /** Slices of the grid that were added below the first one of the input. */
  readonly slicesBelow: number;
  /** Lowest and highest slice between the planes that the ends of the bone touch. */
  readonly boneSlices: readonly [number, number];
}

/**
 * @param body non-empty mask, z superior
 * @param capMm thickness of the caps beyond the ends, to the nearest slice, one at least
 * @param ends first and last slice of the body's extent, where it is known better than its voxels tell: a rim may be too slender
 *   for one. Left aside where bone ends further inside, as where a crumb was taken off
 * @returns the body on a grid that is tall enough, with caps from the endplates to the first and the last slice
 */
export function withEndplateCaps(
  body: Uint8Array,
  [nx, ny, nz]: Dims,
  spacingMm: number,
  capMm: number,
  ends?: readonly [number, number],
): CappedBody {
  const plane = nx * ny;
  const bottom = new Int32Array(plane).fill(-1);
  const top = new Int32Array(plane).fill(-1);
  let [lowest, highest] = [nz, -1];
  for (let at = 0, k = 0; k < nz; k++) {
    for (let column = 0; column < plane; column++, at++) {
      if (body[at] === 0) continue;
      if (bottom[column]! < 0) bottom[column] = k;
      top[column] = k;
      if (k < lowest) lowest = k;
      highest = k;
    }
  }
  if (ends !== undefined && lowest - ends[0] <= 1) lowest = Math.min(lowest, ends[0]);
  if (ends !== undefined && ends[1] - highest <= 1) highest = Math.max(highest, ends[1]);
  const thickness = Math.max(1, Math.round(capMm / spacingMm));
  const shift = thickness - lowest;
  const dims = [nx, ny, highest - lowest + 1 + 2 * thickness] as const;
  const out = new Uint8Array(plane * dims[2]);
  const caps = new Uint8Array(out.length);
  const middle = (lowest + highest) / 2;
  const reach = ENDPLATE_ZONE * (highest - middle);
  out.set(body.subarray(plane * lowest, plane * (highest + 1)), plane * (lowest + shift));
  for (let k = 0; k < dims[2]; k++) {
    for (let column = 0; column < plane; column++) {
      if (top[column]! < 0) continue;
      const above = top[column]! >= middle + reach && k > top[column]! + shift;
      const below = bottom[column]! <= middle - reach && k < bottom[column]! + shift;
      if (above || below) caps[column + plane * k] = 1;
    }
  }
  return { dims, body: out, caps, slicesBelow: shift, boneSlices: [lowest + shift, highest + shift] };
}
