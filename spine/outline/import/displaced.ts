/** Whether labels lie beside the bone that they name: shifted as a whole, or single levels of them. */
import type { Refusal, Vec3 } from '../../../contracts/primitives.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import { coarsestSpacing, type Volume } from '../../grid/volume.ts';

import { agreement, bestShift, facesOf, together, type Faces, type Shift } from './bone-edge.ts';

/**
 * A shift counts from this many of the coarsest voxels and this many mm on: nearer ones are the reader's or the network's
 * drawing (up to 1 mm on 30 bodies of five CT, once a voxel of 3 mm), and the fit to the image mends them.
 */
const LEAST_SHIFT = { voxels: 1.5, mm: 3 } as const;
/** Unshifted, a displaced map agrees with the image less than this part of what it does at its place (real maps: 1, once 0.4). */
const LEAST_OF_BEST = 0.7;
/** Any bone edge gives more at its place, HU (49 to 238 on 37 real bodies, the lowest dilated and at 3 mm). */
const LEAST_BEST_HU = 40;
/** Masks that lie nowhere on bone have 5 to 20. */
const LEAST_OWN_HU = 15;
/**
 * A map drawn inside or outside of the cortex all around is none that lies beside it: its faces are also looked at this far
 * inwards and outwards, mm (a voxel of usual label maps).
 */
const DRAWN_OFF_MM = [-1.5, 0, 1.5] as const;
/** The whole map is looked for farther than its levels, whose neighbours look alike, mm. */
const REACH_MM: Readonly<Record<'map' | 'level', Vec3>> = { map: [24, 24, 40], level: [15, 15, 15] };
const WAYS = [
  ['right', 'left'],
  ['anterior', 'posterior'],
  ['inferior', 'superior'],
] as const;

/** What is seen of the map as a whole, in words; null where it lies on bone. @param bodies non-zero in vertebral bodies */
export function displacedMap(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): string | null {
  const faces = together(facesOf(bodies));
  const own = inPlace(ct, faces);
  if (own === null) return null;
  const shift = displacement(ct, faces, REACH_MM.map);
  if (shift !== null) return `labels that fit the image when moved by ${inWords(shift.mm)}`;
  return own < LEAST_OWN_HU ? `no edge of bone where the labels end (${own.toFixed(0)} HU)` : null;
}

/** Levels whose own label lies beside the bone, in a map that as a whole does not. */
export function displacedLevels(
  ct: Volume<Int16Array>,
  bodies: Volume<Uint8Array>,
  levels: readonly Level[],
): ReadonlyMap<Level, Refusal> {
  const found = new Map<Level, Refusal>();
  const faces = facesOf(bodies);
  for (const level of levels) {
    const own = faces.get(LABEL_VALUE[level]);
    const shift = own === undefined ? null : displacement(ct, own, REACH_MM.level);
    if (shift === null) continue;
    found.set(level, {
      code: 'OUTLINE_UNCERTAIN',
      saw: `a label that fits the image when moved by ${inWords(shift.mm)}`,
      wanted: 'a label that ends at the edges of the vertebral body',
    });
  }
  return found;
}

function displacement(ct: Volume<Int16Array>, faces: Faces, reachMm: Vec3): Shift | null {
  const own = inPlace(ct, faces);
  if (own === null) return null;
  const best = bestShift(ct, faces, reachMm);
  const least = Math.max(LEAST_SHIFT.mm, LEAST_SHIFT.voxels * coarsestSpacing(ct.affine));
  const [x, y, z] = best.mm;
  const far = Math.hypot(x, y, z) >= least;
  return far && best.agreementHu >= LEAST_BEST_HU && own < LEAST_OF_BEST * best.agreementHu ? best : null;
}

/** The agreement of a map where it lies, as it is drawn or as if drawn a little smaller or larger; null where it leaves the image. */
function inPlace(ct: Volume<Int16Array>, faces: Faces): number | null {
  const found = DRAWN_OFF_MM.flatMap((mm) => agreement(ct, faces, { outwardsMm: mm }) ?? []);
  return found.length === 0 ? null : found.reduce((most, hu) => Math.max(most, hu));
}

/** "12 mm to posterior and 3 mm to superior": LPS. */
function inWords(mm: Vec3): string {
  const parts = mm.flatMap((value, axis) => {
    const size = Math.round(Math.abs(value));
    return size === 0 ? [] : [`${size} mm to ${WAYS[axis]![value < 0 ? 0 : 1]}`];
  });
  return parts.join(' and ');
}
