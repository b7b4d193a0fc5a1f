/** How much a scan blurs, by direction: voxels may be far longer along one axis than along the others. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { dot } from '../../math/vector.ts';
import { spacingOf, type Affine } from '../../grid/volume.ts';
import { BOX_VARIANCE, KERNEL_SIGMA_MM, TRILINEAR_VARIANCE } from '../../definitions/surfaces.ts';

/** Variance of a patch's own smoothing and interpolation, mm2: a Gaussian of 0.5 mm and a grid of 0.5 mm. */
const PATCH = 0.25 + TRILINEAR_VARIANCE * 0.25;
/** Voxels longer than this dilute a thin wall that lies across them, mm. */
const UNDILUTED_MM = 1.2;

export interface Blur {
  /** Standard deviation along a unit direction of patient LPS, mm. */
  sigma(direction: Vec3): number;
  /** Share of a thin wall's contrast that is left where the wall stands across a unit direction, 0 to 1. */
  dilution(direction: Vec3): number;
}

export function blurOf(affine: Affine): Blur {
  const spacing = spacingOf(affine);
  const axes = spacing.map((mm, axis): Vec3 => [
    affine[axis]! / mm,
    affine[4 + axis]! / mm,
    affine[8 + axis]! / mm,
  ]);
  const variance = spacing.map((mm) => (BOX_VARIANCE + TRILINEAR_VARIANCE) * mm ** 2 + KERNEL_SIGMA_MM ** 2);
  const stretch = spacing.map((mm) => Math.max(1, mm / UNDILUTED_MM) - 1);
  const weighted = (direction: Vec3, values: readonly number[]): number =>
    axes.reduce((sum, axis, n) => sum + dot(direction, axis) ** 2 * values[n]!, 0);
  return {
    sigma: (direction) => Math.sqrt(PATCH + weighted(direction, variance)),
    dilution: (direction) => 1 / (1 + weighted(direction, stretch)),
  };
}
