/**
 * The CT around one body, in the body's frame, on a grid fine enough that reading it between its points adds nothing:
 * the native image is sampled once, and every pass reads the copy.
 */
import { tripleFrom } from '../../math/vector.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { invertAffine, type Volume } from '../../grid/volume.ts';
import { METAL_HU, NEAR_METAL_MM } from '../../definitions/hounsfield.ts';

export interface Patch {
  readonly dims: readonly [number, number, number];
  /** Frame coordinates (left, posterior, superior) of point (0, 0, 0), mm. */
  readonly low: readonly [number, number, number];
  /** HU after a Gaussian of 0.5 mm, x (left) fastest. */
  readonly hu: Float32Array;
  /** Non-zero within 3 mm of metal; null where there is none. */
  readonly metal: Uint8Array | null;
}

/** Low and high along left, posterior and superior, mm. */
export type Box = readonly [readonly [number, number], readonly [number, number], readonly [number, number]];

/** Half of the finest voxel in use, mm. */
export const PATCH_MM = 0.5;
/** Taps of a Gaussian of one grid step (0.5 mm), cut at two and normalised. */
const TAPS = [0.4026, 0.2442, 0.0545] as const;

/** Beyond the image its outermost voxels are repeated: no edge is seen there. */
export function patchOf(ct: Volume<Int16Array>, frame: Frame, box: Box): Patch {
  const low = tripleFrom(box.map(([from]) => from));
  const dims = tripleFrom(box.map(([from, to]) => Math.ceil((to - from) / PATCH_MM) + 1));
  const raw = sampled(ct, frame, low, dims);
  const metal = nearMetal(raw, dims);
  return { dims, low, hu: smoothed(raw, dims), metal };
}

/** Trilinear; the patch's border is repeated beyond it. (u, v, w) in mm of the frame. */
export function readPatch({ dims: [nx, ny, nz], low, hu }: Patch, u: number, v: number, w: number): number {
  const x = within((u - low[0]) / PATCH_MM, nx);
  const y = within((v - low[1]) / PATCH_MM, ny);
  const z = within((w - low[2]) / PATCH_MM, nz);
  const i = x | 0;
  const j = y | 0;
  const k = z | 0;
  const fx = x - i;
  const fy = y - j;
  const fz = z - k;
  const o = i + nx * (j + ny * k);
  const p = o + nx * ny;
  const a = hu[o]! + fx * (hu[o + 1]! - hu[o]!);
  const b = hu[o + nx]! + fx * (hu[o + nx + 1]! - hu[o + nx]!);
  const c = hu[p]! + fx * (hu[p + 1]! - hu[p]!);
  const d = hu[p + nx]! + fx * (hu[p + nx + 1]! - hu[p + nx]!);
  const front = a + fy * (b - a);
  return front + fz * (c + fy * (d - c) - front);
}

export function nearMetalAt({ dims, low, metal }: Patch, u: number, v: number, w: number): boolean {
  if (metal === null) return false;
  const i = Math.round(within((u - low[0]) / PATCH_MM, dims[0]));
  const j = Math.round(within((v - low[1]) / PATCH_MM, dims[1]));
  const k = Math.round(within((w - low[2]) / PATCH_MM, dims[2]));
  return metal[i + dims[0] * (j + dims[1] * k)] !== 0;
}

/** Held where a cell of the grid begins. */
function within(value: number, n: number): number {
  const most = n - 1 - 1e-4;
  return value < 0 ? 0 : value > most ? most : value;
}

function sampled(
  ct: Volume<Int16Array>,
  { origin, left, posterior, superior }: Frame,
  low: Patch['low'],
  [nx, ny, nz]: Patch['dims'],
): Float32Array {
  const m = invertAffine(ct.affine);
  const [cx, cy, cz] = ct.dims;
  const { data } = ct;
  const [dy, dz] = [cy > 1 ? cx : 0, cz > 1 ? cx * cy : 0];
  const dx = cx > 1 ? 1 : 0;
  const rate = (row: number, axis: Frame['left']): number =>
    PATCH_MM * (m[row]! * axis[0] + m[row + 1]! * axis[1] + m[row + 2]! * axis[2]);
  const [ax, ay, az] = [rate(0, left), rate(4, left), rate(8, left)];
  const out = new Float32Array(nx * ny * nz);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const [u, v, w] = [low[0], low[1] + j * PATCH_MM, low[2] + k * PATCH_MM];
      const px = origin[0] + u * left[0] + v * posterior[0] + w * superior[0];
      const py = origin[1] + u * left[1] + v * posterior[1] + w * superior[1];
      const pz = origin[2] + u * left[2] + v * posterior[2] + w * superior[2];
      const [x0, y0, z0] = [
        m[0] * px + m[1] * py + m[2] * pz + m[3],
        m[4] * px + m[5] * py + m[6] * pz + m[7],
        m[8] * px + m[9] * py + m[10] * pz + m[11],
      ];
      for (let i = 0; i < nx; i++, at++) {
        const x = within(x0 + i * ax, cx);
        const y = within(y0 + i * ay, cy);
        const z = within(z0 + i * az, cz);
        const o = (x | 0) + cx * ((y | 0) + cy * (z | 0));
        const fx = x - (x | 0);
        const fy = y - (y | 0);
        const fz = z - (z | 0);
        const a = data[o]! + fx * (data[o + dx]! - data[o]!);
        const b = data[o + dy]! + fx * (data[o + dy + dx]! - data[o + dy]!);
        const c = data[o + dz]! + fx * (data[o + dz + dx]! - data[o + dz]!);
        const d = data[o + dz + dy]! + fx * (data[o + dz + dy + dx]! - data[o + dz + dy]!);
        const front = a + fy * (b - a);
        out[at] = front + fz * (c + fy * (d - c) - front);
      }
    }
  }
  return out;
}

function smoothed(hu: Float32Array, dims: Patch['dims']): Float32Array {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const once = new Float32Array(hu.length);
  const twice = new Float32Array(hu.length);
  blurInto(once, hu, dims[0], strides[0]!);
  blurInto(twice, once, dims[1], strides[1]!);
  blurInto(once, twice, dims[2], strides[2]!);
  return once;
}

function blurInto(out: Float32Array, input: Float32Array, n: number, stride: number): void {
  const [a, b, c] = TAPS;
  const block = n * stride;
  for (let start = 0; start < input.length; start += block) {
    for (let i = 0; i < n; i++) {
      const at = start + i * stride;
      const p1 = i >= 1 ? -stride : 0;
      const p2 = i >= 2 ? -2 * stride : p1;
      const q1 = i < n - 1 ? stride : 0;
      const q2 = i < n - 2 ? 2 * stride : q1;
      for (let m = at; m < at + stride; m++) {
        out[m] =
          a * input[m]! + b * (input[m + p1]! + input[m + q1]!) + c * (input[m + p2]! + input[m + q2]!);
      }
    }
  }
}

function nearMetal(hu: Float32Array, [nx, ny, nz]: Patch['dims']): Uint8Array | null {
  let out: Uint8Array | null = null;
  const reach = Math.round(NEAR_METAL_MM.outlined / PATCH_MM);
  for (let at = 0; at < hu.length; at++) {
    if (hu[at]! <= METAL_HU) continue;
    out ??= new Uint8Array(hu.length);
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const inner = i > 0 && i < nx - 1 && hu[at - 1]! > METAL_HU && hu[at + 1]! > METAL_HU;
    // Within a run of metal every third point suffices.
    if (inner && (i + j + k) % 3 !== 0) {
      out[at] = 1;
      continue;
    }
    for (let c = Math.max(0, k - reach); c <= Math.min(nz - 1, k + reach); c++) {
      for (let b = Math.max(0, j - reach); b <= Math.min(ny - 1, j + reach); b++) {
        const left = reach * reach - (c - k) ** 2 - (b - j) ** 2;
        if (left < 0) continue;
        const half = Math.floor(Math.sqrt(left));
        const row = nx * (b + ny * c);
        out.fill(1, row + Math.max(0, i - half), row + Math.min(nx - 1, i + half) + 1);
      }
    }
  }
  return out;
}
