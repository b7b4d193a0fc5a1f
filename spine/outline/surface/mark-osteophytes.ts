/** Which voxels of a body's mask are bony lips: those between its core and its surface, in pieces that an outline's noise is not. */
import { components } from '../../../solver/voxel/index.ts';
import { voxelVolume, type Volume } from '../../grid/volume.ts';
import { insideGrid } from '../../grid/mesh/rasterise.ts';
import { paste, pieceOf, type Extent } from '../../grid/extents.ts';

import { coreRadii } from './osteophytes.ts';
import { meshAt, radiiAt } from './body-mesh.ts';
import type { BodySurface } from '../../find/index.ts';

/** Smaller pieces are where an outline is uneven, mm3: a lip of 2 x 2 x 10 mm (design value). */
const LEAST_MM3 = 40;

/**
 * Writes the body's value into `marks` where its mask is a bony lip: a lower bound, as `osteophytes.ts` says.
 *
 * @param edge at which the mask ends, as for `bodyMesh` @param marks on the grid of `bodies`
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
  const piece = pieceOf(bodies, extent, 0);
  const [inSurface, inCore] = [radii, core].map((ends) => insideGrid(meshAt(surface, ends), piece));
  for (let at = 0; at < piece.data.length; at++)
    if (inCore![at] === 1 || inSurface![at] === 0) piece.data[at] = 0;
  const { labels, sizes } = components(piece.data, piece.dims);
  const least = LEAST_MM3 / voxelVolume(bodies.affine);
  for (let at = 0; at < piece.data.length; at++) if (sizes[labels[at]!]! < least) piece.data[at] = 0;
  paste(piece, extent.value, marks);
}
