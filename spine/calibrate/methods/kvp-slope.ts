/**
 * The slope from HU to K2HPO4-equivalent density by tube voltage and manufacturer: what every method without a phantom rests on.
 *
 * Where it is wrong: the beam's energy at the spine depends on filtration and on the patient's size, which the voltage does not
 * tell; scanners lie as far from it as `slope-prior.ts` says.
 */
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { SLOPE_BY_KVP } from '../../definitions/calibration.ts';
import { Z95 } from '../../math/normal.ts';

import { slopeSpread, tabulated, vendorShift } from './slope-prior.ts';

const VOLTAGES = SLOPE_BY_KVP.map(([voltage]) => voltage);
const [LOWEST_KVP, HIGHEST_KVP] = [VOLTAGES[0]!, VOLTAGES.at(-1)!];

const SOURCE =
  'slope by tube voltage from NIST attenuation of K2HPO4 and water (80/100/120/140 kVp: 0.55/0.65/0.70/0.74 mg/cm3 per HU; assumption of this software, not measured on this scanner)';

export interface SlopeByVoltage {
  /** mg/cm3 per HU. */
  readonly slope: number;
  /** Half-width of the 95 % interval of the slope, as a fraction of it. */
  readonly relativeUncertainty: number;
  readonly statement: string;
  readonly source: string;
  readonly flags: readonly Flag[];
}

/**
 * @param kvp tube voltage in kV, or null where the image does not say
 * @param manufacturer of the scanner, as the header has it; null where it does not say
 * @throws StudyRefused KVP_OUT_OF_RANGE below 80 or above 140 kV
 * @remarks Without a voltage the slope is the middle of all tabulated ones, and the interval holds every one of them with
 * its own uncertainty: about 40 %, told by the flag KVP_UNKNOWN.
 */
export function slopeByVoltage(kvp: number | null, manufacturer: string | null): SlopeByVoltage {
  const shift = vendorShift(manufacturer);
  const of = kvp === null ? slopeOfAnyVoltage() : slopeOf(kvp);
  if (shift === null) return of;
  return { ...of, slope: shift.factor * of.slope, source: `${of.source}; ${shift.words}` };
}

function slopeOf(kvp: number): SlopeByVoltage {
  if (!(kvp >= LOWEST_KVP && kvp <= HIGHEST_KVP)) {
    throw new StudyRefused({
      code: 'KVP_OUT_OF_RANGE',
      saw: `${kvp} kVp`,
      wanted: `${LOWEST_KVP} to ${HIGHEST_KVP} kVp`,
    });
  }
  const relativeUncertainty = Z95 * slopeSpread(kvp);
  return {
    slope: tabulated(SLOPE_BY_KVP, kvp),
    relativeUncertainty,
    statement: `uncalibrated, ±${Math.round(100 * relativeUncertainty)} %`,
    source: SOURCE,
    flags: VOLTAGES.some((voltage) => voltage === kvp)
      ? []
      : [
          {
            code: 'KVP_INTERPOLATED',
            message: `slope interpolated for ${kvp} kVp (tabulated: 80, 100, 120 and 140 kVp)`,
          },
        ],
  };
}

function slopeOfAnyVoltage(): SlopeByVoltage {
  const [low, high] = [LOWEST_KVP, HIGHEST_KVP].map(slopeOf) as [SlopeByVoltage, SlopeByVoltage];
  const slope = (low.slope + high.slope) / 2;
  const relativeUncertainty = Math.max(
    ((1 + high.relativeUncertainty) * high.slope) / slope - 1,
    1 - ((1 - low.relativeUncertainty) * low.slope) / slope,
  );
  const percent = Math.round(100 * relativeUncertainty);
  return {
    slope,
    relativeUncertainty,
    statement: `uncalibrated, tube voltage not known, ±${percent} %`,
    source: `${SOURCE}; middle of the range, tube voltage not known`,
    flags: [
      {
        code: 'KVP_UNKNOWN',
        message: `tube voltage not known: slope at the middle of ${low.slope} to ${high.slope} mg/cm3 per HU, interval covers this range (±${percent} %); no density category is given`,
      },
    ],
  };
}
