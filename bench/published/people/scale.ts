/**
 * The published densities on the scale of the product. Theirs read 37 mg/cm3 in water and rise by 0.5 to 0.6 mg/cm3 per HU; the
 * calibration of one scan is published with the five tissues that it rests on, and turns them back into HU.
 *
 * Where it is wrong: other scans had other tissues, and blood with a contrast agent pulls the whole scale down. Phantoms under six people
 * without an agent say how far off it is (`report.ts`).
 */
import { readFileSync } from 'node:fs';

import { byVoltage } from '../../../spine/calibrate/methods/by-voltage.ts';
import { densityAt } from '../../../spine/calibrate/density-line.ts';
import {
  fitFiveTissues,
  fiveTissueDensity,
  type FiveTissueFit,
  type TissueHu,
} from '../../../spine/calibrate/methods/five-tissue.ts';
import { REFERENCE_KVP } from '../../../spine/definitions/reference/trabecular-reference.ts';

export type Scale = (published: number) => number;

/** Rising from here to there, HU; what a trabecular region can read lies within. */
const SEARCHED_HU = [-200, 1000] as const;
const HALVINGS = 60;

const PRINTED: Readonly<Record<keyof TissueHu, string>> = {
  fat: 'Adipose',
  air: 'Air',
  blood: 'Blood',
  'cortical-bone': 'Cortical Bone',
  muscle: 'Skeletal Muscle',
};

/** From the record of VerSe-004 (sub-verse004_0000.txt). */
export function readTissues(path: string): TissueHu {
  const text = readFileSync(path, 'utf8');
  const of = (tissue: keyof TissueHu): number => {
    const found = new RegExp(
      `^\\s*${PRINTED[tissue]}\\s+(-?[\\d.]+)\\s+[\\d.]+\\s+\\d+ \\[used\\]`,
      'm',
    ).exec(text);
    if (found === null) throw new RangeError(`${path}: saw no mean HU of ${PRINTED[tissue]}`);
    return Number(found[1]);
  };
  return {
    fat: of('fat'),
    air: of('air'),
    blood: of('blood'),
    'cortical-bone': of('cortical-bone'),
    muscle: of('muscle'),
  };
}

/** HU at which the fit gives the density, mg/cm3. */
export function huOf(fit: FiveTissueFit, density: number): number {
  let [low, high]: [number, number] = [...SEARCHED_HU];
  if (!(fiveTissueDensity(fit, low) <= density && density <= fiveTissueDensity(fit, high)))
    throw new RangeError(
      `saw ${density} mg/cm3, outside what the calibration gives from ${low} to ${high} HU`,
    );
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (fiveTissueDensity(fit, middle) < density) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Theirs to HU, and HU to density by the product's slope for the reference's voltage. @param manufacturer null: the slope that the reference is made with */
export function scaleOf(tissues: TissueHu, manufacturer: string | null = null): Scale {
  const fit = fitFiveTissues(tissues);
  const line = byVoltage(REFERENCE_KVP, manufacturer);
  return (published) => densityAt(line, huOf(fit, published));
}
