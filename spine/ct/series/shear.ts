/**
 * A tilted gantry: each image lies sideways of the one below it, and the stack is a sheared box that no volume holds.
 *
 *      /    /           |    |
 *     /    /    --->    |    |     images stay in their planes; each is moved within its own
 *    /    /             |    |
 *
 * So that nothing is interpolated between images, and each keeps its thickness and its place along the normal.
 *
 * Where it is wrong: images moved by half a pixel lose a little of their finest detail (the noise most of all).
 */
import { LOWEST_HU } from '../../definitions/hounsfield.ts';
import type { Affine } from '../../grid/volume.ts';

/** How a sheared stack's images lie in the straight grid that holds all of them. */
export interface Shear {
  /** From (column, row, image) of the images themselves to patient LPS, mm. */
  readonly asScanned: Affine;
  /** Columns and rows of the straight grid. */
  readonly size: readonly [columns: number, rows: number];
  /** Where the first pixel of image 0 lies in the grid, and how much further each next image, in columns and rows. */
  readonly first: readonly [number, number];
  readonly step: readonly [number, number];
  /** Of the stack against the normal of its images. */
  readonly degrees: number;
}

/** Columns or rows of a grid that holds `count` images of `pixels` each, `step` pixels further from image to image. */
export function extentOf(
  pixels: number,
  step: number,
  count: number,
): { readonly size: number; readonly first: number } {
  const whole = step * (count - 1);
  return {
    size: pixels + Math.ceil(Math.abs(whole) - WHOLE_PIXEL),
    first: whole < 0 ? Math.ceil(-whole - WHOLE_PIXEL) : 0,
  };
}

/** Rounding of a shift by whole pixels. */
const WHOLE_PIXEL = 1e-6;

/**
 * Writes image `n` of a sheared stack into its plane of the straight grid, by cubic convolution along each axis that it is moved along;
 * what it does not cover is as outside the field of view.
 *
 * @param image HU, column fastest @param out the plane from `at` on
 * @remarks R. G. Keys, Cubic convolution interpolation for digital image processing, IEEE Trans. ASSP 29 (1981), eq. 15, with a = -1/2;
 *   doi:10.1109/TASSP.1981.1163711. At the image's border its last pixel goes on.
 */
export function straightenedInto(
  out: Int16Array,
  at: number,
  image: { readonly data: Int16Array; readonly columns: number; readonly rows: number },
  { size: [width, height], first, step }: Shear,
  n: number,
): void {
  const { data, columns, rows } = image;
  const across = movedBy(first[0] + n * step[0]);
  const down = movedBy(first[1] + n * step[1]);
  out.fill(LOWEST_HU, at, at + width * height);
  const line = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    const row = y - down.pixels;
    if (row < 0 || row + (down.part > 0 ? 1 : 0) > rows - 1) continue;
    for (let x = 0; x < columns; x++) {
      let hu = 0;
      for (let tap = 0; tap < 4; tap++) {
        if (down.weights[tap] === 0) continue;
        hu += down.weights[tap]! * data[clamped(row + tap - 1, rows) * columns + x]!;
      }
      line[x] = hu;
    }
    const to = at + y * width;
    for (let x = 0; x < width; x++) {
      const column = x - across.pixels;
      if (column < 0 || column + (across.part > 0 ? 1 : 0) > columns - 1) continue;
      let hu = 0;
      for (let tap = 0; tap < 4; tap++) {
        if (across.weights[tap] === 0) continue;
        hu += across.weights[tap]! * line[clamped(column + tap - 1, columns)]!;
      }
      out[to + x] = Math.max(LOWEST_HU, Math.round(hu));
    }
  }
}

interface Move {
  /** A pixel of the grid takes its value from between the image's pixel this many before it, and the next. */
  readonly pixels: number;
  /** How far beyond that pixel, 0 to 1. */
  readonly part: number;
  /** Of the pixels -1, 0, 1 and 2 from there. */
  readonly weights: readonly number[];
}

function movedBy(shift: number): Move {
  const pixels = Math.ceil(shift - WHOLE_PIXEL);
  const part = pixels - shift;
  const t = part < WHOLE_PIXEL ? 0 : part;
  const weights = [
    ((-t + 2) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((-3 * t + 4) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
  return { pixels, part: t, weights };
}

function clamped(at: number, count: number): number {
  return at < 0 ? 0 : at >= count ? count - 1 : at;
}
