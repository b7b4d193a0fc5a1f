/**
 * Mass attenuation coefficients (total, with coherent scattering), cm2/g.
 *
 * Source: NIST (ICRU-44 tissues, compounds by their formulas), as read in the tables of the open Ogo implementation
 * (Bonelab/Ogo, MassAttenuationTables; docs/method.md#five-tissues), to the digits printed there. Version 1.
 */
import { piecewiseLinear } from '../../math/interpolation.ts';

/** keV */
export const TABLE_ENERGIES = [30, 40, 50, 60, 80, 100, 150] as const;

/** At `TABLE_ENERGIES`; triglyceride is C55H98O6. */
export const MASS_ATTENUATION = {
  fat: [0.3063, 0.2396, 0.2123, 0.1974, 0.18, 0.1688, 0.15],
  air: [0.3538, 0.2485, 0.208, 0.1875, 0.1662, 0.1541, 0.1356],
  blood: [0.3852, 0.2715, 0.2278, 0.2057, 0.1827, 0.1695, 0.1492],
  'cortical-bone': [1.331, 0.6655, 0.4242, 0.3148, 0.2229, 0.1855, 0.148],
  muscle: [0.3783, 0.2685, 0.2262, 0.2048, 0.1823, 0.1693, 0.1492],
  k2hpo4: [1.975, 0.9327, 0.5573, 0.389, 0.2508, 0.1972, 0.148],
  triglyceride: [0.2815, 0.2293, 0.2072, 0.1945, 0.1789, 0.1683, 0.1499],
  water: [0.3756, 0.2683, 0.2269, 0.2059, 0.1837, 0.1707, 0.1505],
} as const;
export type Material = keyof typeof MASS_ATTENUATION;

/** Linear between the energies of the table, as the method has it. @param keV within the table */
export function massAttenuation(material: Material, keV: number): number {
  return piecewiseLinear(TABLE_ENERGIES, MASS_ATTENUATION[material], keV);
}
