/** Whether the names of a label map, or of a model, agree with what the image shows: sacrum, ribs, lungs, distances. */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import { levelOfValue, type Level } from '../../../contracts/levels.ts';
import { distance } from '../../math/vector.ts';
import type { Volume } from '../../grid/volume.ts';
import { extentsOf } from '../../grid/extents.ts';
import type { SpineSegment } from '../find-spine.ts';
import { nameColumn, type Naming } from './name-column.ts';

import { factsOf } from './facts.ts';
import { anchorsOf, rangeOf } from './numbering.ts';

/** A body belongs to the segment whose middle lies this near to its own, mm. */
const NEAR_MM = 12;
/** The image speaks where its likeliest naming has this probability, and contradicts names that have less than that. */
const SURE = 0.8;
const UNLIKELY = 0.05;

/**
 * @param segments of the spine in the image; none: nothing is said
 * @returns empty where the image agrees, or can't tell
 */
export function doubtsAboutLevels(
  segments: readonly SpineSegment[],
  bodies: Volume<Uint8Array>,
): readonly Flag[] {
  if (segments.length === 0) return [];
  const namings = nameColumn(segments.map((segment) => factsOf(segment, null)));
  const best = namings[0]!;
  const centres = [...extentsOf(bodies)].flatMap(([value, { centroid }]) => {
    const level = levelOfValue(value);
    return level === undefined ? [] : [{ level, centroid }];
  });
  const given = segments.map(({ middle }) => nearest(middle.point, centres));
  const agreeing = namings
    .filter((naming) => agrees(naming, given))
    .reduce((sum, { probability }) => sum + probability, 0);
  if (given.every((level) => level === null) || best.probability < SURE || agreeing >= UNLIKELY) return [];
  const named = given.filter((level) => level !== null);
  const anchors = anchorsOf(best, segments);
  return [
    {
      code: 'LEVELS_DISAGREE',
      message:
        `labels: ${named.at(-1)!}-${named[0]!}; image: ${rangeOf(best)} with probability ` +
        `${best.probability.toFixed(2)}${anchors.length === 0 ? '' : ` (${anchors.join(', ')})`}; ` +
        'verify the levels; correct with --first-level or --level-at',
    },
  ];
}

function agrees({ levels }: Naming, given: readonly (Level | null)[]): boolean {
  return given.every((level, n) => level === null || levels[n] === null || levels[n] === level);
}

function nearest(
  point: Vec3,
  centres: readonly { readonly level: Level; readonly centroid: Vec3 }[],
): Level | null {
  const near = centres
    .map(({ level, centroid }) => ({ level, mm: distance(point, centroid) }))
    .filter(({ mm }) => mm <= NEAR_MM)
    .sort((a, b) => a.mm - b.mm);
  return near[0]?.level ?? null;
}
