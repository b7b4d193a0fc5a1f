/**
 * The sizes that a digital spine starts from: design values in the range of an adult woman, chosen by us.
 * They are truth because the spine is built from them, not because somebody measured them.
 */
import type { Level } from '../../contracts/levels.ts';

export interface BodySize {
  /** Mid-sagittal heights of the intact body at both rims (10 and 90 % of its depth) and in the middle, mm. */
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

/** Levels that a digital spine can have, cranial to caudal; T13 and L6 are there only where asked for. */
export const PHANTOM_LEVELS = [
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'T13',
  'L1', 'L2', 'L3', 'L4', 'L5', 'L6',
] as const; // prettier-ignore
export type PhantomLevel = (typeof PHANTOM_LEVELS)[number] & Level;

/**
 * T1-T8: shape after Panjabi MM et al., Spine 16:888, 1991 (an assumption, the paper was not read; narrowest at T4), with discs such that
 * neighbours' centres are 0.94 of the mean distances in VerSe 2020 apart, as the levels below are.
 */
export const BODY_SIZE: Readonly<Record<PhantomLevel, BodySize>> = {
  T1: size(16.0, 15.6, 16.1, 30.0, 17.0, 3.6, -26),
  T2: size(16.8, 16.4, 17.1, 28.5, 18.5, 4.2, -23),
  T3: size(17.3, 16.8, 17.7, 26.5, 20.0, 4.0, -20),
  T4: size(17.6, 17.1, 18.2, 25.5, 21.0, 4.1, -17),
  T5: size(18.0, 17.5, 18.8, 25.5, 22.0, 4.3, -14),
  T6: size(18.4, 17.9, 19.3, 26.0, 23.0, 4.4, -10),
  T7: size(18.9, 18.4, 19.9, 26.5, 24.0, 4.2, -6),
  T8: size(19.4, 18.8, 20.4, 27.5, 25.0, 4.4, -3),
  T9: size(20.0, 19.3, 20.9, 29.0, 26.0, 4.5, 0),
  T10: size(20.9, 20.0, 21.8, 31.0, 27.5, 5.0, 2),
  T11: size(22.0, 21.2, 23.0, 34.0, 28.5, 5.5, 5),
  T12: size(23.6, 22.6, 24.5, 37.0, 29.5, 6.5, 7),
  T13: size(24.4, 23.3, 25.2, 38.0, 30.0, 7.2, 8),
  L1: size(25.2, 24.0, 26.0, 39.0, 30.5, 8.0, 9),
  L2: size(26.4, 24.9, 26.6, 40.5, 31.5, 9.5, 7),
  L3: size(27.0, 25.2, 26.6, 42.5, 32.5, 10.5, 2),
  L4: size(27.2, 25.0, 26.0, 45.0, 33.5, 11.0, -4),
  L5: size(27.6, 24.6, 24.4, 48.0, 34.0, 9.0, -14),
  L6: size(27.4, 24.4, 24.2, 49.0, 33.5, 8.5, -20),
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
  lung: -850,
} as const;

/** The table's skin of carbon fibre and its foam (design values). */
export const TABLE_HU = { skin: -150, foam: -930 } as const;

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

/** In the chest, before the spine: the heart and what is round it. */
export const HEART = [8, -40, 44, 34] as const;

/** Right and left lung: centre (x mirrored) and half axes, mm; the dome stands above the recess behind it. */
export const LUNG = { ellipse: [60, -8, 46, 47], domeMm: 40, recessMm: 22, apexMm: 70 } as const;

/** Where the mean of the bodies' centres lies behind the trunk's own centre, mm. */
export const SPINE_BEHIND_CENTRE_MM = 14;

/** Canal: half axes (mm), and how far its centre stands behind the posterior wall (mm). */
export const CANAL = { halfWidth: 11, halfDepth: 7.5, behindWall: 9.5 } as const;

/** Aorta: radius, centre to the left of the midline and before the anterior wall, sheath of fat (mm). */
export const AORTA = { radius: 9, left: 12, beforeWall: 13, sheath: 2.5 } as const;

/** Vena cava: half axes, centre to the right of the midline and before the anterior wall (mm). */
export const CAVA = { halfWidth: 11, halfDepth: 8, right: 13, beforeWall: 11 } as const;

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
