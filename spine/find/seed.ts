/** What an outline of a vertebral body starts from, and what it is. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';

/** A plane; the normal is of unit length and points to the head. Patient LPS, mm. */
export interface Plane {
  readonly point: Vec3;
  readonly normal: Vec3;
}

/** Where a body is to be outlined: what the column search, or a mask, knows of it. */
export interface BodySeed {
  /** Origin about the body's centre (5 mm off do no harm); axes local and tilted (5 degrees off do no harm). */
  readonly frame: Frame;
  /** Middle of the disc above: the outline never passes it. */
  readonly upper: Plane;
  /** Middle of the disc below. */
  readonly lower: Plane;
  /** From the origin backwards to the canal's front wall, mm, where known. */
  readonly toCanalMm: number | null;
}

/** A closed surface: one radius along each of the directions of a stretched icosphere. */
export interface BodySurface {
  /** Origin: where the columns start. Axes: the seed's. */
  readonly frame: Frame;
  /** The icosphere is stretched by this along left, posterior and superior, mm: columns meet the surface squarely. */
  readonly stretchMm: Vec3;
  /** Unit vectors (left, posterior, superior) of the columns, three numbers each. */
  readonly directions: Float64Array;
  /** Outer surface of the cortex from the origin, mm. */
  readonly radii: Float64Array;
  /**
   * Half way down the outer side of the wall's blurred image, mm: where readers and networks draw it. Outwards of the
   * former by 0.5 mm and more, by what the scan blurs.
   */
  readonly visibleRadii: Float64Array;
  /** Share of the columns at whose end the image shows bone inside and something darker outside, 0 to 1. */
  readonly quality: number;
  /** Share of the columns that end within 3 mm of metal, 0 to 1. */
  readonly metalShare: number;
  /** Share of the columns that end outside the image, 0 to 1. */
  readonly outsideShare: number;
  /** Within the cortex's outer surface, mm3. */
  readonly volumeMm3: number;
  /** Where the image shows both endplates about a disc as one band: the surface ends at its middle at the latest. */
  readonly bandDiscs: readonly ('upper' | 'lower')[];
  /** Bone that stands out beyond the flare of the body's waist, mm3, part of `volumeMm3`: a lower bound of osteophytes. */
  readonly osteophyteMm3: number;
}
