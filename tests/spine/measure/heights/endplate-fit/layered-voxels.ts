/** The plain twin of the endplate's model: voxels that average layers point by point. */
import type { Column } from '../../../../../spine/measure/heights/endplate-fit/footprint.ts';
import type { Voxels } from '../../../../../spine/measure/heights/endplate-fit/voxels-near.ts';
import { normalNumbers } from '../../../../../phantoms/random.ts';

export interface Layers {
  /** w of the endplate's outer surface and of the next vertebra's, mm; outward is up. */
  readonly surface: (u: number, v: number) => number;
  readonly next: (u: number, v: number) => number;
  /** Along w, mm. */
  readonly thicknessMm: number;
  /** HU. */
  readonly marrow: number;
  readonly compact: number;
  readonly disc: number;
}

export interface Sampling {
  readonly pixelMm: number;
  readonly sliceMm: number;
  readonly kernelSigmaMm: number;
  readonly noiseHu: number;
  /** w of some slice's centre, mm. */
  readonly phaseMm: number;
  readonly halfWidth: readonly [number, number];
  readonly range: readonly [number, number];
}

export function huAt(layers: Layers, u: number, v: number, w: number): number {
  const { thicknessMm, marrow, compact, disc } = layers;
  const [z, n] = [layers.surface(u, v), layers.next(u, v)];
  if (w <= z - thicknessMm || w >= n + thicknessMm) return marrow;
  return w <= z || w >= n ? compact : disc;
}

const ALONG = 60;
const ACROSS = 7;
const REACH_SIGMAS = 2.5;

/** Mean over a slice of even thickness and a Gaussian across it. */
export function meanHu(
  layers: Layers,
  [u, v, w]: readonly [number, number, number],
  sliceMm: number,
  sigmaMm: number,
): number {
  const offsets = Array.from({ length: ACROSS }, (_, i) => REACH_SIGMAS * ((2 * i) / (ACROSS - 1) - 1));
  const shares = offsets.map((x) => Math.exp((-x * x) / 2));
  let [sum, weights] = [0, 0];
  offsets.forEach((a, i) => {
    offsets.forEach((b, j) => {
      const weight = shares[i]! * shares[j]!;
      for (let n = 0; n < ALONG; n++) {
        const z = w + sliceMm * ((n + 0.5) / ALONG - 0.5);
        sum += weight * huAt(layers, u + sigmaMm * a, v + sigmaMm * b, z);
        weights += weight;
      }
    });
  });
  return sum / weights;
}

/** Slices across w, pixels along u and v. */
export function sampled(layers: Layers, sampling: Sampling, seed = 1): Voxels {
  const { pixelMm, sliceMm, kernelSigmaMm, noiseHu, phaseMm, halfWidth, range } = sampling;
  const normal = normalNumbers(seed);
  const [u, v, w, hu] = [[], [], [], []] as [number[], number[], number[], number[]];
  const first = Math.ceil((range[0] - phaseMm) / sliceMm);
  for (let k = first; phaseMm + k * sliceMm <= range[1]; k++)
    for (let y = -halfWidth[1]; y <= halfWidth[1]; y += pixelMm)
      for (let x = -halfWidth[0]; x <= halfWidth[0]; x += pixelMm) {
        const at = [x, y, phaseMm + k * sliceMm] as const;
        u.push(x);
        v.push(y);
        w.push(at[2]);
        hu.push(meanHu(layers, at, sliceMm, kernelSigmaMm) + noiseHu * normal());
      }
  return {
    u: Float64Array.from(u),
    v: Float64Array.from(v),
    w: Float64Array.from(w),
    hu: Float64Array.from(hu),
    blur: {
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      variance: [kernelSigmaMm ** 2, kernelSigmaMm ** 2, 0.05 ** 2],
      sliceMm,
    },
  };
}

/** Columns 2 mm apart whose edge is off by what the mask may be off. */
export function columnsOf(
  layers: Layers,
  halfWidth: readonly [number, number],
  offMm: (u: number, v: number) => number,
): readonly Column[] {
  const columns: Column[] = [];
  for (let v = -halfWidth[1]; v <= halfWidth[1]; v += 2)
    for (let u = -halfWidth[0]; u <= halfWidth[0]; u += 2) {
      const edge = layers.surface(u, v) + offMm(u, v);
      const gap = layers.next(u, v) - edge;
      columns.push({ u, v, edge, gap: gap < 12 ? gap : null });
    }
  return columns;
}
