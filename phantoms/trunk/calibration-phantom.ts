/**
 * Calibration phantoms: a slab with rods in a row, and what they read.
 *
 * Densities are those that the makers state. Sizes, places and the slabs' own HU are design values: what is tested on
 * them may not rest on them. Rods of K2HPO4 read by the relation HU + 999.6 = water + (slope + 0.2174) K2HPO4 (Mindways,
 * QCT PRO User's Guide 5.0, 2011), rods of hydroxyapatite as K2HPO4 of `conversion` times their density.
 */
import type { PhantomType } from '../../contracts/calibration/phantom.ts';

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

const SLABS: Readonly<Record<PhantomType, Slab>> = {
  mindways: { rods: DIGITAL_MINDWAYS_RODS, radiusMm: 9, spacingMm: 40, hu: 80 },
  'qrm-bdc3': { rods: apatite(100, 400, 800), radiusMm: 9, spacingMm: 50, hu: 0 },
  'qrm-bdc6': { rods: apatite(0, 100, 200, 400, 600, 800), radiusMm: 9, spacingMm: 32, hu: 0 },
  'image-analysis': { rods: apatite(8, 97.3, 189.8), radiusMm: 10, spacingMm: 60, hu: 45 },
  'b-mas200': { rods: apatite(0, 50, 100, 150, 200), radiusMm: 7.5, spacingMm: 35, hu: -90 },
  'siemens-osteo': { rods: apatite(0, 200), radiusMm: 9, spacingMm: 50, hu: 60 },
};

/** K2HPO4 per hydroxyapatite by tube voltage: Goodsitt MM, Bone Miner 19:145, 1992 (80 and 140 kVp; between: design). */
const APATITE_AS_K2HPO4 = { 80: 0.86, 100: 0.845, 120: 0.83, 140: 0.81 } as const;
/** HU per mg/cm3 of displaced water, and minus the HU of nothing: Mindways, as above. */
const WATER_SLOPE = 0.2174;
const WATER_INTERCEPT = 999.6;

export function slabOf({ type, rods }: CalibrationPhantomSpec): Slab {
  return rods === undefined ? SLABS[type] : { ...SLABS[type], rods };
}

/** HU of the rods in their order, in this beam. */
export function rodHu(spec: CalibrationPhantomSpec, scanner: ScannerSpec): readonly number[] {
  const { conversion = APATITE_AS_K2HPO4[scanner.kvp], slopeFactor = 1 } = spec;
  const huPerMgCc = 1 / (slopeOf(scanner) * slopeFactor);
  return slabOf(spec).rods.map(({ densityMgCc, waterMgCc }) =>
    waterMgCc === null
      ? conversion * densityMgCc * huPerMgCc
      : waterMgCc + (huPerMgCc + WATER_SLOPE) * densityMgCc - WATER_INTERCEPT,
  );
}

function apatite(...densities: readonly number[]): readonly PhantomRod[] {
  return densities.map((densityMgCc) => ({ name: String(densityMgCc), densityMgCc, waterMgCc: null }));
}
