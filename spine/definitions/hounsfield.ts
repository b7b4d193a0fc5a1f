/** Limits on the Hounsfield scale that several parts share, or that decide on a refusal or a flag. HU unless said otherwise. */

/** Air and what lies outside the field of view; the lowest value of a 12-bit CT. Metal saturates, and Int16 holds it. */
export const LOWEST_HU = -1024;
export const HIGHEST_HU = 32767;
/** No CT image is brighter: extended scales for metal end at 30710 (Siemens) and 31743 (16 bits less 1024). */
export const HIGHEST_CT_HU = 31743;
/** More than this part of all voxels beyond that is no padding, but another scale (design value). */
export const MOST_BEYOND_CT = 0.5;
/** The lowest value but one: all that was cut off lies below. */
export const END_OF_SCALE_HU = -1023;
/** Without any noise below this, cells are not scanned, or cut off: nothing is cut off above it. */
export const BLANK_BELOW_HU = -1010;
/** A mean below this without the noise of a scan (standard deviation) is a constant at the end of the scale, and no air. */
export const CONSTANT_AIR = { belowHu: -1015, leastSd: 1 } as const;
/** Between air (-1000) and fat (-100): what is brighter is the patient, or the table. */
export const TISSUE_ABOVE_HU = -300;
/** Between air and all else; what is no air at all, nor air with noise (lung has vessels every few mm). */
export const AIRY_BELOW_HU = -500;
export const AIR_BELOW_HU = -900;
/** Padding above this could be taken out of the midst of a patient: lung and air lie there at the lowest. */
export const HIGHEST_PADDING_HU = -900;
/**
 * Padding of any shape: one value over and over, of air that no scan is so even in, or 0, as tools write that know nothing of HU;
 * more of it than a gas bubble has, mm3 (design value).
 */
export const PADDING = { upToHu: -1000, plainHu: 0, leastMm3: 5000 } as const;
/** A CT of a patient holds fat or air, and bone; a label map, an MR or a CT scaled to 0..1 does not. */
export const SCALE_OF_A_CT = { below: 0, above: 150 } as const;

/** Soft tissue, whose mode and spread say how noisy an image is and from where on it holds bone. */
export const SOFT_TISSUE_HU = [-20, 130] as const;

/**
 * Where the mode of a tissue is looked for, where it should be, and how far off it may be before the scale is doubted.
 * Fat: seen at 120 kVp in five public studies of four makers, -107 to -81; lower voltages go lower.
 */
export const SCALE_CHECKS = {
  air: { from: -1023, to: -850, wanted: -1000, tolerance: 30 },
  fat: { from: -200, to: -40, wanted: -100, tolerance: 35 },
} as const;

/** Titanium and steel; cortical bone stays below 2000. */
export const METAL_HU = 2500;
/** Less of it is noise or calcification, teeth, wires or clips, mm3 (design value). */
export const LEAST_METAL_MM3 = 50;
/**
 * Two distances from metal, mm, as two things are asked. Streaks spoil the density and the strength of bone within 5 mm: such a
 * level is refused. Blooming moves edges within 3 mm: there the outline rests on its model and not on the image.
 */
export const NEAR_METAL_MM = { assessed: 5, outlined: 3 } as const;
/**
 * Metal of a fixation: looked for this far behind the posterior wall and to either side of the midline, mm. Rods and heads
 * of screws lie 15 to 35 mm behind the wall, the skin of a thin back 45 mm and more: a coin or an electrode on it is not
 * counted. Half of one 5.5 mm rod (24 mm2) through a T4 of 18 mm is `leastMm3`. A vertebra with less behind it and metal
 * behind its neighbour, up to `nextMm` (a vertebra of the thoracic spine) above or below, is assessed with a remark:
 * nothing bridges it, and streaks stay in the slices of the metal. (Design values.)
 */
export const METAL_BEHIND = { reachMm: 40, besideMm: 35, nextMm: 20, leastMm3: 200 } as const;
/** PMMA cement; trabecular bone stays far below. It fills more than this in one piece, mm3. */
export const CEMENT_HU = 800;
export const LEAST_CEMENT_MM3 = 1000;
/** No cortex is brighter; metal does not count. */
export const BRIGHTEST_BONE_HU = 2000;
/** Vertebral bodies have more on the mean, shell included, even in severe osteoporosis: a label map that lies on less is off. */
export const LEAST_BODY_HU = 50;

/** A region of a level holds thousands of voxels: the mean does not mind noise, edges do. SD in soft tissue (design value). */
export const NOISY_HU = 50;
/** Of the image's sides, the share that shows body and no air, before a field of view counts as cutting it (design value). */
export const MOST_SIDES_CUT = 0.05;
