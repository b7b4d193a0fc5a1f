/** Which voxels of a body's mask are bony lips: those between its core and its surface, in pieces that an outline's noise is not. */
import { components } from '../../../solver/voxel/index.ts';
import { indexToWorld, voxelVolume, type Volume } from '../../grid/volume.ts';
import { paste, pieceOf, type Extent } from '../../grid/extents.ts';

import { coreRadii } from './osteophytes.ts';
import { insideTest, radiiAt } from './rasterise.ts';
import type { BodySurface } from '../../find/index.ts';

/** Smaller pieces are where an outline is uneven, mm3: a lip of 2 x 2 x 10 mm (design value). */
const LEAST_MM3 = 40;

/**
 * Writes the body's value into `marks` where its mask is a bony lip: a lower bound, as `osteophytes.ts` says.
 *
 * @param edge at which the mask ends, as for `rasteriseBody` @param marks on the grid of `bodies`
 */
export function markOsteophytes(
  bodies: Volume<Uint8Array>,
  extent: Extent,
  surface: BodySurface,
  edge: number,
  marks: Volume<Uint8Array>,
): void {
  const radii = radiiAt(surface, edge);
  const core = coreRadii({ directions: surface.directions, radii });
  const [inSurface, inCore] = [radii, core].map((ends) =>
    insideTest({ ...surface, radii: ends, visibleRadii: ends }, 0),
  );
  const piece = pieceOf(bodies, extent, 0);
  const [px, py] = piece.dims;
  for (let at = 0; at < piece.data.length; at++) {
    if (piece.data[at] === 0) continue;
    const point = indexToWorld(piece.affine, at % px, Math.floor(at / px) % py, Math.floor(at / (px * py)));
    if (inCore!(...point) || !inSurface!(...point)) piece.data[at] = 0;
  }
  const { labels, sizes } = components(piece.data, piece.dims);
  const least = LEAST_MM3 / voxelVolume(bodies.affine);
  for (let at = 0; at < piece.data.length; at++) if (sizes[labels[at]!]! < least) piece.data[at] = 0;
  paste(piece, extent.value, marks);
}
