/** How thick the slices of a CT are, and what is too thick for what. */
import type { Ct } from '../../contracts/ct.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { SLICE_ROUNDING_MM, THICK_SLICES_MM } from '../definitions/slices.ts';

/** mm; a thickness that is not known is taken for the distance of the slices. */
export type Slices = Pick<Ct, 'spacingMm' | 'sliceThicknessMm'>;

/** Slices that overlap are thicker than they are apart; either blurs endplates and thin shells. mm */
export function effectiveSliceMm({ spacingMm, sliceThicknessMm }: Slices): number {
  return Math.max(widest(spacingMm), sliceThicknessMm ?? 0);
}

/** "slice thickness 5.0 mm", where slices are apart or thick by more than `most` mm; null where they are fine enough. */
export function slicesBeyond(slices: Slices, most: number): string | null {
  const { spacingMm, sliceThicknessMm } = slices;
  const apart = widest(spacingMm);
  const thick = sliceThicknessMm ?? 0;
  if (Math.max(apart, thick) <= most + SLICE_ROUNDING_MM) return null;
  return apart >= thick ? `voxel spacing ${apart.toFixed(1)} mm` : `slice thickness ${thick.toFixed(1)} mm`;
}

/** Said of a study whose slices leave its densities alone; null where they do not. */
export function thickSlicesFlag(slices: Slices): Flag | null {
  const saw = slicesBeyond(slices, THICK_SLICES_MM);
  return saw === null
    ? null
    : { code: 'SLICES_THICK', message: `${saw}: strength, heights and fractures were not evaluated` };
}

function widest([x, y, z]: Slices['spacingMm']): number {
  return Math.max(x, y, z);
}
