/** What is wrong with a scanner's HU: a drift of air and water, and cupping over the trunk. Smooth, so that blur does not matter. */
import { indexToWorld, type Volume } from '../../spine/grid/volume.ts';

import { TRUNK } from '../anatomy/anatomy.ts';
import type { ScannerSpec } from '../options.ts';

/** HU between air and water. */
const AIR_TO_WATER = 1000;

/** Changes a slice of the grid in place. */
export function distortionOf(
  { drift, cuppingHu = 0 }: ScannerSpec,
  grid: Pick<Volume, 'dims' | 'affine'>,
): (slice: Float32Array) => void {
  if (drift === undefined && cuppingHu === 0) return () => undefined;
  const { airHu, waterHu } = drift ?? { airHu: 0, waterHu: 0 };
  const gain = 1 + (waterHu - airHu) / AIR_TO_WATER;
  const cup = cuppingOver(grid, cuppingHu);
  return (slice) => {
    for (let i = 0; i < slice.length; i++) slice[i] = gain * slice[i]! + waterHu - cup[i]!;
  };
}

/** The trunk's outline in its place at design: a turned patient is cupped round the same centre. */
function cuppingOver({ dims: [nx, ny], affine }: Pick<Volume, 'dims' | 'affine'>, hu: number): Float32Array {
  const cup = new Float32Array(nx * ny);
  const [x0, y0, a, b] = TRUNK.skin;
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const [x, y] = indexToWorld(affine, i, j, 0);
      const r2 = ((x - x0) / a) ** 2 + ((y - y0) / b) ** 2;
      cup[i + nx * j] = hu * Math.max(0, 1 - r2);
    }
  }
  return cup;
}
