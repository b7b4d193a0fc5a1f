/** How well two masks agree. */
import type { Piece } from '../../../spine/grid/extents.ts';
import type { Volume } from '../../../spine/grid/volume.ts';

/** Dice's coefficient of voxels that satisfy `inA` of one map and `inB` of another on the same grid. */
export function dice(
  a: Volume,
  inA: (value: number) => boolean,
  b: Volume,
  inB: (value: number, at: number) => boolean,
): number {
  let [both, sum] = [0, 0];
  for (let at = 0; at < a.data.length; at++) {
    const [p, q] = [inA(a.data[at]!), inB(b.data[at]!, at)];
    if (p && q) both += 1;
    sum += Number(p) + Number(q);
  }
  return (2 * both) / sum;
}

/** The piece put back onto the grid it was cut from. */
export function onGrid(piece: Piece, mask: Volume<Uint8Array>, grid: Volume): Volume<Uint8Array> {
  const data = new Uint8Array(grid.data.length);
  const [px, py] = piece.dims;
  mask.data.forEach((value, at) => {
    if (value === 0) return;
    const i = (at % px) + piece.offset[0];
    const j = (Math.floor(at / px) % py) + piece.offset[1];
    const k = Math.floor(at / (px * py)) + piece.offset[2];
    data[i + grid.dims[0] * (j + grid.dims[1] * k)] = value;
  });
  return { dims: grid.dims, affine: grid.affine, data };
}
