/** The mean density of several levels, its interval, and how likely it lies on each side of the cut-offs. */
import type { Density } from '../../../contracts/primitives.ts';
import type { DensitySides } from '../../../contracts/risk/risk.ts';
import { mean } from '../../math/moments.ts';
import { normalCdf, Z95 } from '../../math/normal.ts';

export interface LevelDensity {
  readonly vbmd: Density;
  /** Standard error that all levels of a study share, by the calibration, mg/cm3; null where the parts are not known. */
  readonly lineSe: number | null;
  /** That of the level alone, mg/cm3. */
  readonly samplingSe: number | null;
}

/** Standard errors of a mean by their cause, mg/cm3. */
export interface MeanErrors {
  /** By the calibration, at every level in the same direction. */
  readonly calibrationSe: number;
  readonly samplingSe: number;
  /** The parts are known: else everything is the calibration's. */
  readonly apart: boolean;
}

/** Null where a density has no interval; where the parts are not known, everything is the calibration's. */
export function meanErrors(densities: readonly LevelDensity[]): MeanErrors | null {
  if (densities.length === 0 || densities.some(({ vbmd }) => vbmd.uncertainty.kind === 'none')) return null;
  if (densities.some(({ lineSe, samplingSe }) => lineSe === null || samplingSe === null))
    return {
      calibrationSe: mean(densities.map(({ vbmd }) => halfWidth(vbmd)! / Z95)),
      samplingSe: 0,
      apart: false,
    };
  const own = densities.reduce((sum, { samplingSe }) => sum + samplingSe! ** 2, 0);
  return {
    calibrationSe: mean(densities.map(({ lineSe }) => lineSe!)),
    samplingSe: Math.sqrt(own) / densities.length,
    apart: true,
  };
}

/**
 * The calibration's errors of all levels go together and stay; those of sampling are independent and average out. Where
 * the parts are not known, everything is taken to go together.
 */
export function meanDensity(densities: readonly LevelDensity[]): Density | null {
  const [first] = densities;
  if (first === undefined) return null;
  const value = mean(densities.map(({ vbmd }) => vbmd.value));
  const lacking = densities.find(({ vbmd }) => vbmd.uncertainty.kind === 'none')?.vbmd.uncertainty;
  if (lacking !== undefined) return { ...first.vbmd, value, uncertainty: lacking };
  const { calibrationSe, samplingSe, apart } = meanErrors(densities)!;
  return within(
    first.vbmd,
    value,
    Z95 * Math.hypot(calibrationSe, samplingSe),
    apart
      ? 'calibration errors correlated between levels, sampling errors independent'
      : 'errors of the levels taken as fully correlated',
  );
}

/** Scaled, shifted, and with a further independent standard error. */
export function adjustedDensity(
  density: Density,
  { scale = 1, shift = 0, se = 0 }: { scale?: number; shift?: number; se?: number },
  basis: string,
): Density {
  const value = scale * density.value + shift;
  const half = halfWidth(density);
  return half === null
    ? { ...density, value }
    : within(density, value, Math.hypot(scale * half, Z95 * se), basis);
}

/** Null without a standard error. */
export function densitySides(
  density: Density,
  { osteoporosisBelow, normalAbove }: { osteoporosisBelow: number; normalAbove: number },
): DensitySides | null {
  const half = halfWidth(density);
  if (half === null || half === 0) return null;
  const below = (cutOff: number): number => normalCdf(((cutOff - density.value) / half) * Z95);
  const osteoporosis = below(osteoporosisBelow);
  const normal = 1 - below(normalAbove);
  return { osteoporosis, lowBoneMass: 1 - osteoporosis - normal, normal };
}

/** Of the 95 % interval, mg/cm3. */
function halfWidth({ uncertainty }: Density): number | null {
  return uncertainty.kind === 'none' ? null : (uncertainty.high - uncertainty.low) / 2;
}

function within(density: Density, value: number, half: number, basis: string): Density {
  return {
    ...density,
    value,
    uncertainty: { kind: 'interval95', low: value - half, high: value + half, basis },
  };
}
