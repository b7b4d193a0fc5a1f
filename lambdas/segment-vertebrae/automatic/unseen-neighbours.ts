/** Vertebrae beyond the last disc at either end of the column: cut by the field of view, or missed. */
import type { Flag, Refusal } from '../../shared/contracts/primitives.ts';
import { LEVELS, levelIndex, type Level } from '../../shared/levels.ts';
import { along, dot } from '../../shared/vector.ts';
import type { Spine, SpineSegment } from '../spine/find-spine.ts';

interface Ended {
  readonly level: Level;
  readonly segment: SpineSegment;
}

/** Less of the column than this beyond a disc is an edge of it, or the rest of the disc, mm. */
const LEAST_MM = 8;
/** More of it than this, in distances between discs, has room for a whole vertebra. */
const WHOLE = 1.3;
const REGULAR: readonly Level[] = LEVELS.filter(
  (level) => level !== 'T13' && level !== 'L6' && level !== 'sacrum',
);

/** @param members caudal to cranial, at least one */
export function unseenNeighbours(
  { canal }: Spine,
  members: readonly Ended[],
  overSacrum: boolean,
): { readonly refusals: readonly (readonly [Level, Refusal])[]; readonly flags: readonly Flag[] } {
  const [low, high] = [members[0]!, members.at(-1)!];
  const ends = [
    ...(overSacrum ? [] : [{ ...low, disc: low.segment.lower, end: canal[0]!, step: 1, side: 'below' }]),
    { ...high, disc: high.segment.upper, end: canal.at(-1)!, step: -1, side: 'above' },
  ];
  const refusals: (readonly [Level, Refusal])[] = [];
  const flags: Flag[] = [];
  for (const { level, segment, disc, end, step, side } of ends) {
    // The canal's end lies behind the column: what counts is how far it leads beyond the disc.
    const mm = step * dot(along(disc.point, -1, end), disc.normal);
    const beyond = REGULAR[REGULAR.indexOf(level) + step];
    if (mm < LEAST_MM || beyond === undefined) continue;
    if (mm <= WHOLE * segment.heightMm) {
      refusals.push([
        beyond,
        {
          code: 'LEVEL_TRUNCATED',
          saw: `${mm.toFixed(0)} mm of the column ${side} the last disc`,
          wanted: 'the whole body in view',
        },
      ]);
      continue;
    }
    flags.push({
      code: 'COLUMN_UNEXPLAINED',
      message: `${mm.toFixed(0)} mm of the column ${side} ${level} in which no disc was found`,
    });
  }
  return {
    refusals: refusals.toSorted(([a], [b]) => levelIndex(a) - levelIndex(b)),
    flags,
  };
}
