/** How hard it is to pass through each voxel of the posterior elements: easy in bone, hard in the dark gap of a joint. */
import type { Volume } from '../../grid/volume.ts';
import { medianAndSpread } from '../../math/histogram.ts';
import { SOFT_TISSUE_HU } from '../../definitions/hounsfield.ts';

import { linesThrough } from './lines.ts';

export const COST_UNITS = 16;
/** The threshold lies this many spreads above the mode, and within these bounds, HU. */
const SPREADS = 3;
const BONE_HU = [120, 190] as const;
/** Bone this much above the threshold is passed at no extra cost, HU. */
const FULL_HU = 150;
/** What a millimetre costs in full bone; what is added at the threshold, and in a gap of 100 HU. */
const IN_BONE = 0.3;
const AT_THRESHOLD = 2;
const IN_GAP = 10;
/** A joint's gap is no wider than twice this, mm. */
const HALF_GAP_MM = 5;

/**
 * Cost of a millimetre in units of 1/16; 0 where there is no bone.
 *
 * @param sought 0 where bone is not looked for
 */
export function boneCost(ct: Volume<Int16Array>, sought: Uint8Array): Uint8Array {
  const boneHu = boneThreshold(ct.data);
  const { data, dims } = ct;
  const [nx, ny, nz] = dims;
  const cost = new Uint8Array(data.length);
  const lines = linesThrough(dims, ct.affine, HALF_GAP_MM);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const at = i + nx * (j + ny * k);
        const hu = data[at]!;
        if (hu < boneHu || sought[at] === 0) continue;
        let gap = 0;
        for (let n = 0; n < lines.length; n++) {
          const { stride, steps, x, y, z } = lines[n]!;
          if (i < x || j < y || k < z || i >= nx - x || j >= ny - y || k >= nz - z) continue;
          let a = -32768;
          for (let s = 1, off = stride; s <= steps; s++, off += stride) {
            if (data[at + off]! > a) a = data[at + off]!;
          }
          // The darker side tells: the other one is looked at where it may.
          if (a - hu <= gap) continue;
          let b = -32768;
          for (let s = 1, off = stride; s <= steps; s++, off += stride) {
            if (data[at - off]! > b) b = data[at - off]!;
          }
          const darker = Math.min(a, b) - hu;
          if (darker > gap) gap = darker;
        }
        const dark = Math.max(0, 1 - (hu - boneHu) / FULL_HU);
        const perMm = IN_BONE + AT_THRESHOLD * dark + (IN_GAP * gap) / 100;
        cost[at] = Math.min(255, Math.round(COST_UNITS * perMm));
      }
    }
  }
  return cost;
}

function boneThreshold(hu: Int16Array): number {
  const [low, high] = SOFT_TISSUE_HU;
  const counts = new Float64Array(high - low);
  for (let at = 0; at < hu.length; at++) {
    const value = hu[at]!;
    if (value >= low && value < high) counts[value - low]! += 1;
  }
  const { median, sd } = medianAndSpread(counts);
  const threshold = low + median + SPREADS * sd;
  return Math.round(Math.min(BONE_HU[1], Math.max(BONE_HU[0], threshold)));
}
