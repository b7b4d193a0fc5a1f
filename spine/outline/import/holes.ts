/** Holes of a mask. */
import { components } from '../../../solver/voxel/index.ts';

/** Background that does not reach the border of the grid becomes mask. @param mask of 0 and 1 */
export function fillHoles(
  mask: Uint8Array<ArrayBuffer>,
  dims: readonly [number, number, number],
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const background = mask.map((inside) => 1 - inside);
  const { labels, sizes } = components(background, dims);
  const outside = new Uint8Array(sizes.length);
  for (let at = 0; at < labels.length; at++) {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    if (i === 0 || j === 0 || k === 0 || i === nx - 1 || j === ny - 1 || k === nz - 1)
      outside[labels[at]!] = 1;
  }
  return mask.map((inside, at) => (inside !== 0 || outside[labels[at]!] === 0 ? 1 : 0));
}
