/** Exact Euclidean distance on grids whose voxels need not be cubes. */
import { spacingOf, type Volume } from './volume.ts';

const FAR = 1e20;

const ALL_AXES = [0, 1, 2] as const;

/**
 * Distance (mm) from each voxel centre to the nearest voxel centre where `mask` is `target`; 1e10 where there is none.
 *
 * @param axes along which to look: two of them for distances within each plane
 *
 * @remarks Felzenszwalb PF and Huttenlocher DP, Distance transforms of sampled functions, Theory of Computing
 * 8:415, 2012: lower envelope of parabolas, axis after axis. Axes are taken as orthogonal.
 */
export function distanceTo(
  mask: Volume<Uint8Array>,
  target: 0 | 1,
  axes: readonly (0 | 1 | 2)[] = ALL_AXES,
): Float32Array {
  const [nx, ny, nz] = mask.dims;
  // Loops: `from` with a function takes longer than the transform itself.
  const squared = new Float64Array(mask.data.length);
  for (let at = 0; at < squared.length; at++) squared[at] = mask.data[at] === target ? 0 : FAR;
  const spacing = spacingOf(mask.affine);
  const line = new Envelope(Math.max(nx, ny, nz));
  if (axes.includes(0))
    for (let at = 0; at < squared.length; at += nx) line.transform(squared, at, 1, nx, spacing[0]);
  for (let k = 0; k < nz && axes.includes(1); k++) {
    for (let i = 0; i < nx; i++) line.transform(squared, i + nx * ny * k, nx, ny, spacing[1]);
  }
  if (axes.includes(2))
    for (let at = 0; at < nx * ny; at++) line.transform(squared, at, nx * ny, nz, spacing[2]);
  const distances = new Float32Array(squared.length);
  for (let at = 0; at < squared.length; at++) distances[at] = Math.sqrt(squared[at]!);
  return distances;
}

/** Work space for one line of voxels. */
class Envelope {
  readonly #values: Float64Array;
  readonly #apex: Int32Array;
  readonly #from: Float64Array;

  constructor(longest: number) {
    this.#values = new Float64Array(longest);
    this.#apex = new Int32Array(longest);
    this.#from = new Float64Array(longest + 1);
  }

  transform(data: Float64Array, start: number, stride: number, n: number, step: number): void {
    const values = this.#values;
    const apex = this.#apex;
    const from = this.#from;
    const unit = step * step;
    let last = 0;
    apex[0] = 0;
    from[0] = -Infinity;
    from[1] = Infinity;
    for (let q = 0; q < n; q++) values[q] = data[start + q * stride]!;
    for (let q = 1; q < n; q++) {
      let cut = meeting(values, q, apex[last]!, unit);
      while (cut <= from[last]!) cut = meeting(values, q, apex[--last]!, unit);
      apex[++last] = q;
      from[last] = cut;
      from[last + 1] = Infinity;
    }
    for (let q = 0, piece = 0; q < n; q++) {
      while (from[piece + 1]! < q) piece++;
      const p = apex[piece]!;
      data[start + q * stride] = unit * (q - p) ** 2 + values[p]!;
    }
  }
}

/** Where the parabolas over q and p, q > p, are equal, in voxels. */
function meeting(values: Float64Array, q: number, p: number, unit: number): number {
  return (values[q]! - values[p]! + unit * (q * q - p * p)) / (2 * unit * (q - p));
}
