/** Hydroxyapatite to K2HPO4, for densities that a phantom is graded in. */
import { Z95 } from '../../math/normal.ts';

/**
 * mg/cm3 K2HPO4 per mg/cm3 CaHA by kVp. 80 and 140 kVp: Goodsitt MM, Bone Miner 19:145, 1992; 120 kVp: design value between
 * them. They belong to the materials that rods are made of: attenuation of the pure minerals would give 0.96-0.99.
 */
const K2HPO4_PER_APATITE = [
  [80, 0.86],
  [120, 0.83],
  [140, 0.81],
] as const;
/** Standard error of the factor: its range over all voltages is four of them (design value). */
const FACTOR_SE = 0.0125;

export interface Conversion {
  readonly factor: number;
  readonly se: number;
  readonly statement: string;
}

/** Between the tabulated voltages by a straight line; that of 120 kVp, and twice as unsure, where none is known. */
export function apatiteToK2hpo4(kvp: number | null): Conversion {
  const at = Math.min(Math.max(kvp ?? 120, 80), 140);
  const [low, high] =
    at <= 120
      ? [K2HPO4_PER_APATITE[0], K2HPO4_PER_APATITE[1]]
      : [K2HPO4_PER_APATITE[1], K2HPO4_PER_APATITE[2]];
  const factor = low[1] + ((at - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
  const se = kvp === null ? 2 * FACTOR_SE : FACTOR_SE;
  return { factor, se, statement: `K2HPO4 = ${factor.toFixed(3)} CaHA (±${(Z95 * se).toFixed(3)})` };
}
