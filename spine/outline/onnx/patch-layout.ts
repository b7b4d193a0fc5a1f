/** How a patch lies in the model's tensor, as seen from the patient's axes. */
import { tripleFrom } from '../../math/vector.ts';
import type { ModelManifest } from './model-manifest.ts';

/** Axes in the order of the CT: patient left, posterior, superior. Voxel (i, j, k) is element `first + i s0 + j s1 + k s2`. */
export interface PatchLayout {
  /** Voxels of a patch along left, posterior, superior. */
  readonly patch: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  readonly first: number;
  readonly strides: readonly [number, number, number];
}

/** Letters of each patient axis: with the axis of the CT, and against it. */
const DIRECTIONS = ['LR', 'PA', 'SI'] as const;

export function patchLayout({ orientation, patch, spacingMm }: ModelManifest): PatchLayout {
  const tensorStrides = [patch[1] * patch[2], patch[2], 1];
  const axes = DIRECTIONS.map((letters) => {
    const tensorAxis = [0, 1, 2].findIndex((axis) => letters.includes(orientation[axis]!));
    const flipped = letters.indexOf(orientation[tensorAxis]!) === 1;
    const stride = tensorStrides[tensorAxis]!;
    const voxels = patch[tensorAxis]!;
    return {
      voxels,
      spacing: spacingMm[tensorAxis]!,
      stride: flipped ? -stride : stride,
      first: flipped ? stride * (voxels - 1) : 0,
    };
  });
  const triple = (of: (axis: (typeof axes)[number]) => number) => tripleFrom(axes.map(of));
  return {
    patch: triple(({ voxels }) => voxels),
    spacingMm: triple(({ spacing }) => spacing),
    first: axes.reduce((sum, { first }) => sum + first, 0),
    strides: triple(({ stride }) => stride),
  };
}
