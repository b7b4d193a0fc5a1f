/** The finest and the coarsest of a grid's three spacings, mm. */
import { spacingOf, type Affine } from './volume.ts';

export function finestSpacing(affine: Affine): number {
  const [x, y, z] = spacingOf(affine);
  return Math.min(x, y, z);
}

export function coarsestSpacing(affine: Affine): number {
  const [x, y, z] = spacingOf(affine);
  return Math.max(x, y, z);
}
