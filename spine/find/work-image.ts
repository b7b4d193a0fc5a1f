/**
 * The CT as the search for the spine sees it: an axis-aligned grid in patient LPS around the trunk's middle, 1 mm in
 * the axial plane and 2 mm along the body. Nothing is measured on it.
 */
import { indexToWorld, invertAffine, samplerThrough, type Volume } from '../grid/volume.ts';
import { medianAndSpread } from '../math/histogram.ts';
import { SOFT_TISSUE_HU, TISSUE_ABOVE_HU } from '../definitions/hounsfield.ts';

import type { CurveFrame } from './curve.ts';

/** HU at a place in patient LPS, mm. */
export type Sampler = (x: number, y: number, z: number) => number;

/** HU at a place of a frame: u to the left, v posterior, w superior of its point, mm. The sum is that of `inFrame`. */
export function huAt(
  sample: Sampler,
  { point, left, posterior, superior }: CurveFrame,
  u: number,
  v: number,
  w = 0,
): number {
  return sample(
    point[0] + u * left[0] + v * posterior[0] + w * superior[0],
    point[1] + u * left[1] + v * posterior[1] + w * superior[1],
    point[2] + u * left[2] + v * posterior[2] + w * superior[2],
  );
}

export interface WorkImage {
  /** Voxels along left, posterior, superior. */
  readonly dims: readonly [number, number, number];
  /** Patient LPS of voxel (0, 0, 0), mm. */
  readonly origin: readonly [number, number, number];
  /** mm */
  readonly step: readonly [number, number, number];
  /** HU, x fastest. */
  readonly hu: Int16Array;
  /** HU from which a voxel counts as bone; trabecular bone may well lie below it. */
  readonly boneHu: number;
}

const STEP_MM = [1, 1, 2] as const;
const COARSE_MM = 4;
/** HU beyond the image. */
export const OUTSIDE_HU = -1000;
/** A row or a column of voxels belongs to the trunk where this share of it is no air: a table does not matter much. */
const TRUNK_SHARE = 0.1;
/** The spine and what anchors it (ribs, wings of the sacrum) lie this near to the trunk's middle, mm. */
const BESIDE_MM = 105;
/** ... and behind this part of the trunk's depth. */
const BEHIND_SHARE = 0.12;
/** Soft tissue lies here; its spread says how noisy the image is, HU. */
const LEAST_BONE_HU = 150;
const NOISE_SIGMAS = 4;

export function samplerOf(ct: Volume): Sampler {
  return samplerThrough(ct, invertAffine(ct.affine), OUTSIDE_HU);
}

export function workImage(ct: Volume, sample: Sampler): WorkImage {
  const { low, high } = bounds(ct);
  const [x0, x1, y0, y1] = trunk(low, high, sample);
  const from = [x0, y0, low[2]!] as const;
  const to = [x1, y1, high[2]!] as const;
  const dims = [0, 1, 2].map((a) => Math.max(1, Math.floor((to[a]! - from[a]!) / STEP_MM[a]!) + 1));
  const [nx, ny, nz] = [dims[0]!, dims[1]!, dims[2]!];
  const hu = new Int16Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        hu[at++] = sample(from[0] + i * STEP_MM[0], from[1] + j * STEP_MM[1], from[2] + k * STEP_MM[2]);
      }
    }
  }
  return { dims: [nx, ny, nz], origin: from, step: STEP_MM, hu, boneHu: boneThreshold(hu) };
}

/** [x0, x1, y0, y1] of the part of the trunk that holds the spine, mm; the whole image where no trunk stands out. */
function trunk(
  low: readonly number[],
  high: readonly number[],
  sample: Sampler,
): readonly [number, number, number, number] {
  const [nx, ny, nz] = [0, 1, 2].map((a) => Math.floor((high[a]! - low[a]!) / COARSE_MM) + 1) as [
    number,
    number,
    number,
  ];
  const columns = new Float64Array(nx);
  const rows = new Float64Array(ny);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        if (
          sample(low[0]! + COARSE_MM * i, low[1]! + COARSE_MM * j, low[2]! + COARSE_MM * k) <= TISSUE_ABOVE_HU
        )
          continue;
        columns[i]! += 1;
        rows[j]! += 1;
      }
    }
  }
  const [left, right] = extentOf(columns, TRUNK_SHARE * ny * nz);
  const [front, back] = extentOf(rows, TRUNK_SHARE * nx * nz);
  if (right <= left || back <= front) return [low[0]!, high[0]!, low[1]!, high[1]!];
  const middle = low[0]! + (COARSE_MM * (left + right)) / 2;
  return [
    Math.max(low[0]!, middle - BESIDE_MM),
    Math.min(high[0]!, middle + BESIDE_MM),
    low[1]! + COARSE_MM * (front + BEHIND_SHARE * (back - front)),
    Math.min(high[1]!, low[1]! + COARSE_MM * (back + 1)),
  ];
}

function extentOf(counts: Float64Array, least: number): [number, number] {
  return [counts.findIndex((n) => n > least), counts.findLastIndex((n) => n > least)];
}

function boneThreshold(hu: Int16Array): number {
  const [low, high] = SOFT_TISSUE_HU;
  const counts = new Float64Array(high - low + 1);
  for (let i = 0; i < hu.length; i++) if (hu[i]! >= low && hu[i]! <= high) counts[hu[i]! - low]! += 1;
  const { median, sd } = medianAndSpread(counts);
  return Math.max(LEAST_BONE_HU, low + median + NOISE_SIGMAS * sd);
}

function bounds({ dims, affine }: Volume): { low: number[]; high: number[] } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const index = [0, 1, 2].map((a) => ((corner >> a) & 1 ? dims[a]! - 1 : 0));
    indexToWorld(affine, index[0]!, index[1]!, index[2]!).forEach((value, a) => {
      low[a] = Math.min(low[a]!, value);
      high[a] = Math.max(high[a]!, value);
    });
  }
  return { low, high };
}
