/**
 * Calibration phantoms: a slab with rods in a row, and what they read.
 *
 * Densities, sizes and the slabs' own HU stand in the table of types. Rods of K2HPO4 read by the relation HU + 999.6 = water + (slope + 0.2174) K2HPO4 (Mindways,
 * QCT PRO User's Guide 5.0, 2011), rods of hydroxyapatite as K2HPO4 of `conversion` times their density.
 */
import { CALIBRATION_PHANTOMS } from '../../spine/definitions/calibration-phantoms.ts';
import { k2hpo4PerApatite, WATER_INTERCEPT, WATER_SLOPE } from '../../spine/definitions/calibration.ts';

import { slopeOf, type CalibrationPhantomSpec, type PhantomRod, type ScannerSpec } from '../options.ts';

/** A type's rods, and its slab. */
export interface Slab {
  readonly rods: readonly PhantomRod[];
  readonly radiusMm: number;
  readonly spacingMm: number;
  /** Of the material round the rods. */
  readonly hu: number;
}

/** A Mindways Model 3 as printed for one serial number, for the digital phantom only. */
export const DIGITAL_MINDWAYS_RODS: readonly PhantomRod[] = [
  { name: 'A', densityMgCc: -51.83, waterMgCc: 1012.25 },
  { name: 'B', densityMgCc: -53.4, waterMgCc: 1056.95 },
  { name: 'C', densityMgCc: 58.88, waterMgCc: 1103.57 },
  { name: 'D', densityMgCc: 157.05, waterMgCc: 1119.52 },
  { name: 'E', densityMgCc: 375.83, waterMgCc: 923.2 },
];

export function slabOf({ type, rods }: CalibrationPhantomSpec): Slab {
  const { drawn, rods: densities } = CALIBRATION_PHANTOMS[type];
  return { ...drawn, rods: rods ?? (densities === null ? DIGITAL_MINDWAYS_RODS : apatite(densities)) };
}

/** HU of the rods in their order, in this beam. */
export function rodHu(spec: CalibrationPhantomSpec, scanner: ScannerSpec): readonly number[] {
  const { conversion = k2hpo4PerApatite(scanner.kvp), slopeFactor = 1 } = spec;
  const huPerMgCc = 1 / (slopeOf(scanner) * slopeFactor);
  return slabOf(spec).rods.map(({ densityMgCc, waterMgCc }) =>
    waterMgCc === null
      ? conversion * densityMgCc * huPerMgCc
      : waterMgCc + (huPerMgCc + WATER_SLOPE) * densityMgCc - WATER_INTERCEPT,
  );
}

function apatite(densities: readonly number[]): readonly PhantomRod[] {
  return densities.map((densityMgCc) => ({ name: String(densityMgCc), densityMgCc, waterMgCc: null }));
}
