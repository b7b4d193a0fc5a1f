/** The CT as the search sees it: an axis-aligned grid in patient LPS, 1 mm in-plane, 2 mm along the body. */
import { indexToWorld, invertAffine, sampleLinear, type Volume } from '../../shared/volume.ts';

export type Sampler = (x: number, y: number, z: number) => number;

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
/** HU beyond the image. */
const OUTSIDE = -1000;
/** Soft tissue lies here; its spread says how noisy the image is. */
const SOFT_HU = [-20, 130] as const;
const LEAST_BONE_HU = 150;
const NOISE_SIGMAS = 4;
/** Standard deviation of a normal distribution over its median absolute deviation. */
const SIGMA_OF_MAD = 1.4826;

export function samplerOf(ct: Volume): Sampler {
  const m = invertAffine(ct.affine);
  return (x, y, z) =>
    sampleLinear(
      ct,
      m[0] * x + m[1] * y + m[2] * z + m[3],
      m[4] * x + m[5] * y + m[6] * z + m[7],
      m[8] * x + m[9] * y + m[10] * z + m[11],
      OUTSIDE,
    );
}

export function workImage(ct: Volume, sample: Sampler): WorkImage {
  const { low, high } = bounds(ct);
  const dims = [0, 1, 2].map((a) => Math.max(1, Math.floor((high[a]! - low[a]!) / STEP_MM[a]!) + 1));
  const [nx, ny, nz] = [dims[0]!, dims[1]!, dims[2]!];
  const hu = new Int16Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        hu[at++] = sample(low[0]! + i * STEP_MM[0], low[1]! + j * STEP_MM[1], low[2]! + k * STEP_MM[2]);
      }
    }
  }
  return {
    dims: [nx, ny, nz],
    origin: [low[0]!, low[1]!, low[2]!],
    step: STEP_MM,
    hu,
    boneHu: boneThreshold(hu),
  };
}

function boneThreshold(hu: Int16Array): number {
  const [low, high] = SOFT_HU;
  const counts = new Float64Array(high - low + 1);
  for (let i = 0; i < hu.length; i++) if (hu[i]! >= low && hu[i]! <= high) counts[hu[i]! - low]! += 1;
  const median = medianOf(counts);
  const deviations = new Float64Array(counts.length);
  counts.forEach((n, bin) => (deviations[Math.abs(bin - median)]! += n));
  const sigma = SIGMA_OF_MAD * medianOf(deviations);
  return Math.max(LEAST_BONE_HU, low + median + NOISE_SIGMAS * sigma);
}

/** The bin that holds the middle one of all counts. */
function medianOf(counts: Float64Array): number {
  const half = counts.reduce((sum, n) => sum + n, 0) / 2;
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    sum += counts[bin]!;
    if (sum >= half) return bin;
  }
  return 0;
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
