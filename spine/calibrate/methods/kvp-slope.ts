/**
 * The slope from HU to K2HPO4-equivalent density by tube voltage alone: the last resort, without any reference in the image.
 *
 * Where it is wrong: the beam's energy at the spine depends on filtration and on the patient's size, which the
 * voltage does not tell; hence 10-15 %, and no correction of an intercept.
 */
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { piecewiseLinear } from '../../math/interpolation.ts';
import { SLOPE_BY_KVP, SLOPE_UNCERTAINTY } from '../../definitions/calibration.ts';

const [LOWEST_KVP, HIGHEST_KVP] = [SLOPE_BY_KVP[0][0], SLOPE_BY_KVP[3][0]];

const SOURCE =
  'slope by tube voltage from NIST attenuation of K2HPO4 and water (80/100/120/140 kVp: 0.55/0.65/0.70/0.74 mg/cm3 per HU; assumption of this software, not measured on this scanner)';

export interface SlopeByVoltage {
  /** mg/cm3 per HU. */
  readonly slope: number;
  /** Half-width of the 95 % interval of a density, as a fraction of it. */
  readonly relativeUncertainty: number;
  readonly statement: string;
  readonly source: string;
  readonly flags: readonly Flag[];
}

/**
 * @param kvp tube voltage in kV, or null where the image does not say
 * @throws StudyRefused KVP_OUT_OF_RANGE below 80 or above 140 kV
 * @remarks Without a voltage the slope is the middle of all tabulated ones, and the interval holds every one of them with
 * its own uncertainty: about 30 %, told by the flag KVP_UNKNOWN.
 */
export function slopeByVoltage(kvp: number | null): SlopeByVoltage {
  if (kvp === null) return slopeOfAnyVoltage();
  if (!(kvp >= LOWEST_KVP && kvp <= HIGHEST_KVP)) {
    throw new StudyRefused({
      code: 'KVP_OUT_OF_RANGE',
      saw: `${kvp} kVp`,
      wanted: `${LOWEST_KVP} to ${HIGHEST_KVP} kVp`,
    });
  }
  const tabulated = SLOPE_BY_KVP.some(([voltage]) => voltage === kvp);
  return {
    slope: interpolated(kvp),
    relativeUncertainty: SLOPE_UNCERTAINTY,
    statement: 'uncalibrated, ±10-15 %',
    source: SOURCE,
    flags: tabulated
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
  const [low, high] = [SLOPE_BY_KVP[0][1], SLOPE_BY_KVP[SLOPE_BY_KVP.length - 1]![1]];
  const slope = (low + high) / 2;
  const relativeUncertainty = ((1 + SLOPE_UNCERTAINTY) * high) / slope - 1;
  const percent = Math.round(100 * relativeUncertainty);
  return {
    slope,
    relativeUncertainty,
    statement: `uncalibrated, tube voltage not known, ±${percent} %`,
    source: `${SOURCE}; middle of the range, tube voltage not known`,
    flags: [
      {
        code: 'KVP_UNKNOWN',
        message: `tube voltage not known: slope at the middle of ${low} to ${high} mg/cm3 per HU, interval covers this range (±${percent} %); no density category is given`,
      },
    ],
  };
}

function interpolated(kvp: number): number {
  const [voltages, slopes] = [
    SLOPE_BY_KVP.map(([voltage]) => voltage),
    SLOPE_BY_KVP.map(([, slope]) => slope),
  ];
  return piecewiseLinear(voltages, slopes, kvp);
}
