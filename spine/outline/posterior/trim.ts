/** Partial volume taken off: beside dense cortex the edge of bone stands well above the threshold. */
import type { Volume } from '../../grid/volume.ts';
import { BRIGHTEST_BONE_HU } from '../../definitions/hounsfield.ts';

import { linesThrough, type Line } from './lines.ts';

/**
 * The edge lies at this part of the rise from soft tissue to the brightest bone near by. Half would be the edge of a
 * sharp image; outlines by others are wider, and at half thin walls between marrow and muscle go (measured: 0.2 is best).
 */
const EDGE = 0.2;
/** Bone is near by within this, mm. */
const NEAR_MM = 2;
/** HU of muscle, from which the rise is counted (design value). */
const MUSCLE_HU = 50;

/** Clears labels of voxels that are darker than their edge; marrow goes too, and is filled again as enclosed. */
export function trim({ data, dims, affine }: Volume<Int16Array>, labels: Uint8Array): void {
  const lines = linesThrough(dims, affine, NEAR_MM);
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === 0) continue;
    // Bone brighter than this near by makes a voxel an edge.
    const bright = MUSCLE_HU + (data[at]! - MUSCLE_HU) / EDGE;
    if (bright < BRIGHTEST_BONE_HU && isNearBrighter(data, dims, lines, at, bright)) labels[at] = 0;
  }
}

function isNearBrighter(
  data: Int16Array,
  [nx, ny, nz]: Volume['dims'],
  lines: readonly Line[],
  at: number,
  bright: number,
): boolean {
  const i = at % nx;
  const j = Math.floor(at / nx) % ny;
  const k = Math.floor(at / (nx * ny));
  for (let n = 0; n < lines.length; n++) {
    const { stride, steps, x, y, z } = lines[n]!;
    if (i < x || j < y || k < z || i >= nx - x || j >= ny - y || k >= nz - z) continue;
    for (let s = 1, off = stride; s <= steps; s++, off += stride) {
      if (data[at + off]! > bright || data[at - off]! > bright) return true;
    }
  }
  return false;
}
