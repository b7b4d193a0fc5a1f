/**
 * The sizes that a digital spine starts from: design values in the range of an adult woman, chosen by us.
 * They are truth because the spine is built from them, not because somebody measured them.
 */
import type { Level } from '../lambdas/shared/levels.ts';

export interface BodySize {
  /** Mid-sagittal heights of the intact body at 10 %, 50 % and 90 % of its depth, mm. */
  readonly anteriorMm: number;
  readonly middleMm: number;
  readonly posteriorMm: number;
  /** Greatest left-right width and front-back depth (at the rims; the waist is narrower), mm. */
  readonly widthMm: number;
  readonly depthMm: number;
  /** Disc below, between the centres of the endplates, mm. */
  readonly discMm: number;
  /** Lean of the body's superior axis towards the back, degrees. */
  readonly tiltDegrees: number;
}

/** Levels that a digital spine can have, cranial to caudal without a gap. */
export const PHANTOM_LEVELS = ['T9', 'T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;
export type PhantomLevel = (typeof PHANTOM_LEVELS)[number] & Level;

export const BODY_SIZE: Readonly<Record<PhantomLevel, BodySize>> = {
  T9: size(20.0, 19.3, 20.9, 29.0, 26.0, 4.5, 0),
  T10: size(20.9, 20.0, 21.8, 31.0, 27.5, 5.0, 2),
  T11: size(22.0, 21.2, 23.0, 34.0, 28.5, 5.5, 5),
  T12: size(23.6, 22.6, 24.5, 37.0, 29.5, 6.5, 7),
  L1: size(25.2, 24.0, 26.0, 39.0, 30.5, 8.0, 9),
  L2: size(26.4, 24.9, 26.6, 40.5, 31.5, 9.5, 7),
  L3: size(27.0, 25.2, 26.6, 42.5, 32.5, 10.5, 2),
  L4: size(27.2, 25.0, 26.0, 45.0, 33.5, 11.0, -4),
  L5: size(27.6, 24.6, 24.4, 48.0, 34.0, 9.0, -14),
};

/** Cortical shell and endplates of a body: thickness (mm) and density (mg/cm3). */
export const BODY_SHELL = { thicknessMm: 0.9, densityMgCc: 700 } as const;

/** Arch, processes and ribs: a shell around cancellous bone. */
export const OTHER_BONE = { shellMm: 1.2, shellMgCc: 800, coreMgCc: 170 } as const;

/** HU of what holds no mineral. */
export const SOFT_TISSUE_HU = {
  air: -1000,
  fat: -100,
  muscle: 55,
  disc: 85,
  canal: 25,
  organ: 60,
  bowel: 35,
} as const;

/** The trunk, and the muscle inside its layer of fat. Ellipses: centre and half axes in the slice, mm. */
export const TRUNK = { skin: [0, 0, 150, 105], muscle: [0, 0, 134, 89] } as const;

/** Before the spine: a bed of fat with organs in it; where ellipses overlap, the last wins. */
export const VISCERA = [
  { tissue: 'fat', ellipse: [0, -42, 98, 34] },
  { tissue: 'organ', ellipse: [-62, -38, 58, 40] },
  { tissue: 'organ', ellipse: [92, -12, 26, 34] },
  { tissue: 'bowel', ellipse: [14, -62, 24, 13] },
  { tissue: 'bowel', ellipse: [44, -44, 18, 16] },
  { tissue: 'bowel', ellipse: [72, -54, 14, 12] },
] as const;

/** Where the mean of the bodies' centres lies behind the trunk's own centre, mm. */
export const SPINE_BEHIND_CENTRE_MM = 14;

/** Canal: half axes (mm), and how far its centre stands behind the posterior wall (mm). */
export const CANAL = { halfWidth: 11, halfDepth: 7.5, behindWall: 9.5 } as const;

/** Aorta: radius, centre to the left of the midline and before the anterior wall, sheath of fat (mm). */
export const AORTA = { radius: 9, left: 12, beforeWall: 13, sheath: 2.5 } as const;

function size(
  anteriorMm: number,
  middleMm: number,
  posteriorMm: number,
  widthMm: number,
  depthMm: number,
  discMm: number,
  tiltDegrees: number,
): BodySize {
  return { anteriorMm, middleMm, posteriorMm, widthMm, depthMm, discMm, tiltDegrees };
}
