/** HU of one rod: its core, slice by slice, without slices that fall out of line (a bubble, a label). */
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { median } from '../../math/order-statistics.ts';
import { robustSd } from '../../math/robust.ts';

import { CORE } from './rod-sections.ts';
import type { RodAxis } from './rod-axes.ts';

export interface RodHu {
  readonly meanHu: number;
  readonly seHu: number;
  /** Over the voxels of the slices kept. */
  readonly sdHu: number;
  readonly volumeMm3: number;
  /** Share of the slices that fell out of line, 0 to 1. */
  readonly leftOut: number;
}

/** A slice's mean is out of line beyond so many robust standard deviations, and so many HU (design values). */
const OUTLIER = 4;
const OUTLIER_HU = 2;
/** Neighbouring slices share noise: so many count as one (design value). */
const SLICES_A_SAMPLE = 2;
/** No mean of a scanner's whole HU is surer than this, HU (design value). */
const LEAST_SE_HU = 0.1;

/** Radius that the mean is taken over, mm. */
export function coreRadius(radiusMm: number): number {
  return CORE * radiusMm;
}

export function rodHuOf(
  ct: Volume<Int16Array>,
  axis: RodAxis,
  radiusMm: number,
  [first, end]: readonly [number, number],
): RodHu {
  const slices = Array.from({ length: end - first }, (_, n) =>
    sliceOf(ct, axis, coreRadius(radiusMm), first + n),
  );
  const means = slices.map(({ n, sum }) => sum / n);
  const middle = median(means);
  const limit = OUTLIER_HU + OUTLIER * robustSd(means, middle);
  const kept = slices.filter((_, k) => Math.abs(means[k]! - middle) <= limit);
  const [n, sum, squares] = (['n', 'sum', 'squares'] as const).map((key) =>
    kept.reduce((total, one) => total + one[key], 0),
  ) as [number, number, number];
  const meanHu = sum / n;
  const sdHu = Math.sqrt(Math.max(0, squares / n - meanHu * meanHu));
  const samples = Math.max(1, kept.length / SLICES_A_SAMPLE);
  const spread = kept.reduce((total, one) => total + (one.sum / one.n - meanHu) ** 2, 0);
  // A single slice has no spread of means: its voxels' stands in, as if a dozen of them were one sample.
  const between = kept.length > 1 ? Math.sqrt(spread / (kept.length - 1)) : sdHu / Math.sqrt(n / 12);
  const [dx, dy, dz] = spacingOf(ct.affine);
  return {
    meanHu,
    seHu: Math.max(LEAST_SE_HU, between / Math.sqrt(samples)),
    sdHu,
    volumeMm3: n * dx * dy * dz,
    leftOut: 1 - kept.length / slices.length,
  };
}

function sliceOf(
  { dims: [nx, ny], affine, data }: Volume<Int16Array>,
  { at, perSlice }: RodAxis,
  radius: number,
  k: number,
): { readonly n: number; readonly sum: number; readonly squares: number } {
  const [dx, dy] = spacingOf(affine);
  const [x, y] = [at[0] + perSlice[0] * k, at[1] + perSlice[1] * k];
  let [n, sum, squares] = [0, 0, 0];
  for (let j = Math.max(0, Math.ceil((y - radius) / dy)); j <= Math.min(ny - 1, (y + radius) / dy); j++) {
    for (let i = Math.max(0, Math.ceil((x - radius) / dx)); i <= Math.min(nx - 1, (x + radius) / dx); i++) {
      if (Math.hypot(i * dx - x, j * dy - y) > radius) continue;
      const value = data[i + nx * (j + ny * k)]!;
      n += 1;
      sum += value;
      squares += value * value;
    }
  }
  return { n, sum, squares };
}
