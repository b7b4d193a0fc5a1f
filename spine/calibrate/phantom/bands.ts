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
  const dy = spacingOf(ct.affine)[1];
  const inverse = invertAffine(ct.affine);
  const deepest = spine.reduce(
    (most, point) => Math.max(most, indexToWorld(inverse, ...point)[1]),
    -Infinity,
  );
  const jLow = Number.isFinite(deepest) ? Math.max(0, Math.ceil(deepest + BEHIND_MM / dy)) : 0;
  const [fx, fy] = factorsOf(ct);
  if (nx < 3 * fx || ny - jLow < 3 * fy) return [];
  const thickness = bandThickness(ct);
  const count = Math.max(1, Math.min(MOST_BANDS, Math.floor(nz / thickness)));
  return Array.from({ length: count }, (_, n) => {
    const first = Math.round(((n + 0.5) * nz) / count - thickness / 2);
    return bandOf(ct, jLow, [Math.max(0, first), Math.min(nz, Math.max(0, first) + thickness)]);
  });
}

/** In slices. */
export function bandThickness({ dims, affine }: Volume<Int16Array>): number {
  return Math.min(dims[2], Math.max(1, Math.round(BAND_MM / spacingOf(affine)[2])));
}

/** Pixels that one of a band's is the mean of, along i and j. */
function factorsOf({ affine }: Volume<Int16Array>): readonly [number, number] {
  const [dx, dy] = spacingOf(affine);
  return [Math.max(1, Math.floor(PIXEL_MM / dx)), Math.max(1, Math.floor(PIXEL_MM / dy))];
}

/** The mean of `slices`, first and one past the last, from row `jLow` on. */
export function bandOf(ct: Volume<Int16Array>, jLow: number, slices: readonly [number, number]): Band {
  const { dims, affine, data } = ct;
  const [nx, ny] = dims;
  const [dx, dy] = spacingOf(affine);
  const [fx, fy] = factorsOf(ct);
  const [columns, rows] = [Math.floor(nx / fx), Math.floor((ny - jLow) / fy)] as const;
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
