/** Where an image holds data: crops and resampled volumes are padded, and what ends at the padding is cut there. */
import { TISSUE_ABOVE_HU } from '../definitions/hounsfield.ts';

import type { Volume } from './volume.ts';

/** First and last voxel along each axis. */
export interface Bounds {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/** Tools that know nothing of HU pad with it. */
const PLAIN_PADDING_HU = 0;

export function wholeGrid({ dims: [nx, ny, nz] }: Pick<Volume, 'dims'>): Bounds {
  return { low: [0, 0, 0], high: [nx - 1, ny - 1, nz - 1] };
}

/**
 * The image without planes at its ends that hold no tissue (air, or -1024) or nothing but 0. No vertebra lies near a plane
 * of air that is not padding: skin is between. Padding that is no plane (a rotated image) is not found.
 */
export function validBounds(ct: Volume<Int16Array>): Bounds {
  const whole = wholeGrid(ct);
  const ends = [0, 1, 2].map((axis) => {
    let [low, high] = [0, whole.high[axis]!];
    while (low < high && isPadding(ct, axis, low)) low++;
    while (high > low && isPadding(ct, axis, high)) high--;
    return { low, high };
  });
  const [x, y, z] = ends;
  return { low: [x!.low, y!.low, z!.low], high: [x!.high, y!.high, z!.high] };
}

function isPadding({ dims, data }: Volume<Int16Array>, axis: number, at: number): boolean {
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const [p, q] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
  const first = data[at * strides[axis]!]!;
  const mayBe =
    first === PLAIN_PADDING_HU ? (hu: number) => hu === first : (hu: number) => hu <= TISSUE_ABOVE_HU;
  for (let b = 0; b < dims[q]!; b++) {
    let index = at * strides[axis]! + b * strides[q]!;
    for (let a = 0; a < dims[p]!; a++, index += strides[p]!) if (!mayBe(data[index]!)) return false;
  }
  return true;
}
