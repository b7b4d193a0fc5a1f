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
  const { hu, brightest } = sampled(ct, frame, low, dims);
  const metal = brightest > METAL_HU ? nearMetal(hu, dims) : null;
  smooth(hu, dims);
  return { dims, low, hu, metal };
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

interface Sampled {
  readonly hu: Float32Array;
  readonly brightest: number;
}

function sampled(
  ct: Volume<Int16Array>,
  { origin, left, posterior, superior }: Frame,
  low: Patch['low'],
  [nx, ny, nz]: Patch['dims'],
): Sampled {
  const m = invertAffine(ct.affine);
  const [cx, cy, cz] = ct.dims;
  const { data } = ct;
  const [dy, dz] = [cy > 1 ? cx : 0, cz > 1 ? cx * cy : 0];
  const dx = cx > 1 ? 1 : 0;
  const rate = (row: number, axis: Frame['left']): number =>
    PATCH_MM * (m[row]! * axis[0] + m[row + 1]! * axis[1] + m[row + 2]! * axis[2]);
  const [ax, ay, az] = [rate(0, left), rate(4, left), rate(8, left)];
  const out = new Float32Array(nx * ny * nz);
  let brightest = -Infinity;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const [u, v, w] = [low[0], low[1] + j * PATCH_MM, low[2] + k * PATCH_MM];
      const px = origin[0] + u * left[0] + v * posterior[0] + w * superior[0];
      const py = origin[1] + u * left[1] + v * posterior[1] + w * superior[1];
      const pz = origin[2] + u * left[2] + v * posterior[2] + w * superior[2];
      const x0 = m[0] * px + m[1] * py + m[2] * pz + m[3];
      const y0 = m[4] * px + m[5] * py + m[6] * pz + m[7];
      const z0 = m[8] * px + m[9] * py + m[10] * pz + m[11];
      for (let i = 0; i < nx; i++, at++) {
        const x = within(x0 + i * ax, cx);
        const y = within(y0 + i * ay, cy);
        const z = within(z0 + i * az, cz);
        const xi = x | 0;
        const yi = y | 0;
        const zi = z | 0;
        const o = xi + cx * (yi + cy * zi);
        const fx = x - xi;
        const fy = y - yi;
        const fz = z - zi;
        const a = data[o]! + fx * (data[o + dx]! - data[o]!);
        const b = data[o + dy]! + fx * (data[o + dy + dx]! - data[o + dy]!);
        const c = data[o + dz]! + fx * (data[o + dz + dx]! - data[o + dz]!);
        const d = data[o + dz + dy]! + fx * (data[o + dz + dy + dx]! - data[o + dz + dy]!);
        const front = a + fy * (b - a);
        const value = front + fz * (c + fy * (d - c) - front);
        out[at] = value;
        if (value > brightest) brightest = value;
      }
    }
  }
  return { hu: out, brightest };
}

/**
 * In place, plane by plane, so that what is worked on stays in a core's own cache: planes across are needed as they were, and the last
 * three are kept aside.
 */
function smooth(hu: Float32Array, [nx, ny, nz]: Patch['dims']): void {
  const size = nx * ny;
  const rows = new Float32Array(size);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) blurRow(rows, j * nx, hu, j * nx + k * size, nx);
    for (let j = 0; j < ny; j++)
      blurAcross(hu, j * nx + k * size, nx, rows, nx * j, nx * before(j, 1), nx * before(j, 2), rows, nx * after(j, 1, ny), nx * after(j, 2, ny)); // prettier-ignore
  }
  const kept = new Float32Array(3 * size);
  for (let k = 0; k < nz; k++) {
    const keptAt = (plane: number): number => size * (plane % 3);
    kept.set(hu.subarray(k * size, (k + 1) * size), keptAt(k));
    blurAcross(hu, k * size, size, kept, keptAt(k), keptAt(before(k, 1)), keptAt(before(k, 2)), hu, size * after(k, 1, nz), size * after(k, 2, nz)); // prettier-ignore
  }
}

function before(n: number, step: number): number {
  return Math.max(0, n - step);
}

function after(n: number, step: number, count: number): number {
  return Math.min(count - 1, n + step);
}

function blurRow(out: Float32Array, to: number, input: Float32Array, from: number, n: number): void {
  const [a, b, c] = TAPS;
  const last = from + n - 1;
  let p2 = input[from]!;
  let p1 = p2;
  let here = p2;
  let q1 = input[Math.min(last, from + 1)]!;
  for (let i = 0; i < n; i++) {
    const q2 = input[Math.min(last, from + i + 2)]!;
    out[to + i] = a * here + b * (p1 + q1) + c * (p2 + q2);
    p2 = p1;
    p1 = here;
    here = q1;
    q1 = q2;
  }
}

/** Five lines, `m` in the middle: those before it from one array, those after it from another, which may be `out`. */
function blurAcross(
  out: Float32Array,
  to: number,
  n: number,
  early: Float32Array,
  m: number,
  p1: number,
  p2: number,
  late: Float32Array,
  q1: number,
  q2: number,
): void {
  const [a, b, c] = TAPS;
  for (let i = 0; i < n; i++)
    out[to + i] =
      a * early[m + i]! + b * (early[p1 + i]! + late[q1 + i]!) + c * (early[p2 + i]! + late[q2 + i]!);
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
