/** Whether a vertebra reaches the end of the image, so that part of it may be missing. */
import { EDGE_CONTACT_MM } from '../definitions/slices.ts';

import { wholeGrid, type Bounds } from './valid-data.ts';
import { spacingOf, type Volume } from './volume.ts';

export const SIDES = [
  ['right', 'left'],
  ['anterior', 'posterior'],
  ['inferior', 'superior'],
] as const;
export type Side = (typeof SIDES)[number][number];

/**
 * Sides of the image that a box of voxels touches, or nearly.
 *
 * @param grid axes closest to patient left, posterior, superior
 * @param bounds where the image holds data (`validBounds`); all of the grid where they are left out
 */
export function sidesTouched(
  { low, high }: { readonly low: readonly number[]; readonly high: readonly number[] },
  grid: { readonly dims: Volume['dims']; readonly affine: Volume['affine'] },
  bounds: Bounds = wholeGrid(grid),
): readonly Side[] {
  const spacing = spacingOf(grid.affine);
  return SIDES.flatMap(([lowSide, highSide], axis) => {
    const before = (low[axis]! - bounds.low[axis]!) * spacing[axis]!;
    const after = (bounds.high[axis]! - high[axis]!) * spacing[axis]!;
    return [...(before < EDGE_CONTACT_MM ? [lowSide] : []), ...(after < EDGE_CONTACT_MM ? [highSide] : [])];
  });
}
