/**
 * A surface for every body, which its mask never contradicts.
 *
 * Whatever happened to the masks on the way (parted at discs, cut at pedicles, renamed): a provider's surface is kept only
 * where the voxels within it are the body's, all of them and no others. Any other body gets one that is made of its mask.
 */
import { levelOfValue, type Level } from '../../../contracts/levels.ts';
import { extentsOf, pieceOf, type Extent } from '../../grid/extents.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { eachWithin } from '../../grid/mesh/rasterise.ts';
import type { Volume } from '../../grid/volume.ts';
import type { ProviderResult } from '../provider.ts';

import { maskMesh } from './from-mask/mask-mesh.ts';

/** Empty voxels around a mask that a surface is made of. */
const MARGIN = 1;

/** The result with `surfaces` of all its bodies, and of no others. */
export function withSurfaces<R extends Pick<ProviderResult, 'bodies' | 'surfaces'>>(
  result: R,
): R & { readonly surfaces: ReadonlyMap<Level, Mesh> } {
  const { bodies, surfaces: given } = result;
  const pairs = [...extentsOf(bodies).values()].flatMap((extent): (readonly [Level, Mesh])[] => {
    const level = levelOfValue(extent.value);
    if (level === undefined) return [];
    const own = given?.get(level);
    const holds = own !== undefined && isCutFrom(bodies, extent, own);
    return [[level, holds ? own : maskMesh(pieceOf(bodies, extent, MARGIN))]];
  });
  return { ...result, surfaces: new Map(pairs) };
}

/** Made of a body's mask, as what is measured at it is measured within; null where the map does not hold it. */
export function surfaceOfMask(bodies: Volume<Uint8Array>, value: number): Mesh | null {
  const extent = extentsOf(bodies).get(value);
  return extent === undefined ? null : maskMesh(pieceOf(bodies, extent, MARGIN));
}

/** Whether the voxels within a surface are a body's: all of them, and no others. */
export function isCutFrom(bodies: Volume<Uint8Array>, { value, voxels }: Extent, mesh: Mesh): boolean {
  let [own, others] = [0, 0];
  eachWithin(mesh, bodies, (at) => {
    if (bodies.data[at] === value) own += 1;
    else others += 1;
  });
  return others === 0 && own === voxels;
}
