/** The trabecular density that an average body of an age, a sex and a level has. */
import type { Level } from '../../../../contracts/levels.ts';
import { SLOPE_BY_KVP } from '../../../definitions/calibration.ts';
import {
  ATTENUATION_SD,
  DENSITY_AGAINST_L1,
  L1_ATTENUATION,
  LEVEL_SE,
  REFERENCE_AGES,
  REFERENCE_KVP,
  REFERENCE_SE,
  REGION_SE,
} from '../../../definitions/reference/trabecular-reference.ts';
import { levelIndex } from '../../../../contracts/levels.ts';
import { piecewiseLinear } from '../../../math/interpolation.ts';

export interface ReferenceDensity {
  /** mg/cm3 */
  readonly mean: number;
  /** Between people, mg/cm3. */
  readonly sd: number;
  /** Standard error of the mean that all levels share, as a share of it: population, scanners, region. */
  readonly sharedSe: number;
  /** That of this level against L1, as a share. */
  readonly ownSe: number;
}

/** mg/cm3 per HU at the voltage of the reference. */
const SLOPE = piecewiseLinear(
  SLOPE_BY_KVP.map(([kvp]) => kvp),
  SLOPE_BY_KVP.map(([, slope]) => slope),
  REFERENCE_KVP,
);

export function coversAge(ageYears: number): boolean {
  return ageYears >= REFERENCE_AGES.lowest && ageYears <= REFERENCE_AGES.highest;
}

/** @returns null for a level that the reference does not have */
export function referenceDensity(
  level: Level,
  sex: 'female' | 'male',
  ageYears: number,
): ReferenceDensity | null {
  const ratio = (DENSITY_AGAINST_L1 as Readonly<Partial<Record<Level, number>>>)[level];
  if (ratio === undefined) return null;
  const hu = piecewiseLinear(L1_ATTENUATION.ages, L1_ATTENUATION[sex], ageYears);
  const [from, to, at] = [LEVEL_SE.from, LEVEL_SE.to, level].map(levelIndex) as [number, number, number];
  return {
    mean: ratio * SLOPE * hu,
    sd: SLOPE * ATTENUATION_SD,
    sharedSe: Math.hypot(REFERENCE_SE, REGION_SE / hu),
    ownSe: at >= from && at <= to ? LEVEL_SE.near : LEVEL_SE.far,
  };
}
