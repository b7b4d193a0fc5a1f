/** A grid of voxels placed in patient space. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';

export type VoxelArray = Int16Array | Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/**
 * Rows of the 3x4 matrix from voxel index (i, j, k) to patient LPS in mm, row-major:
 * x = a[0] i + a[1] j + a[2] k + a[3], y = a[4] i + ..., z = a[8] i + ...
 * Index (0, 0, 0) is the centre of the first voxel.
 */
export type Affine = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
]; // prettier-ignore

/** @throws RangeError where there are not twelve */
export function affineFrom(values: readonly number[]): Affine {
  if (values.length !== 12) throw new RangeError(`saw ${values.length} numbers; wanted the 12 of an affine`);
  // Arrays made by map or flatMap have no length in their type: it is checked above.
  return values as unknown as Affine;
}

/** `data[i + nx (j + ny k)]`: x fastest. */
export interface Volume<A extends VoxelArray = VoxelArray> {
  readonly dims: readonly [number, number, number];
  readonly affine: Affine;
  readonly data: A;
}

/** Patient LPS (mm) of a voxel index, which may be fractional. */
export function indexToWorld(a: Affine, i: number, j: number, k: number): Vec3 {
  return [
    a[0] * i + a[1] * j + a[2] * k + a[3],
    a[4] * i + a[5] * j + a[6] * k + a[7],
    a[8] * i + a[9] * j + a[10] * k + a[11],
  ];
}

/** The affine from patient LPS (mm) back to voxel index; apply it with `indexToWorld`. */
export function invertAffine(m: Affine): Affine {
  const [a, b, c, tx, d, e, f, ty, g, h, i, tz] = m;
  const A = e * i - f * h;
  const B = f * g - d * i;
  const C = d * h - e * g;
  const det = a * A + b * B + c * C;
  if (!(Math.abs(det) > 1e-12)) throw new RangeError(`affine is singular: determinant ${det}`);
  const s = 1 / det;
  const [r0, r1, r2] = [A * s, (c * h - b * i) * s, (b * f - c * e) * s];
  const [r3, r4, r5] = [B * s, (a * i - c * g) * s, (c * d - a * f) * s];
  const [r6, r7, r8] = [C * s, (b * g - a * h) * s, (a * e - b * d) * s];
  return [
    r0, r1, r2, -(r0 * tx + r1 * ty + r2 * tz),
    r3, r4, r5, -(r3 * tx + r4 * ty + r5 * tz),
    r6, r7, r8, -(r6 * tx + r7 * ty + r8 * tz),
  ]; // prettier-ignore
}

/** The affine that applies q, and then p. */
export function composed(p: Affine, q: Affine): Affine {
  return affineFrom(
    Array.from({ length: 12 }, (_, n) => {
      const [row, column] = [Math.floor(n / 4), n % 4];
      const sum = [0, 1, 2].reduce((total, c) => total + p[4 * row + c]! * q[4 * c + column]!, 0);
      return column === 3 ? sum + p[4 * row + 3]! : sum;
    }),
  );
}

/**
 * A body's own frame as an affine: from (u, v, w), mm along left, posterior and superior from its origin, to patient LPS. `invertAffine`
 * gives the way back.
 */
export function frameAffine({ origin, left, posterior, superior }: Frame): Affine {
  return [
    left[0], posterior[0], superior[0], origin[0],
    left[1], posterior[1], superior[1], origin[1],
    left[2], posterior[2], superior[2], origin[2],
  ]; // prettier-ignore
}

/** Distance between neighbouring voxel centres along i, j and k, in mm. */
export function spacingOf(a: Affine): [number, number, number] {
  return [Math.hypot(a[0], a[4], a[8]), Math.hypot(a[1], a[5], a[9]), Math.hypot(a[2], a[6], a[10])];
}

/** The finest of the three spacings, mm. */
export function finestSpacing(affine: Affine): number {
  const [x, y, z] = spacingOf(affine);
  return Math.min(x, y, z);
}

/** The coarsest of the three spacings, mm. */
export function coarsestSpacing(affine: Affine): number {
  const [x, y, z] = spacingOf(affine);
  return Math.max(x, y, z);
}

/** Volume of one voxel in mm3. */
export function voxelVolume(a: Affine): number {
  return Math.abs(
    a[0] * (a[5] * a[10] - a[6] * a[9]) -
      a[1] * (a[4] * a[10] - a[6] * a[8]) +
      a[2] * (a[4] * a[9] - a[5] * a[8]),
  );
}

/** Whether two grids have the same voxels in the same places, to `toleranceMm` at every corner. */
export function sameGrid(
  p: { readonly dims: Volume['dims']; readonly affine: Affine },
  q: { readonly dims: Volume['dims']; readonly affine: Affine },
  toleranceMm = 0.01,
): boolean {
  if (p.dims.some((n, axis) => n !== q.dims[axis])) return false;
  const [nx, ny, nz] = p.dims;
  return [0, 1, 2, 3, 4, 5, 6, 7].every((corner) => {
    const index = [corner & 1 ? nx - 1 : 0, corner & 2 ? ny - 1 : 0, corner & 4 ? nz - 1 : 0] as const;
    const a = indexToWorld(p.affine, ...index);
    const b = indexToWorld(q.affine, ...index);
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) <= toleranceMm;
  });
}

/**
 * Trilinear value at a fractional voxel index, `outside` beyond the outermost voxel centres.
 */
export function sampleLinear(volume: Volume, x: number, y: number, z: number, outside: number): number {
  const [nx, ny, nz] = volume.dims;
  if (!(x >= 0 && y >= 0 && z >= 0 && x <= nx - 1 && y <= ny - 1 && z <= nz - 1)) return outside;
  const i = Math.min(Math.floor(x), Math.max(nx - 2, 0));
  const j = Math.min(Math.floor(y), Math.max(ny - 2, 0));
  const k = Math.min(Math.floor(z), Math.max(nz - 2, 0));
  const fx = x - i;
  const fy = y - j;
  const fz = z - k;
  const dx = nx > 1 ? 1 : 0;
  const dy = ny > 1 ? nx : 0;
  const dz = nz > 1 ? nx * ny : 0;
  const o = i + nx * (j + ny * k);
  const d = volume.data;
  const low =
    (d[o]! * (1 - fx) + d[o + dx]! * fx) * (1 - fy) + (d[o + dy]! * (1 - fx) + d[o + dy + dx]! * fx) * fy;
  const high =
    (d[o + dz]! * (1 - fx) + d[o + dz + dx]! * fx) * (1 - fy) +
    (d[o + dz + dy]! * (1 - fx) + d[o + dz + dy + dx]! * fx) * fy;
  return low * (1 - fz) + high * fz;
}

/**
 * Trilinear values at places of another frame.
 *
 * @param m from that frame to the volume's voxel indices @param outside value beyond the volume
 */
export function samplerThrough(
  volume: Volume,
  m: Affine,
  outside: number,
): (x: number, y: number, z: number) => number {
  return (x, y, z) =>
    sampleLinear(
      volume,
      m[0] * x + m[1] * y + m[2] * z + m[3],
      m[4] * x + m[5] * y + m[6] * z + m[7],
      m[8] * x + m[9] * y + m[10] * z + m[11],
      outside,
    );
}
