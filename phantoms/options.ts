/** What can be asked of a digital spine. */
import type { PhantomLevel } from './anatomy.ts';

/** Loss is the fraction of the intact height that is gone, 0 to 0.6. */
export interface FractureSpec {
  /** wedge: anterior loss, half of it in the middle. biconcave: middle only. crush: all three heights. */
  readonly shape: 'wedge' | 'biconcave' | 'crush';
  readonly loss: number;
}

export interface LevelSpec {
  readonly level: PhantomLevel;
  /** Trabecular density, mg/cm3 K2HPO4-equivalent, the same throughout the body. */
  readonly vbmdMgCc: number;
  readonly fracture: FractureSpec | null;
}

export interface ScannerSpec {
  /** Between voxel centres in the slice, mm. */
  readonly pixelMm: number;
  /** Between slice centres, mm. */
  readonly sliceSpacingMm: number;
  /** Width of the box that a slice averages over, mm. */
  readonly sliceThicknessMm: number;
  /** Standard deviation of the in-plane point spread, mm. */
  readonly psfSigmaMm: number;
  /** Standard deviation of the white noise, HU. */
  readonly noiseHu: number;
  /** Tube voltage: sets HU = density / slope for what holds mineral. */
  readonly kvp: 80 | 100 | 120 | 140;
  /** Left-right and front-back extent of the image, mm. */
  readonly fieldOfViewMm: readonly [number, number];
}

export interface SpineOptions {
  /** Of the noise, and of the DICOM identifiers. */
  readonly seed: number;
  /** Cranial to caudal, neighbours on from another. */
  readonly levels: readonly LevelSpec[];
  /** Vertebrae beyond the first and the last: none, or there and cut by the field of view. */
  readonly neighbours: 'absent' | 'cut';
  /** Lean of the whole spine to the patient's left, degrees. */
  readonly coronalTiltDegrees: number;
  /** Added to every level's lean towards the back, degrees. */
  readonly sagittalTiltDegrees: number;
  /** Lumen of the aorta: about 40 without contrast, 150-350 with. */
  readonly aortaHu: number;
  readonly scanner: ScannerSpec;
}

/** The demo study: T11-L4, a grade-2 wedge of L1, low bone mass. */
export const demoSpine: SpineOptions = {
  seed: 20250,
  levels: [
    { level: 'T11', vbmdMgCc: 112, fracture: null },
    { level: 'T12', vbmdMgCc: 106, fracture: null },
    { level: 'L1', vbmdMgCc: 104, fracture: { shape: 'wedge', loss: 0.3 } },
    { level: 'L2', vbmdMgCc: 96, fracture: null },
    { level: 'L3', vbmdMgCc: 92, fracture: null },
    { level: 'L4', vbmdMgCc: 98, fracture: null },
  ],
  neighbours: 'absent',
  coronalTiltDegrees: 0,
  sagittalTiltDegrees: 0,
  aortaHu: 40,
  scanner: {
    pixelMm: 0.8,
    sliceSpacingMm: 1,
    sliceThicknessMm: 1,
    psfSigmaMm: 0.6,
    noiseHu: 12,
    kvp: 120,
    fieldOfViewMm: [320, 240],
  },
};

/** Default K2HPO4 slopes, mg/cm3 per HU by tube voltage, intercept 0: derived, unverified (design value). */
export const DENSITY_SLOPE = { 80: 0.55, 100: 0.65, 120: 0.7, 140: 0.74 } as const;

/** An order for a digital spine that can't be built. */
export class ImpossibleSpine extends Error {
  override readonly name = 'ImpossibleSpine';
}
