/**
 * The five-tissue internal calibration, for comparison with the published benchmark only: it does not give 0 at water.
 *
 * @remarks Michalski AS, Besler BA, Michalak GJ, Boyd SK: CT-based internal density calibration for opportunistic skeletal
 * assessment using abdominal CT scans, Med Eng Phys 2020, doi 10.1016/j.medengphy.2020.01.009, as implemented in Ogo
 * (equations: docs/method.md#five-tissues). We differ in searching 30 to 150 keV, what our table covers, not 1.5 to 200.
 * Where it is wrong: the energy that fits best is no mean energy of the beam (97 keV for a scan at 120 kVp), and water
 * comes out at +37 mg/cm3.
 */
import { explainedShare, leastSquaresLine } from '../../math/line-fit.ts';

import { massAttenuation, TABLE_ENERGIES, type Material } from './mass-attenuation.ts';

export const FIVE_TISSUES = ['fat', 'air', 'blood', 'cortical-bone', 'muscle'] as const;
/** Mean HU of each. */
export type TissueHu = Readonly<Record<(typeof FIVE_TISSUES)[number], number>>;

export interface FiveTissueFit {
  /** The energy whose attenuation the HU follow best, keV. */
  readonly energyKev: number;
  readonly r2: number;
  /** Mass attenuation = a1 HU + a0, cm2/g. */
  readonly a1: number;
  readonly a0: number;
  /** Density of the material = c1 HU + c0, g/cm3. */
  readonly c1: number;
  readonly c0: number;
}

const STEP_KEV = 0.5;
const MG_PER_G = 1000;

export function fitFiveTissues(hu: TissueHu): FiveTissueFit {
  const values = FIVE_TISSUES.map((tissue) => hu[tissue]);
  const [lowest, highest] = [TABLE_ENERGIES[0], TABLE_ENERGIES.at(-1)!];
  let energyKev: number = lowest;
  let best = leastSquaresLine(values, atEnergy(lowest));
  for (let n = 1; lowest + n * STEP_KEV <= highest; n++) {
    const line = leastSquaresLine(values, atEnergy(lowest + n * STEP_KEV));
    if (explainedShare(line) > explainedShare(best)) [energyKev, best] = [lowest + n * STEP_KEV, line];
  }
  const water = massAttenuation('water', energyKev);
  const attenuation = atEnergy(energyKev);
  const density = leastSquaresLine(
    values,
    values.map((value, n) => ((value / 1000 + 1) * water) / attenuation[n]!),
  );
  return {
    energyKev,
    r2: explainedShare(best),
    a1: best.slope,
    a0: best.intercept,
    c1: density.slope,
    c0: density.intercept,
  };
}

/** K2HPO4-equivalent, mg/cm3: two components, mineral and triglyceride. A parabola over HU. */
export function fiveTissueDensity({ energyKev, a1, a0, c1, c0 }: FiveTissueFit, hu: number): number {
  const [mineral, fat] = [massAttenuation('k2hpo4', energyKev), massAttenuation('triglyceride', energyKev)];
  return (MG_PER_G * (c1 * hu + c0) * (a1 * hu + a0 - fat)) / (mineral - fat);
}

function atEnergy(keV: number): number[] {
  return FIVE_TISSUES.map((tissue: Material) => massAttenuation(tissue, keV));
}
