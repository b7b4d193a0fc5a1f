/** Limits of a CT's slices and geometry. Design values (docs/method.md#heights), in mm unless the name says otherwise. */

/**
 * Up to 3 mm (apart and thick) strength is computed and heights are trusted; opportunistic CT is usually read with such limits.
 * Thicker ones are refused by the level; a series with thinner ones is preferred.
 */
export const THICK_SLICES_MM = 3;
/** Farther apart or thicker than this, endplates can't be told: no vertebra is outlined, no series is taken. */
export const WIDEST_SLICES_MM = 5;
/** Distances and thicknesses are rounded to this in headers. */
export const SLICE_ROUNDING_MM = 0.01;
/** Fewer images than this hold no vertebra. */
export const FEWEST_IMAGES = 10;
/** A series that covers less than this part of the longest one is not preferred for being finer, 0 to 1. */
export const COMPARABLE_COVERAGE = 0.8;
/** An original series that covers this part of the longest one is preferred to any derived one, 0 to 1. */
export const COVERAGE_OF_ORIGINAL = 0.5;

/** More than this off the patient's long axis, a stack is no axial one, degrees. */
export const MOST_OBLIQUE_DEGREES = 25;
/** The whole stack may lean by this much before it counts as sheared by a tilted gantry. */
export const SHEAR_TOLERANCE_MM = 0.5;
/** Positions may be off a regular grid by this part of the spacing, or by these mm: headers round to 0.01 and less. */
export const POSITION_TOLERANCE = { ofSpacing: 0.01, mm: 0.05 } as const;
/** Direction cosines are printed with 6 digits; a change beyond this is another plane. */
export const DIRECTION_TOLERANCE = 1e-3;
/** Images closer than this lie in the same place. */
export const SAME_PLACE_MM = 0.01;

/** Masks often stop short of the outermost slice: what ends within this of the image's border counts as cut. */
export const EDGE_CONTACT_MM = 1.5;
/** Masks of voxels above this show their steps in heights. */
export const COARSE_MASK_MM = 2;
