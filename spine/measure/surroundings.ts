/** What the measurement of one body reads: the CT and the bodies near it, and nothing further off. */
import { cropAround } from '../grid/crop.ts';
import type { Extent } from '../grid/extents.ts';
import type { Volume } from '../grid/volume.ts';

/**
 * The next vertebra is looked for up to 12 mm beyond an endplate, and lines reach 5 mm beyond any surface: with as much again for
 * what a tilted frame adds, mm.
 */
const READ_MM = 20;

export interface Surroundings {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** By label, on the same grid. */
  readonly bodies: Volume<Uint8Array>;
}

/** @param body the voxels of the body among `bodies` */
export function surroundingsOf({ ct, bodies }: Surroundings, body: Extent): Surroundings {
  return { ct: cropAround(ct, body, READ_MM), bodies: cropAround(bodies, body, READ_MM) };
}
