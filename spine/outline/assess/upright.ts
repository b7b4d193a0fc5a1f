/**
 * An image stored upside down: head and feet changed places, with nothing in its header that tells.
 *
 * Vertebral bodies grow towards the feet, from T4 to L5, in every person; fractures change heights, and hardly sections.
 *
 *     as it should be    []  [ ]  [  ]  [   ]        upside down    [   ]  [  ]  [ ]  []       (head on the left)
 */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { levelIndex, type Level } from '../../../contracts/levels.ts';
import { median } from '../../math/order-statistics.ts';

/** Width and depth of a body's section at mid-height, mm. */
export interface SectionedBody {
  readonly level: Level;
  readonly widthMm: number;
  readonly depthMm: number;
}

/** Fewer say too little of a trend. */
const FEWEST = 5;
/**
 * Growth of the section's side (root of width times depth) from level to level, natural logarithm. 0.031 to 0.072 on six CT,
 * lumbar spines and thoracic ones; upside down the same with the other sign. The limit is a design value.
 */
const LEAST_GROWTH = -0.015;

/** @param bodies complete ones without metal or cement, named from head to foot @throws StudyRefused HEAD_FOOT_REVERSED */
export function requireUpright(bodies: readonly SectionedBody[]): void {
  const growth = growthOf(bodies);
  if (growth === null || growth >= LEAST_GROWTH) return;
  throw new StudyRefused({
    code: 'HEAD_FOOT_REVERSED',
    saw: `${bodies.length} vertebral bodies whose sections shrink by ${(-100 * growth).toFixed(0)} % per level towards the feet`,
    wanted: 'sections that grow towards the feet: an image that is not stored upside down',
  });
}

/** Median over all pairs of bodies (Theil-Sen), so that a single odd outline moves nothing; null of too few. */
export function growthOf(bodies: readonly SectionedBody[]): number | null {
  if (bodies.length < FEWEST) return null;
  const side = bodies.map(({ widthMm, depthMm }) => Math.log(widthMm * depthMm) / 2);
  return median(
    bodies.flatMap((above, n) =>
      bodies
        .slice(n + 1)
        .map(
          (below, m) => (side[n + 1 + m]! - side[n]!) / (levelIndex(below.level) - levelIndex(above.level)),
        ),
    ),
  );
}
