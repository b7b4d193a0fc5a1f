/** The strengths of levels that are whole and as dense as the others, all by one law: a linear and a plastic strength are not the same quantity. */
import type { Level } from '../../../contracts/levels.ts';

import type { LevelStrength } from './level-equivalent.ts';
import type { MapResult } from '../level-outcomes.ts';

export interface IntactStrengths {
  /** Plastic wherever a level has it; the levels without it are then left out. */
  readonly law: 'plastic' | 'linear';
  readonly strengths: readonly LevelStrength[];
}

/** @param leftOut levels that are fractured by measurement, by a reader or by the history, or whose density goes with no other's */
export function intactStrengths(results: readonly MapResult[], leftOut: ReadonlySet<Level>): IntactStrengths {
  const intact = results.flatMap((found) =>
    'result' in found && found.result.strength !== null && !leftOut.has(found.level)
      ? [{ level: found.level, ...found.result.strength }]
      : [],
  );
  const plastic = intact.flatMap(({ level, plastic: found }) =>
    found === null ? [] : [{ level, strength: found.strength }],
  );
  return plastic.length > 0
    ? { law: 'plastic', strengths: plastic }
    : {
        law: 'linear',
        strengths: intact.map(({ level, linearStrength }) => ({ level, strength: linearStrength })),
      };
}
