/** Regions that densities and calibrations are means over. */
import type { ReferenceRegion } from '../../contracts/calibration/calibration.ts';

/**
 * The trabecular region of a body: the anterior two thirds of its depth, the central third of its height, column by column. How
 * far it stays off the edge, and how large it must be, are the parameter set's.
 */
export const TRABECULAR_ANTERIOR_PART = 2 / 3;
export const TRABECULAR_HEIGHT = [1 / 3, 2 / 3] as const;
/** The depth is taken this far to either side of the middle, mm: the wall curves forward beyond. */
export const TRABECULAR_MIDLINE_MM = 5;
/** More outliers than this are no vein and no island, but a body that one mean does not describe (design value), %. */
export const MOST_TRIMMED_PERCENT = 5;
/**
 * In slices up to this a voxel counts as its middle lies; in those of 2 to 3 mm by as much of it as lies in the region (decision 0029), mm.
 */
export const WHOLE_SLICES_MM = 2;
/** Noise and trabecular texture agree over about 2 mm: so much volume counts as one independent sample, mm3 (design value). */
export const INDEPENDENT_MM = 2;
export const INDEPENDENT_MM3 = INDEPENDENT_MM ** 3;
/**
 * In slices above 3 mm: a mean that changes by more than this where its region lies half a slice higher or lower is not that of
 * trabecular bone alone, mg/cm3 (design value).
 */
export const MOST_CHANGE_ALONG = 30;
/** The same for its standard deviation, mg/cm3 (design value): 34 to 61 in 13 intact bodies of two CT, 78 in a fractured one. */
export const MOST_SPREAD = 75;
/**
 * Standard error of a density in slices above 3 mm, as a part of it: outlines are off by some mm, and a slice mixes the vein, the
 * middle and the dense ends that thin ones tell apart. Measured on 14 bodies of LIDC-IDRI-0314 averaged to 4 and 5 mm, outlined
 * anew: RMS 8.2 %, mean -4.4 % (decision 0029).
 */
export const THICK_SLICES_SE = 0.08;

export type ReferenceTissue = Exclude<ReferenceRegion['tissue'], 'rod'>;

/** HU of a reference tissue's region; one outside is not used. As in the open Ogo implementation (docs/method.md#without-a-phantom). */
export const REFERENCE_HU: Readonly<Record<ReferenceTissue, readonly [number, number]>> = {
  air: [-1030, -980],
  fat: [-130, -70],
  blood: [-20, 60],
  muscle: [-5, 65],
  'cortical-bone': [950, 1450],
};
/** Less of a tissue may be something else, mm3 (design values). */
export const LEAST_REFERENCE_MM3: Readonly<Record<ReferenceTissue, number>> = {
  air: 2000,
  fat: 1000,
  blood: 500,
  muscle: 1000,
  'cortical-bone': 200,
};
/** Half of the voxels cut off at the end of the scale: not even the median is left, 0 to 1. */
export const MOST_CUT_OFF = 0.45;
/** Where a tissue is looked for: wider than what is accepted, so that one which fails is seen, HU. */
export const SEARCHED_HU = {
  fat: [-165, -35],
  muscle: [-30, 110],
  /** Compact bone through and through, and no metal. */
  'cortical-bone': [850, 1900],
  /** Enhanced or not. */
  blood: [0, 650],
} as const;
/** Off the aorta's wall: its thickness, its blur, calcium in it, mm. */
export const OFF_VESSEL_WALL_MM = 3;
