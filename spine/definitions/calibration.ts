/** From HU to density: relations that the engine applies and that digital scans are made by. */

/**
 * mg/cm3 K2HPO4 per HU by kVp, water = 0. Derived from NIST attenuation of K2HPO4 and water at the effective
 * energies of these voltages; design values. Scanners lie round them as `priors/slope-prior.ts` says.
 */
export const SLOPE_BY_KVP = [
  [80, 0.55],
  [100, 0.65],
  [120, 0.7],
  [140, 0.74],
] as const;
/**
 * mg/cm3 K2HPO4 per mg/cm3 hydroxyapatite by kVp. 80 and 140 kVp: Goodsitt MM, Bone Miner 19:145, 1992; 120 kVp: design value
 * between them. They belong to the materials that rods are made of: attenuation of the pure minerals would give 0.96-0.99.
 */
export const K2HPO4_PER_APATITE = [
  [80, 0.86],
  [120, 0.83],
  [140, 0.81],
] as const;
/** Standard error of that factor: its range over all voltages is four of them (design value). */
export const APATITE_FACTOR_SE = 0.0125;

/** Between the tabulated voltages by a straight line; that of the nearest beyond them. */
export function k2hpo4PerApatite(kvp: number): number {
  const at = Math.min(Math.max(kvp, 80), 140);
  const [low, high] =
    at <= 120
      ? [K2HPO4_PER_APATITE[0], K2HPO4_PER_APATITE[1]]
      : [K2HPO4_PER_APATITE[1], K2HPO4_PER_APATITE[2]];
  return low[1] + ((at - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
}

/**
 * Of a solution: HU + 999.6 = water + (slope + 0.2174) K2HPO4 (Mindways, QCT PRO User's Guide 5.0, 2011): HU per mg/cm3 of water
 * that it has in the place of K2HPO4, and minus the HU of nothing.
 */
export const WATER_SLOPE = 0.2174;
export const WATER_INTERCEPT = 999.6;

/** R2 of a phantom's line below which it is flagged, and refused (as the open Ogo implementation has it). */
export const PHANTOM_R2 = { warn: 0.98, refuse: 0.9 } as const;
/** Slopes of effective energies from 50 to 90 keV, mg/cm3 K2HPO4 per HU; an intercept that a scanner in use has, mg/cm3 (design value). */
export const PHYSICAL_SLOPE = [0.45, 1] as const;
export const MOST_INTERCEPT_MGCC = 40;
/**
 * Days between the scans of a phantom and of a patient beyond which the scanner may have drifted or been serviced (design value:
 * quarterly quality control): a file that was named is flagged, a registered one not chosen.
 */
export const CALIBRATION_VALID_DAYS = 92;
