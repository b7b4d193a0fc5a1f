/** The strengths of levels that are whole, all by one law: a linear and a plastic strength are not the same quantity. */
import type { Level } from '../../../contracts/levels.ts';

import type { LevelStrength } from './level-equivalent.ts';
import type { MapResult } from '../level-outcomes.ts';

export interface IntactStrengths {
  /** Plastic wherever a level has it; the levels without it are then left out. */
  readonly law: 'plastic' | 'linear';
  readonly strengths: readonly LevelStrength[];
}

/** @param fractured levels that are left out, by measurement, by a reader or by the history */
export function intactStrengths(
  results: readonly MapResult[],
  fractured: ReadonlySet<Level>,
): IntactStrengths {
  const intact = results.flatMap((found) =>
    'result' in found && found.result.strength !== null && !fractured.has(found.level)
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
