/** What can be asked of a digital spine. */
import type { TablePhantomType } from '../contracts/calibration/phantom.ts';
import { SLOPE_BY_KVP } from '../spine/definitions/calibration.ts';

import type { PhantomLevel } from './anatomy/anatomy.ts';

/** Loss is the fraction of the intact height that is gone, 0 to 0.6. */
export interface FractureSpec {
  /** wedge: anterior loss, half of it in the middle. biconcave: middle only. crush: all three heights. */
  readonly shape: 'wedge' | 'biconcave' | 'crush';
  readonly loss: number;
}

/** A lip of bone at the rim of an endplate, widest in the middle of its side, tapering away from the endplate. */
export interface OsteophyteSpec {
  /** How far it stands out of the body's side wall, mm. */
  readonly mm: number;
  readonly endplate: 'superior' | 'inferior';
  readonly side: 'anterior' | 'left' | 'right';
}

export interface DiscSpec {
  /** Least distance between the endplates, mm. */
  readonly heightMm: number;
  /** bone: a block of both bodies, endplates gone, the neighbours still two in the truth. */
  readonly filling: 'disc' | 'bone';
  /** Beside it, from body to body. */
  readonly bridge?: BridgeSpec;
}

export interface BridgeSpec {
  /** How far it stands out of the bodies' walls, mm. */
  readonly mm: number;
  readonly side: OsteophyteSpec['side'];
}

/** An ellipsoid of bone cement (PMMA) in the middle of the body. */
export interface CementSpec {
  readonly volumeMm3: number;
  /** 1500-2000 as scanners see PMMA with barium sulphate (design value). */
  readonly hu: number;
}

/** Factors on the sizes in `BODY_SIZE`. */
export interface ScaleSpec {
  readonly heights: number;
  readonly width: number;
  readonly depth: number;
  readonly disc: number;
  /** On Ha/Hp and Hm/Hp of the intact body, so on its physiologic wedging and waist; 1 where absent. */
  readonly anteriorRatio?: number;
  readonly middleRatio?: number;
}

export interface LevelSpec {
  readonly level: PhantomLevel;
  /** Trabecular density, mg/cm3 K2HPO4-equivalent, the same throughout the body. */
  readonly vbmdMgCc: number;
  readonly fracture: FractureSpec | null;
  readonly scale?: ScaleSpec;
  readonly discBelow?: DiscSpec;
  readonly osteophytes?: readonly OsteophyteSpec[];
  readonly cement?: CementSpec;
  /** A pair of pedicle screws; rods join neighbours that have them. */
  readonly screws?: boolean;
  /** From the midline to the tips of its transverse processes, mm; 43 (lumbar) and 28 where absent. */
  readonly transverseMm?: number;
  /** A pair of hooks at the arch, no metal in the body; rods join neighbours that have screws or hooks. */
  readonly hooks?: boolean;
}

/** One curve in the frontal plane, a half wave between its end vertebrae, flat beyond them. */
export interface ScoliosisSpec {
  /** Between the end vertebrae, degrees: 0 to 60. */
  readonly cobbDegrees: number;
  readonly upperEnd: PhantomLevel;
  readonly lowerEnd: PhantomLevel;
  /** The side to which the column bulges. */
  readonly convex: 'left' | 'right';
  /** Axial rotation at the apex, bodies towards the convex side, degrees. */
  readonly rotationDegrees: number;
}

export interface SacrumSpec {
  /** Of the endplate of S1 against the horizontal, degrees. */
  readonly slopeDegrees: number;
  /** Density within its cortex, mg/cm3. */
  readonly vbmdMgCc: number;
  /** The iliac bones beside it. */
  readonly ilium: boolean;
  /** Broad transverse processes of the last lumbar vertebra that grow into the alae (Castellvi III b). */
  readonly sacralised: boolean;
}

/** How ribs run, where they run otherwise than designed. */
export interface RibSpec {
  /** How much further back their angles stand than designed, mm. */
  readonly sweepMm?: number;
  /** The lowest pair: a straight rod. Length from the joint, mm; how steeply it falls, and leads back from the side, degrees. */
  readonly last?: { readonly lengthMm: number; readonly fallDegrees: number; readonly backDegrees: number };
}

/** The patient against the scanner: turned about x, then y, then z of patient LPS, then shifted. */
export interface PoseSpec {
  readonly rotationDegrees: readonly [number, number, number];
  readonly shiftMm: readonly [number, number, number];
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
  /** What a sharp kernel adds of every edge, as a part of its step (0.5: it overshoots by a fifth); 0 where absent. */
  readonly sharpening?: number;
  /** Standard deviation of the white noise, HU. */
  readonly noiseHu: number;
  /** Tube voltage: sets HU = density / slope for what holds mineral. */
  readonly kvp: 80 | 100 | 120 | 140;
  /** Left-right and front-back extent of the image, mm. */
  readonly fieldOfViewMm: readonly [number, number];
  /** Its centre, patient x and y, mm; 0, 0 where absent. */
  readonly fieldOfViewCentreMm?: readonly [number, number];
  /** Beam energy: the density per HU that is true at the spine, against that of the tube voltage; 1 where absent. */
  readonly slopeFactor?: number;
  /** What air and water read too much, HU, on a straight line through both: an uncalibrated scanner. */
  readonly drift?: { readonly airHu: number; readonly waterHu: number };
  /** What the middle of the trunk reads too little, HU, fading with the square of the distance; 0 at the skin. */
  readonly cuppingHu?: number;
}

export interface PhantomRod {
  readonly name: string;
  /** K2HPO4 or hydroxyapatite, mg/cm3. */
  readonly densityMgCc: number;
  /** Null for rods of hydroxyapatite, whose base reads as water. */
  readonly waterMgCc: number | null;
}

/** Lies under the back, with the table, and is no part of the patient: the pose does not move it. */
export interface CalibrationPhantomSpec {
  readonly type: TablePhantomType;
  /** In the place of the type's own. */
  readonly rods?: readonly PhantomRod[];
  /** Between back and phantom, mm. */
  readonly padMm?: number;
  /** Of its middle, to the patient's left, mm. */
  readonly lateralMm?: number;
  /** Of its long axis against the table's, about the vertical. */
  readonly skewDegrees?: number;
  /** About the table's long axis. */
  readonly rollDegrees?: number;
  /** Where it begins and ends along z, mm; through the whole image where absent. */
  readonly zRangeMm?: readonly [number, number];
  /** Density per HU at the rods, against that at the spine: the patient hardens the beam; 1 where absent. */
  readonly slopeFactor?: number;
  /** K2HPO4 that attenuates as one mg/cm3 of hydroxyapatite in the rods does; by the tube voltage where absent. */
  readonly conversion?: number;
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
  /** Lumen of the vena cava, before the lumbar spine; none where absent. */
  readonly cavaHu?: number;
  /** Factor on every level's own lean, so on kyphosis and lordosis; 1 where absent. */
  readonly curvature?: number;
  readonly scoliosis?: ScoliosisSpec;
  /** Below the last level, which must be lumbar. */
  readonly sacrum?: SacrumSpec;
  /** 12 where absent, 13 with T13: 11 leaves T12 without, 13 gives them to T13 or else to L1. */
  readonly ribPairs?: 11 | 12 | 13;
  readonly ribs?: RibSpec;
  /** Air beside and before the thoracic bodies. */
  readonly lungs?: boolean;
  readonly pose?: PoseSpec;
  /** Field of view beyond the outermost listed bodies, mm; below 0 it cuts them, and they leave the truth. */
  readonly marginMm?: { readonly above: number; readonly below: number };
  /** Amplitude of the streaks that metal throws, HU at its surface; 0 where absent. */
  readonly streakHu?: number;
  /** What contrast agent adds to trabecular bone, HU; 0 where absent. */
  readonly trabecularContrastHu?: number;
  readonly calibrationPhantom?: CalibrationPhantomSpec;
  /** HU of the fat; that of `SOFT_TISSUE_HU` where absent. */
  readonly fatHu?: number;
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

/** K2HPO4 slopes, mg/cm3 per HU by tube voltage, intercept 0, unless a scan asks for others. */
export const DENSITY_SLOPE = Object.fromEntries(SLOPE_BY_KVP) as Readonly<Record<ScannerSpec['kvp'], number>>;

/** mg/cm3 K2HPO4 per HU that is true of this scan. */
export function slopeOf({ kvp, slopeFactor = 1 }: Pick<ScannerSpec, 'kvp' | 'slopeFactor'>): number {
  return DENSITY_SLOPE[kvp] * slopeFactor;
}

/** An order for a digital spine that can't be built. */
export class ImpossibleSpine extends Error {
  override readonly name = 'ImpossibleSpine';
}
