/**
 * From the scanned object to voxels: mean HU over each voxel's box, and the label at its centre.
 *
 * A slice is averaged over its thickness in an odd number of layers of about 1 mm. In each layer the material is
 * looked up at the corners of every voxel; only where the eight differ is the voxel sampled 3 x 3 x 3. Materials
 * are uniform, so elsewhere one look-up is exact (a structure thinner than a voxel that misses every corner is lost).
 */
import { indexToWorld, type Affine, type Volume } from '../../spine/grid/volume.ts';

import type { ScannerSpec } from '../options.ts';
import { TRUNK_ONLY, type ScannedLayer } from './layer.ts';
import type { ScannedObject } from './scanned-object.ts';

/** Per axis in a voxel of mixed material; odd, so that the centre is among them. */
const SAMPLES = 3;
/** A layer may be this thick, mm. */
const LAYER_MM = 1.3;
/** Samples per axis along the skin and the fat, once for all slices. */
const TRUNK_SAMPLES = 4;
/** The same where every slice has a trunk of its own, and only where its tissues meet. */
const TRUNK_SAMPLES_PER_SLICE = 2;
/** Pixels a side. */
const BLOCK = 4;

type Grid = Pick<Volume, 'dims' | 'affine'>;

export interface Rendered {
  /** Mean HU of slice k, before blur and noise. */
  slice(k: number): Float32Array;
  /** Material code at the centre of every voxel of slice k; 0 where there is only the trunk. */
  codes(k: number): Uint8Array;
}

/** The grid: centred on the field of view's centre left-right and front-back, slices from `zLow` up to `zHigh`. */
export function imageGrid(scanner: ScannerSpec, zLow: number, zHigh: number): Grid {
  const { pixelMm, sliceSpacingMm, fieldOfViewMm, fieldOfViewCentreMm = [0, 0] } = scanner;
  const nx = Math.round(fieldOfViewMm[0] / pixelMm);
  const ny = Math.round(fieldOfViewMm[1] / pixelMm);
  const nz = Math.max(1, Math.round((zHigh - zLow) / sliceSpacingMm));
  const x0 = fieldOfViewCentreMm[0] + (-(nx - 1) / 2) * pixelMm;
  const y0 = fieldOfViewCentreMm[1] + (-(ny - 1) / 2) * pixelMm;
  const affine: Affine = [
    pixelMm, 0, 0, x0,
    0, pixelMm, 0, y0,
    0, 0, sliceSpacingMm, zLow,
  ]; // prettier-ignore
  return { dims: [nx, ny, nz], affine };
}

export function renderSlices(scanned: ScannedObject, grid: Grid, thicknessMm: number): Rendered {
  const [nx, ny] = grid.dims;
  const everySlice = scanned.trunk.uniform ? trunkSlice(scanned, grid) : null;
  const layers = 2 * Math.ceil((thicknessMm / LAYER_MM - 1) / 2) + 1;
  let codesOf = -1;
  const codes = new Uint8Array(nx * ny);

  function slice(k: number): Float32Array {
    const sum = new Float32Array(nx * ny);
    const z = indexToWorld(grid.affine, 0, 0, k)[2] - thicknessMm / 2;
    const step = thicknessMm / layers;
    const trunk = everySlice ?? trunkAtHeight(scanned, grid, z + thicknessMm / 2);
    codes.fill(0);
    codesOf = k;
    for (let n = 0; n < layers; n++) {
      const middle = n === (layers - 1) / 2;
      addLayer(scanned, grid, [z + n * step, z + (n + 1) * step], trunk, sum, middle ? codes : null);
    }
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! / layers;
    return sum;
  }

  return {
    slice,
    codes(k) {
      if (codesOf !== k) slice(k);
      return codes;
    },
  };
}

/** Adds the mean HU of one layer to `sum`; writes the codes at voxel centres where `codes` is given. */
function addLayer(
  scanned: ScannedObject,
  { dims: [nx, ny], affine }: Grid,
  [zLow, zHigh]: readonly [number, number],
  trunk: TrunkSlice,
  sum: Float32Array,
  codes: Uint8Array | null,
): void {
  const layer = scanned.layer(zLow, zHigh);
  const [pixel, x0, y0] = [affine[0], affine[3], affine[7]];
  const clamp = (value: number, high: number): number => Math.min(Math.max(value, 0), high);
  const iLow = clamp(Math.floor((layer.box[0] - x0) / pixel), nx - 1);
  const iHigh = clamp(Math.ceil((layer.box[1] - x0) / pixel), nx - 1);
  const jLow = clamp(Math.floor((layer.box[2] - y0) / pixel), ny - 1);
  const jHigh = clamp(Math.ceil((layer.box[3] - y0) / pixel), ny - 1);
  const width = Math.max(0, iHigh - iLow + 2);
  const bottom = cornerRow(layer, width, x0 + (iLow - 0.5) * pixel, pixel);
  const low = [bottom(y0 + (jLow - 0.5) * pixel, zLow), bottom(y0 + (jLow - 0.5) * pixel, zHigh)];
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + trunk.hu[i]!;
  for (let j = jLow; j <= jHigh; j++) {
    const y = y0 + j * pixel;
    const high = [bottom(y + pixel / 2, zLow), bottom(y + pixel / 2, zHigh)];
    for (let i = iLow; i <= iHigh; i++) {
      const c = i - iLow;
      const code = low[0]![c]!;
      const uniform =
        code === low[0]![c + 1] && code === low[1]![c] && code === low[1]![c + 1] &&
        code === high[0]![c] && code === high[0]![c + 1] && code === high[1]![c] && code === high[1]![c + 1]; // prettier-ignore
      const at = i + nx * j;
      if (uniform && code === TRUNK_ONLY && trunk.mixed[at] === 0) continue;
      const x = x0 + i * pixel;
      const known = uniform && code !== TRUNK_ONLY;
      const hu = known ? scanned.hu[code]! : meanOver(scanned, layer, [x, y], pixel, [zLow, zHigh]);
      sum[at] = sum[at]! + hu - trunk.hu[at]!;
      if (codes !== null) codes[at] = known ? code : layer.materialAt(x, y, (zLow + zHigh) / 2);
    }
    low[0] = high[0]!;
    low[1] = high[1]!;
  }
}

function cornerRow(
  layer: ScannedLayer,
  width: number,
  x0: number,
  pixel: number,
): (y: number, z: number) => Uint8Array {
  return (y, z) => {
    const row = new Uint8Array(width);
    for (let i = 0; i < width; i++) row[i] = layer.spineAt(x0 + i * pixel, y, z);
    return row;
  };
}

function meanOver(
  scanned: ScannedObject,
  layer: ScannedLayer,
  [x, y]: readonly [number, number],
  pixel: number,
  [zLow, zHigh]: readonly [number, number],
): number {
  let sum = 0;
  for (let n = 0; n < SAMPLES; n++) {
    const z = zLow + ((n + 0.5) / SAMPLES) * (zHigh - zLow);
    for (let m = 0; m < SAMPLES; m++) {
      const ys = y + ((m + 0.5) / SAMPLES - 0.5) * pixel;
      for (let l = 0; l < SAMPLES; l++) {
        sum += scanned.hu[layer.materialAt(x + ((l + 0.5) / SAMPLES - 0.5) * pixel, ys, z)]!;
      }
    }
  }
  return sum / SAMPLES ** 3;
}

/** Trunk alone: mean HU of every pixel, and 1 where more than one tissue was met in it. */
interface TrunkSlice {
  readonly hu: Float32Array;
  readonly mixed: Uint8Array;
}

/** Every pixel sampled, once for all slices. */
function trunkSlice({ hu, trunk }: ScannedObject, { dims: [nx, ny], affine }: Grid): TrunkSlice {
  const out = { hu: new Float32Array(nx * ny), mixed: new Uint8Array(nx * ny) };
  const [pixel, x0, y0] = [affine[0], affine[3], affine[7]];
  const offset = (n: number): number => (n + 0.5) / TRUNK_SAMPLES - 0.5;
  const at = (i: number, j: number): number => trunk.at(x0 + i * pixel, y0 + j * pixel, 0);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const first = at(i - 0.5, j - 0.5);
      let mixed =
        first !== at(i + 0.5, j - 0.5) || first !== at(i - 0.5, j + 0.5) || first !== at(i + 0.5, j + 0.5);
      let sum = 0;
      for (let m = 0; m < TRUNK_SAMPLES; m++) {
        for (let l = 0; l < TRUNK_SAMPLES; l++) {
          const code = at(i + offset(l), j + offset(m));
          mixed ||= code !== first;
          sum += hu[code]!;
        }
      }
      out.hu[i + nx * j] = sum / TRUNK_SAMPLES ** 2;
      out.mixed[i + nx * j] = mixed ? 1 : 0;
    }
  }
  return out;
}

/** At one height; blocks of pixels whose corners are of one tissue are taken for that. */
function trunkAtHeight(
  { hu, trunk }: ScannedObject,
  { dims: [nx, ny], affine }: Grid,
  z: number,
): TrunkSlice {
  const out = { hu: new Float32Array(nx * ny), mixed: new Uint8Array(nx * ny) };
  const [pixel, x0, y0] = [affine[0], affine[3], affine[7]];
  const at = (i: number, j: number): number => trunk.at(x0 + i * pixel, y0 + j * pixel, z);
  const n = TRUNK_SAMPLES_PER_SLICE;
  const meanAt = (i: number, j: number): number => {
    let sum = 0;
    for (let m = 0; m < n; m++)
      for (let l = 0; l < n; l++) sum += hu[at(i + (l + 0.5) / n - 0.5, j + (m + 0.5) / n - 0.5)]!;
    return sum / (n * n);
  };
  const columns = Math.ceil(nx / BLOCK);
  let upper = new Uint8Array(columns + 1);
  let lower = new Uint8Array(columns + 1);
  for (let c = 0; c <= columns; c++) upper[c] = at(c * BLOCK - 0.5, -0.5);
  for (let j0 = 0; j0 < ny; j0 += BLOCK) {
    for (let c = 0; c <= columns; c++) lower[c] = at(c * BLOCK - 0.5, j0 + BLOCK - 0.5);
    for (let c = 0; c < columns; c++) {
      const code = upper[c]!;
      const same = code === upper[c + 1] && code === lower[c] && code === lower[c + 1];
      for (let j = j0; j < Math.min(j0 + BLOCK, ny); j++) {
        for (let i = c * BLOCK; i < Math.min((c + 1) * BLOCK, nx); i++) {
          out.hu[i + nx * j] = same ? hu[code]! : meanAt(i, j);
          out.mixed[i + nx * j] = same ? 0 : 1;
        }
      }
    }
    [upper, lower] = [lower, upper];
  }
  return out;
}
