/**
 * The two rods of a phantom that is scanned by itself: equal round sections at a known distance, turned by any angle, the denser in the
 * middle of an even round body. The body is what no vessels have: an enhanced aorta beside a plain vein looks like the rods alone.
 */
import type { CalibrationPhantom } from '../../definitions/calibration-phantoms.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { median } from '../../math/order-statistics.ts';

import { bandOf, bandThickness, type Band } from './bands.ts';
import { coreRadius, rodHuOf } from './measure-rod.ts';
import type { RodAxes, RodAxis } from './rod-axes.ts';
import { rodSectionsIn, type RodSection } from './rod-sections.ts';

export type PairSize = NonNullable<CalibrationPhantom['pair']>;

/** Of radius and distance against what they should be, mm (design values: half a pixel of a band and blur). */
const RADIUS_OFF_MM = 1.2;
const DISTANCE_OFF_MM = 1.5;
/** Off the rods' rims, where the body begins to be even, as a part of the radius. */
const OFF_RIM = 1.35;
/** Of the body: pixels within so many HU of its median, at least this share; its median against the fainter rod, HU (design values). */
const BODY_HU = 40;
const BODY_SHARE = 0.95;
const BODY_OFF_HU = 120;
/** Means of a rod's slices in one band, largest less smallest, beyond what noise does, HU: ends of rods and of the scan have more. */
const ALONG_HU = 5;

interface Pair {
  readonly band: Band;
  readonly faint: RodSection;
  readonly dense: RodSection;
}

/** Null where no band holds the pair. */
export function pairAxes(ct: Volume<Int16Array>, size: PairSize): RodAxes | null {
  const nz = ct.dims[2];
  const thickness = bandThickness(ct);
  const found = Array.from({ length: nz - thickness + 1 }, (_, first) =>
    pairIn(bandOf(ct, 0, [first, first + thickness]), size),
  ).filter((pair) => pair !== null);
  const run = longestRun(found.filter((pair) => isEvenAlong(ct, pair)));
  if (run.length === 0) return null;
  const axisOf = (pick: (pair: Pair) => RodSection): RodAxis => ({
    at: [median(run.map((pair) => pick(pair).x)), median(run.map((pair) => pick(pair).y))],
    perSlice: [0, 0],
  });
  return {
    axes: [axisOf(({ faint }) => faint), axisOf(({ dense }) => dense)],
    radiusMm: size.radiusMm,
    slices: [run[0]!.band.slices[0], run.at(-1)!.band.slices[1]],
  };
}

function pairIn(band: Band, size: PairSize): Pair | null {
  const rods = rodSectionsIn(band).filter(({ radiusMm }) => isNear(radiusMm, size.radiusMm, RADIUS_OFF_MM));
  for (const dense of rods) {
    for (const faint of rods) {
      if (!(dense.hu > faint.hu)) continue;
      const distance = Math.hypot(dense.x - faint.x, dense.y - faint.y);
      if (isNear(distance, size.distanceMm, DISTANCE_OFF_MM) && hasBody(band, dense, faint, size))
        return { band, faint, dense };
    }
  }
  return null;
}

/** Whether an even material of its own lies all round the two. */
function hasBody(band: Band, dense: RodSection, faint: RodSection, { radiusMm, evenMm }: PairSize): boolean {
  const { nx, ny, pixelMm, cornerMm, hu } = band;
  const clear = OFF_RIM * radiusMm;
  const seen: number[] = [];
  const reach = [evenMm / pixelMm[0], evenMm / pixelMm[1]] as const;
  const [ci, cj] = [(dense.x - cornerMm[0]) / pixelMm[0], (dense.y - cornerMm[1]) / pixelMm[1]];
  if (ci < reach[0] || cj < reach[1] || ci > nx - 1 - reach[0] || cj > ny - 1 - reach[1]) return false;
  for (let j = Math.ceil(cj - reach[1]); j <= cj + reach[1]; j++) {
    for (let i = Math.ceil(ci - reach[0]); i <= ci + reach[0]; i++) {
      const [x, y] = [cornerMm[0] + i * pixelMm[0], cornerMm[1] + j * pixelMm[1]];
      const off = Math.hypot(x - dense.x, y - dense.y);
      if (off < clear || off > evenMm || Math.hypot(x - faint.x, y - faint.y) < clear) continue;
      seen.push(hu[i + nx * j]!);
    }
  }
  const middle = median(seen);
  const even = seen.filter((value) => Math.abs(value - middle) < BODY_HU).length / seen.length;
  return even >= BODY_SHARE && Math.abs(middle - faint.hu) < BODY_OFF_HU && middle < dense.hu;
}

function isEvenAlong(ct: Volume<Int16Array>, { band, faint, dense }: Pair): boolean {
  const [dx, dy] = spacingOf(ct.affine);
  const [first, end] = band.slices;
  return [faint, dense].every(({ x, y, radiusMm }) => {
    const means = Array.from({ length: end - first }, (_, n) =>
      rodHuOf(ct, { at: [x, y], perSlice: [0, 0] }, radiusMm, [first + n, first + n + 1]),
    );
    const pixels = (Math.PI * coreRadius(radiusMm) ** 2) / (dx * dy);
    const noise = median(means.map(({ sdHu }) => sdHu)) / Math.sqrt(pixels / 12);
    const values = means.map(({ meanHu }) => meanHu).sort((a, b) => a - b);
    return values.at(-1)! - values[0]! < ALONG_HU + noise;
  });
}

/** Bands one slice apart. */
function longestRun(pairs: readonly Pair[]): readonly Pair[] {
  let [best, run]: [Pair[], Pair[]] = [[], []];
  for (const pair of pairs) {
    const before = run.at(-1);
    run = before?.band.slices[0] === pair.band.slices[0] - 1 ? [...run, pair] : [pair];
    if (run.length > best.length) best = run;
  }
  return best;
}

function isNear(value: number, wanted: number, off: number): boolean {
  return Math.abs(value - wanted) < off;
}
