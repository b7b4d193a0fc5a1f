/** The lumen of the descending aorta, and of the vena cava where contrast must be told by it. */
import { levelIndex } from '../../../contracts/levels.ts';
import { piecewiseLinear } from '../../math/interpolation.ts';
import { mean } from '../../math/moments.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { OFF_VESSEL_WALL_MM } from '../../definitions/regions.ts';

import type { RegionSearch } from './region-search.ts';
import { findVessel, type VesselRule, type VesselSlice } from './vessel.ts';

export interface Lumen {
  readonly chain: readonly VesselSlice[];
  readonly cells: Uint8Array;
  /** Mean position among LEVELS. */
  readonly level: number;
}

/** Beside T4 and above lie the arch and what leaves it. */
const ARCH_LEVEL = levelIndex('T4') + 0.5;
/**
 * Where the aorta's centre lies seen from the body's: left of the body under the arch, before it at the bifurcation
 * (design values after the seven real CT of the tests).
 */
const AORTA_LEVELS = [levelIndex('T6'), levelIndex('T12'), levelIndex('L4')] as const;
const AORTA_DEGREES = [65, 17, 10] as const;
const AORTA: VesselRule = {
  angleAt: (level) => (level < ARCH_LEVEL ? null : piecewiseLinear(AORTA_LEVELS, AORTA_DEGREES, level)),
  radiusMm: [7, 18],
  threshold: 0.45,
  leastLengthMm: 25,
};
/** Right of the aorta, before and beside the right half of the body. */
const CAVA: VesselRule = {
  angleAt: (level) => (level < levelIndex('T11') ? null : -38),
  radiusMm: [6, 15],
  threshold: 0.45,
  leastLengthMm: 25,
};
/** Farther than this from the middle of its slices is calcium, thrombus or a line of contrast: HU, and share of the height. */
const ODD = { hu: 30, shareOfHeight: 0.15 } as const;

/** @returns null where nothing convinces */
export function aortaLumen(search: RegionSearch): Lumen | null {
  return lumen(search, findVessel(search, AORTA));
}

/** @returns null where nothing convinces */
export function cavaLumen(search: RegionSearch, aorta: Lumen): Lumen | null {
  return lumen(search, findVessel(search, { ...CAVA, beside: aorta.chain }));
}

function lumen(
  { work: { grid, spacing }, smooth, spine }: RegionSearch,
  chain: readonly VesselSlice[] | null,
): Lumen | null {
  if (chain === null) return null;
  const [nx, ny] = grid.dims;
  const inside: number[] = [];
  for (const { k, x, y, radius } of chain) {
    const reach = radius - OFF_VESSEL_WALL_MM;
    for (let j = Math.ceil((y - reach) / spacing[1]); j <= (y + reach) / spacing[1]; j++)
      for (let i = Math.ceil((x - reach) / spacing[0]); i <= (x + reach) / spacing[0]; i++)
        if (Math.hypot(i * spacing[0] - x, j * spacing[1] - y) <= reach) inside.push(i + nx * (j + ny * k));
  }
  if (inside.length === 0) return null;
  const middle = upperMedian(inside.map((at) => smooth[at]!));
  const odd = Math.max(ODD.hu, ODD.shareOfHeight * middle);
  const cells = new Uint8Array(smooth.length);
  for (const at of inside) if (Math.abs(smooth[at]! - middle) <= odd) cells[at] = 1;
  const level = mean(chain.map(({ k }) => spine[k]!.level));
  return { chain, cells, level };
}
