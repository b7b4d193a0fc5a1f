/** What hand formulas say of a body, slice by slice: checks of the solve. */
import type { PlasticParameters } from '../../../definitions/parameter-sets.ts';

import { atDensity, type Materials, type VertebraGrid } from '../model/vertebra-model.ts';

export interface SectionStrength {
  /** Axial rigidity EA, N: harmonic mean over the slices, and the least. */
  readonly rigidity: number;
  readonly leastRigidity: number;
  /** Least sum of yield stress times area, N; null without plasticity. */
  readonly collapse: number | null;
}

/** Slices of less than this part of the largest one's area are parts of the endplates, where cement carries on (design value). */
const WHOLE_SECTION = 2 / 3;

export function sectionStrength(
  { dims, spacing, densityMgCc, body, part }: VertebraGrid,
  { modulus }: Pick<Materials, 'modulus'>,
  plastic: Pick<PlasticParameters, 'yieldStress'> | null,
): SectionStrength {
  const plane = dims[0] * dims[1];
  const voxelArea = spacing[0] * spacing[1];
  const slices = Array.from({ length: dims[2] }, (_, k) => {
    const slice = { area: 0, rigidity: 0, strength: 0 };
    for (let at = k * plane; at < (k + 1) * plane; at++) {
      if (body[at] === 0) continue;
      const area = voxelArea * (part?.[at] ?? 1);
      slice.area += area;
      slice.rigidity += area * atDensity(modulus, densityMgCc[at]!);
      if (plastic !== null) slice.strength += area * atDensity(plastic.yieldStress, densityMgCc[at]!);
    }
    return slice;
  });
  const largest = slices.reduce((high, { area }) => Math.max(high, area), 0);
  const whole = slices.filter(({ area }) => area >= WHOLE_SECTION * largest);
  return {
    rigidity: whole.length / whole.reduce((sum, { rigidity }) => sum + 1 / rigidity, 0),
    leastRigidity: least(whole.map(({ rigidity }) => rigidity)),
    collapse: plastic === null ? null : least(whole.map(({ strength }) => strength)),
  };
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}
