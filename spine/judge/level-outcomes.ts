/** Every level that was seen, as the report tells it: assessed, refused or not solved; never left out. */
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { LevelOutcome } from '../../contracts/risk/risk.ts';
import type { SegmentedLevel } from '../../contracts/segmentation.ts';
import { levelRefusalOf, StudyRefused, type CaughtFailure } from '../../contracts/refusals.ts';
import { isPosition, type Level } from '../../contracts/levels.ts';
import type { Namings } from '../../contracts/namings.ts';

import { gradeFractures, type GradedLevel } from './fractures/genant-grade.ts';
import { implausibleHeights } from './fractures/implausible-heights.ts';
import { isGradable } from './fractures/measured-level.ts';
import { gradesByPosition, implausibleByPosition } from './fractures/grades-by-position.ts';
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

/** The error by which a level says that it can't be assessed; the other one that a level may have is a failed solve. */
const REFUSED_BY = 'LevelRefused';

/** An assessable level of which the Map says nothing: a defect, and never a level fewer. */
export class LevelLost extends Error {
  override readonly name = 'LevelLost';
}

/**
 * @param namings where levels are positions: the names that they may have
 * @throws LevelLost where a level that can be assessed has neither a result nor a refusal
 * @throws NoRefusal where a level ended in anything but a refusal of its own
 */
export function levelOutcomes(
  segmented: readonly SegmentedLevel[],
  results: readonly MapResult[],
  sex: Sex,
  known: KnownFractures,
  namings: Namings | null = null,
): Outcomes {
  const byLevel = new Map(results.map((result) => [result.level, result]));
  const measured = segmented.flatMap(({ level }) => {
    const found = byLevel.get(level);
    if (found === undefined || !('result' in found)) return [];
    const { heights, endplates } = found.result;
    return heights === null ? [] : [{ level, heights, endplates }];
  });
  const whole = knownWhole(known);
  const implausible =
    namings === null
      ? implausibleHeights(measured, sex, whole)
      : implausibleByPosition(measured, sex, namings);
  const believed = measured.filter(({ level }) => !implausible.has(level));
  const grades =
    namings === null ? gradeFractures(believed, sex, whole) : gradesByPosition(believed, sex, namings, known);
  const levels = segmented.map(({ level, refusal }): LevelOutcome => {
    if (refusal !== null) return { status: 'refused', level, refusal };
    const found = byLevel.get(level);
    if (found === undefined) throw new LevelLost(`no result for ${level}; required: a result or a refusal`);
    if ('failure' in found) {
      const status = found.failure.Error === REFUSED_BY ? 'refused' : 'failed';
      return { status, level, refusal: levelRefusalOf(found.failure) };
    }
    const doubted = implausible.get(level);
    if (doubted !== undefined) return { status: 'refused', level, refusal: doubted };
    return assessed(found.result, grades.get(level));
  });
  return { levels: levelsAsRead(levels, known), grades };
}

/**
 * A study without a measure at any level is none that was assessed.
 * @throws StudyRefused NO_ASSESSABLE_LEVEL, with every level's own code
 */
export function requireAssessed(levels: readonly LevelOutcome[]): void {
  const refused = levels.flatMap((outcome) => (outcome.status === 'assessed' ? [] : [outcome]));
  if (refused.length < levels.length) return;
  throw new StudyRefused({
    code: 'NO_ASSESSABLE_LEVEL',
    saw: refused.map(({ level, refusal }) => `${level} ${refusal.code}`).join(', '),
    wanted: 'at least one complete vertebra from T4 to L5 at which density or strength can be measured',
  });
}

function assessed({ level, heights, flags }: LevelResult, grade: GradedLevel | undefined): LevelOutcome {
  const notGraded =
    heights !== null && !isGradable(level) && !isPosition(level)
      ? [{ code: 'NOT_GRADED' as const, message: 'fractures are graded from T4 to L5 only' }]
      : [];
  return {
    status: 'assessed',
    level,
    fracture: grade?.fracture ?? null,
    flags: [...flags, ...notGraded, ...(grade?.flags ?? [])],
  };
}
