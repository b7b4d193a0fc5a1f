/** Every level that was seen, as the report tells it: assessed, refused or failed; never left out. */
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Refusal } from '../../contracts/primitives.ts';
import type { LevelOutcome } from '../../contracts/risk/risk.ts';
import type { SegmentedLevel } from '../../contracts/segmentation.ts';
import { refusalOf, type CaughtFailure } from '../../contracts/refusals.ts';
import type { Level } from '../../contracts/levels.ts';

import { gradeFractures, type GradedLevel } from './fractures/genant-grade.ts';
import { implausibleHeights } from './fractures/implausible-heights.ts';
import { isGradable } from './fractures/measured-level.ts';
import type { Sex } from './fractures/reference/intact-table.ts';
import { knownWhole, levelsAsRead, type KnownFractures } from './fractures/known-fractures.ts';

/** What the Map over levels gave for one of them. */
export type MapResult =
  | { readonly level: Level; readonly result: LevelResult }
  | { readonly level: Level; readonly failure: CaughtFailure };

export interface Outcomes {
  /** Cranial to caudal. */
  readonly levels: readonly LevelOutcome[];
  /** As measured. */
  readonly grades: ReadonlyMap<Level, GradedLevel>;
}

/** The error by which a level says that it can't be assessed; any other is a failure. */
const REFUSED_BY = 'LevelRefused';
/** An assessable level of which the Map says nothing: a defect, but none to hide the level for. */
const LOST: Refusal = {
  code: 'PROCESSING_FAILED',
  saw: 'no result for this level',
  wanted: 'a result or a reason for every level that can be evaluated',
};

export function levelOutcomes(
  segmented: readonly SegmentedLevel[],
  results: readonly MapResult[],
  sex: Sex,
  known: KnownFractures,
): Outcomes {
  const byLevel = new Map(results.map((result) => [result.level, result]));
  const measured = segmented.flatMap(({ level }) => {
    const found = byLevel.get(level);
    if (found === undefined || !('result' in found)) return [];
    const { heights, endplates } = found.result;
    return heights === null ? [] : [{ level, heights, endplates }];
  });
  const whole = knownWhole(known);
  const implausible = implausibleHeights(measured, sex, whole);
  const believed = measured.filter(({ level }) => !implausible.has(level));
  const grades = gradeFractures(believed, sex, whole);
  const levels = segmented.map(({ level, refusal }): LevelOutcome => {
    if (refusal !== null) return { status: 'refused', level, refusal };
    const found = byLevel.get(level);
    if (found === undefined) return { status: 'failed', level, refusal: LOST };
    if ('failure' in found) {
      const status = found.failure.Error === REFUSED_BY ? 'refused' : 'failed';
      return { status, level, refusal: refusalOf(found.failure) };
    }
    const doubted = implausible.get(level);
    if (doubted !== undefined) return { status: 'refused', level, refusal: doubted };
    return assessed(found.result, grades.get(level));
  });
  return { levels: levelsAsRead(levels, known), grades };
}

function assessed({ level, heights, flags }: LevelResult, grade: GradedLevel | undefined): LevelOutcome {
  const notGraded =
    heights !== null && !isGradable(level)
      ? [{ code: 'NOT_GRADED' as const, message: 'fractures are graded from T4 to L5 only' }]
      : [];
  return {
    status: 'assessed',
    level,
    fracture: grade?.fracture ?? null,
    flags: [...flags, ...notGraded, ...(grade?.flags ?? [])],
  };
}
