/** What the scanner does to a slice: in-plane blur, seeded white noise, whole HU. */
import type { ScannerSpec } from '../options.ts';
import { normalNumbers } from '../random.ts';

/** What a sharp kernel holds an edge against: the image blurred by this, mm (design value). */
const SHARPENED_OVER_MM = 1.2;
/** The kernel ends at this many standard deviations. */
const KERNEL_SIGMAS = 3;
/** The lowest and the highest HU that a scanner stores in 12 bits. */
const LOWEST_HU = -1024;
const HIGHEST_HU = 3071;

/** `add(out, at, slice)` writes the scanned slice of `nx` x `ny` pixels to `out` from index `at` on. */
export function scannerOf(
  {
    psfSigmaMm,
    pixelMm,
    noiseHu,
    sharpening = 0,
  }: Pick<ScannerSpec, 'psfSigmaMm' | 'pixelMm' | 'noiseHu' | 'sharpening'>,
  [nx, ny]: readonly [number, number],
  seed: number,
): (slice: Float32Array, out: Int16Array, at: number) => void {
  const kernel = gaussian(psfSigmaMm / pixelMm);
  const normal = normalNumbers(seed);
  const wide = gaussian(SHARPENED_OVER_MM / pixelMm);
  const half = new Float32Array(nx * ny);
  const even = new Float32Array(nx * ny);
  const whole = new Float32Array(nx * ny);
  const sums = new Float64Array(nx);
  return (slice, out, at) => {
    blurRowsInto(half, slice, kernel, nx, ny);
    blurColumnsInto(whole, half, kernel, sums);
    if (sharpening > 0) {
      blurRowsInto(half, whole, wide, nx, ny);
      blurColumnsInto(even, half, wide, sums);
      for (let i = 0; i < whole.length; i++) whole[i] = whole[i]! + sharpening * (whole[i]! - even[i]!);
    }
    for (let i = 0; i < whole.length; i++) {
      const noise = noiseHu > 0 ? noiseHu * normal() : 0;
      out[at + i] = Math.min(HIGHEST_HU, Math.max(LOWEST_HU, Math.round(whole[i]! + noise)));
    }
  };
}

function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(KERNEL_SIGMAS * sigma);
  const weights = new Float64Array(2 * reach + 1);
  for (let i = -reach; i <= reach; i++)
    weights[i + reach] = sigma > 0 ? Math.exp(-(i * i) / (2 * sigma * sigma)) : 1;
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
}

/** Along x; edges are repeated. */
function blurRowsInto(
  out: Float32Array,
  input: Float32Array,
  kernel: Float64Array,
  nx: number,
  ny: number,
): void {
  const reach = (kernel.length - 1) / 2;
  for (let j = 0; j < ny; j++) {
    const start = j * nx;
    for (let i = 0; i < nx; i++) {
      let sum = 0;
      if (i >= reach && i < nx - reach) {
        const from = start + i - reach;
        for (let m = 0; m < kernel.length; m++) sum += kernel[m]! * input[from + m]!;
      } else {
        for (let m = -reach; m <= reach; m++)
          sum += kernel[m + reach]! * input[start + Math.min(Math.max(i + m, 0), nx - 1)]!;
      }
      out[start + i] = sum;
    }
  }
}

/** Along y, row by row, so that memory is walked in order; edges are repeated. `sums` holds a row. */
function blurColumnsInto(
  out: Float32Array,
  input: Float32Array,
  kernel: Float64Array,
  sums: Float64Array,
): void {
  const nx = sums.length;
  const ny = input.length / nx;
  const reach = (kernel.length - 1) / 2;
  for (let j = 0; j < ny; j++) {
    sums.fill(0);
    for (let m = -reach; m <= reach; m++) {
      const from = nx * Math.min(Math.max(j + m, 0), ny - 1);
      const weight = kernel[m + reach]!;
      for (let i = 0; i < nx; i++) sums[i] = sums[i]! + weight * input[from + i]!;
    }
    for (let i = 0; i < nx; i++) out[nx * j + i] = sums[i]!;
  }
}
