/** Hydroxyapatite to K2HPO4, for densities that a phantom is graded in. */
import { APATITE_FACTOR_SE, k2hpo4PerApatite } from '../../definitions/calibration.ts';
import { Z95 } from '../../math/normal.ts';

export interface Conversion {
  readonly factor: number;
  readonly se: number;
  readonly statement: string;
}

/** That of 120 kVp, and twice as unsure, where no voltage is known. */
export function apatiteToK2hpo4(kvp: number | null): Conversion {
  const factor = k2hpo4PerApatite(kvp ?? 120);
  const se = kvp === null ? 2 * APATITE_FACTOR_SE : APATITE_FACTOR_SE;
  return { factor, se, statement: `K2HPO4 = ${factor.toFixed(3)} CaHA (±${(Z95 * se).toFixed(3)})` };
}
