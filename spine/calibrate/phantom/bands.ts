/**
 * Mean images of thin bands of slices, behind the spine only: less noise than a slice, and a rod that stands a few
 * degrees askew stays round in them.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { indexToWorld, invertAffine, spacingOf, type Volume } from '../../grid/volume.ts';

/** A mean image on a grid of its own. Coordinates are mm along the volume's own axes i and j from its first voxel. */
export interface Band {
  readonly nx: number;
  readonly ny: number;
  /** Of a pixel, mm. */
  readonly pixelMm: readonly [number, number];
  /** Of pixel (0, 0), mm. */
  readonly cornerMm: readonly [number, number];
  readonly hu: Float32Array;
  /** Slices that it averages: first, and one past the last. */
  readonly slices: readonly [number, number];
}

/** Thickness of a band, mm: at 5 degrees askew a rod moves 1 mm in it (design value). */
const BAND_MM = 10;
/** Bands in an image of any length (design value). */
const MOST_BANDS = 24;
/** Pixels are averaged up to this size, mm (design value: rods are more than 9 mm wide). */
const PIXEL_MM = 1.6;
/** Nearer behind the centres of the bodies there is no room for a phantom under a back, mm (design value). */
const BEHIND_MM = 40;

/** From the lowest band to the highest. The whole image where `spine` is empty. */
export function bandsBehind(ct: Volume<Int16Array>, spine: readonly Vec3[]): readonly Band[] {
  const [nx, ny, nz] = ct.dims;
  const [dx, dy, dz] = spacingOf(ct.affine);
  const inverse = invertAffine(ct.affine);
  const deepest = spine.reduce(
    (most, point) => Math.max(most, indexToWorld(inverse, ...point)[1]),
    -Infinity,
  );
  const jLow = Number.isFinite(deepest) ? Math.max(0, Math.ceil(deepest + BEHIND_MM / dy)) : 0;
  const factor = [dx, dy].map((d) => Math.max(1, Math.floor(PIXEL_MM / d))) as [number, number];
  const size = [Math.floor(nx / factor[0]), Math.floor((ny - jLow) / factor[1])] as const;
  if (size[0] < 3 || size[1] < 3) return [];
  const thickness = Math.min(nz, Math.max(1, Math.round(BAND_MM / dz)));
  const count = Math.max(1, Math.min(MOST_BANDS, Math.floor(nz / thickness)));
  return Array.from({ length: count }, (_, n) => {
    const first = Math.round(((n + 0.5) * nz) / count - thickness / 2);
    return bandOf(ct, jLow, factor, size, [Math.max(0, first), Math.min(nz, Math.max(0, first) + thickness)]);
  });
}

function bandOf(
  { dims: [nx, ny], affine, data }: Volume<Int16Array>,
  jLow: number,
  [fx, fy]: readonly [number, number],
  [columns, rows]: readonly [number, number],
  slices: readonly [number, number],
): Band {
  const [dx, dy] = spacingOf(affine);
  const hu = new Float32Array(columns * rows);
  const share = 1 / (fx * fy * (slices[1] - slices[0]));
  for (let k = slices[0]; k < slices[1]; k++) {
    for (let j = 0; j < rows * fy; j++) {
      const from = nx * (jLow + j + ny * k);
      const to = columns * Math.floor(j / fy);
      for (let i = 0; i < columns * fx; i++) {
        const at = to + Math.floor(i / fx);
        hu[at] = hu[at]! + share * data[from + i]!;
      }
    }
  }
  return {
    nx: columns,
    ny: rows,
    pixelMm: [dx * fx, dy * fy],
    cornerMm: [((fx - 1) / 2) * dx, (jLow + (fy - 1) / 2) * dy],
    hu,
    slices,
  };
}
