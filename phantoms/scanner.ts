/** What the scanner does to a slice: in-plane blur, seeded white noise, whole HU. */
import { normalNumbers } from './random.ts';

/** The kernel ends at this many standard deviations. */
const KERNEL_SIGMAS = 3;
/** The lowest and the highest HU that a scanner stores in 12 bits. */
const LOWEST_HU = -1024;
const HIGHEST_HU = 3071;

/** `add(out, at, slice)` writes the scanned slice of `nx` x `ny` pixels to `out` from index `at` on. */
export function scannerOf(
  { psfSigmaMm, pixelMm, noiseHu }: { psfSigmaMm: number; pixelMm: number; noiseHu: number },
  [nx, ny]: readonly [number, number],
  seed: number,
): (slice: Float32Array, out: Int16Array, at: number) => void {
  const kernel = gaussian(psfSigmaMm / pixelMm);
  const normal = normalNumbers(seed);
  const half = new Float32Array(nx * ny);
  const whole = new Float32Array(nx * ny);
  return (slice, out, at) => {
    blurInto(half, slice, kernel, nx, ny, 1, nx);
    blurInto(whole, half, kernel, ny, nx, nx, 1);
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

/** Along the axis of stride `step` and length `n`; there are `lines` lines, `stride` apart. Edges are repeated. */
function blurInto(
  out: Float32Array,
  input: Float32Array,
  kernel: Float64Array,
  n: number,
  lines: number,
  step: number,
  stride: number,
): void {
  const reach = (kernel.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      if (i >= reach && i < n - reach) {
        const from = start + (i - reach) * step;
        for (let m = 0; m < kernel.length; m++) sum += kernel[m]! * input[from + m * step]!;
      } else {
        for (let m = -reach; m <= reach; m++) {
          sum += kernel[m + reach]! * input[start + Math.min(Math.max(i + m, 0), n - 1) * step]!;
        }
      }
      out[start + i * step] = sum;
    }
  }
}
