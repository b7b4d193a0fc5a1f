/**
 * Where the heights of a vertebral body are taken, and over what they are averaged.
 *
 *        10 %   50 %   90 %       parts of the mid-sagittal depth, from the anterior to the posterior wall of the core
 *      ___|______|______|___
 *     |   Ha     Hm     Hp  |     each along the body's superior axis, between the outer surfaces of the endplates
 *     |___|______|______|___|
 *
 * A change here makes the reference table of intact bodies stale: `npm run reference-table -- --write`.
 */

/**
 * Parts of the depth, 0 to 1, front to back. Morphometry by six points takes the corners and the middle of each endplate
 * (Genant HK et al., J Bone Miner Res 8:1137, 1993); a tenth inside the walls keeps clear of bony lips (design value).
 */
export const HEIGHT_POSITIONS = { anterior: 0.1, middle: 0.5, posterior: 0.9 } as const;
export type HeightPosition = keyof typeof HEIGHT_POSITIONS;

/** The concavity of an endplate is read below the line between the ends of these two heights. */
export const CONCAVITY_RIMS = [HEIGHT_POSITIONS.anterior, HEIGHT_POSITIONS.posterior] as const;
/** Its deepest place is looked for between these parts of the depth. */
export const CONCAVITY_PARTS = [0.2, 0.8] as const;
/** A depression is a median over a disc of this radius, half of a node's least diameter, mm (design value). */
export const DEPRESSION_RADIUS_MM = 3;
/** Such discs stand in this part of the endplate's half axes: rims roll off, and lips are no bowl's rim. */
export const DEPRESSION_PART = 0.7;

/** Half-width of the mid-sagittal slab in which the front wall is looked for, mm. */
export const MID_SAGITTAL_SLAB_MM = 5;
/** The same before the canal: further out the roots of the pedicles are taken for the wall, 2 mm behind it. */
export const CANAL_SLAB_MM = 1;
/** Share of the body's height that bony lips may take without moving a wall. */
export const LIP_SHARE = 0.1;
/** The waist is this part of the height about the middle; the walls are looked for in the CT in `WALL_PART` of it. */
export const WAIST_PART = 0.3;
export const WALL_PART = 0.6;

/** Distance of the points of an endplate, mm: each is a mean over a patch of `ENDPLATE_PATCH_MM` to either side already. */
export const ENDPLATE_GRID_MM = 2;
export const ENDPLATE_PATCH_MM = 1;
/** The wall's own blur and the patch that a point averages over end here, mm. */
export const WALL_MARGIN_MM = 1.5;
/** Half-widths of the local surface where no shell could be fitted: left-right, and front-back, mm. */
export const SURFACE_WINDOW_MM = { u: 5, v: 4 } as const;

/** "10, 50 and 90 %", for the descriptions of methods. */
export function positionsText(positions: readonly number[] = Object.values(HEIGHT_POSITIONS)): string {
  const percent = positions.map((part) => String(Number((100 * part).toFixed(1))));
  return `${percent.slice(0, -1).join(', ')} and ${percent.at(-1)!} %`;
}
