/** Planes cut through volumes, flat or curved, sampled on a grid of square pixels. */
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import { indexToWorld, invertAffine, sampleLinear, type Volume } from '../../shared/volume.ts';

/** Where the pixels of a picture lie in the patient. Row 0 is the top. */
export interface PicturePlane {
  readonly width: number;
  readonly height: number;
  readonly pixelMm: number;
  /** Patient LPS (mm) of a pixel, which may be fractional. */
  readonly at: (column: number, row: number) => Vec3;
  /** Where a point of the patient stands in the picture, in pixels. */
  readonly project: (point: Vec3) => readonly [column: number, row: number];
}

/** Values of a volume over a plane, row by row; `outside` beyond the volume. */
export function sampled(volume: Volume, plane: PicturePlane, outside: number): Float32Array {
  const toIndex = invertAffine(volume.affine);
  const out = new Float32Array(plane.width * plane.height);
  for (let row = 0, n = 0; row < plane.height; row++) {
    for (let column = 0; column < plane.width; column++, n++) {
      const [x, y, z] = plane.at(column, row);
      out[n] = sampleLinear(volume, ...indexToWorld(toIndex, x, y, z), outside);
    }
  }
  return out;
}

/** How much of one label lies at each pixel, 0 to 1: the mask interpolated, so that its outline is smooth. */
export function labelShare(labels: Volume<Uint8Array>, value: number, plane: PicturePlane): Float32Array {
  const [nx, ny, nz] = labels.dims;
  const toIndex = invertAffine(labels.affine);
  const out = new Float32Array(plane.width * plane.height);
  const is = (i: number, j: number, k: number): number =>
    labels.data[i + nx * (j + ny * k)] === value ? 1 : 0;
  for (let row = 0, n = 0; row < plane.height; row++) {
    for (let column = 0; column < plane.width; column++, n++) {
      const [x, y, z] = indexToWorld(toIndex, ...plane.at(column, row));
      const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
      if (!(i >= 0 && j >= 0 && k >= 0 && i < nx - 1 && j < ny - 1 && k < nz - 1)) continue;
      const [u, v, w] = [x - i, y - j, z - k];
      const near =
        (is(i, j, k) * (1 - u) + is(i + 1, j, k) * u) * (1 - v) +
        (is(i, j + 1, k) * (1 - u) + is(i + 1, j + 1, k) * u) * v;
      const far =
        (is(i, j, k + 1) * (1 - u) + is(i + 1, j, k + 1) * u) * (1 - v) +
        (is(i, j + 1, k + 1) * (1 - u) + is(i + 1, j + 1, k + 1) * u) * v;
      out[n] = near * (1 - w) + far * w;
    }
  }
  return out;
}
