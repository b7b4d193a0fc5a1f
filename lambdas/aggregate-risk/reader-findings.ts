/** What a reader made of vertebral fractures, as the order brings it back: it outweighs what was measured. */
import type { Order } from '../shared/contracts/order.ts';
import type { LevelOutcome } from '../shared/contracts/risk.ts';
import type { Level } from '../shared/levels.ts';

/** True where the reader saw a fracture, false where there is none. */
export type ReaderFindings = ReadonlyMap<Level, boolean>;

export function readerFindings(order: Order | null): ReaderFindings {
  return new Map(order?.confirmedFractures?.map(({ level, fractured }) => [level, fractured]));
}

export function confirmedLevels(findings: ReaderFindings): ReadonlySet<Level> {
  return new Set([...findings].filter(([, fractured]) => fractured).map(([level]) => level));
}

/** Grades without those of levels that the reader called intact: they count as graded 0. */
export function gradesAsRead<Grade extends { readonly fracture: { readonly grade: number } }>(
  grades: ReadonlyMap<Level, Grade>,
  findings: ReaderFindings,
): ReadonlyMap<Level, Grade> {
  const read = [...grades].map(([level, found]): [Level, Grade] =>
    findings.get(level) === false
      ? [level, { ...found, fracture: { ...found.fracture, grade: 0 }, gradeRange: [0, 0] }]
      : [level, found],
  );
  return new Map(read);
}

/** Levels with the reader's word on them, which no longer wait for a reader. */
export function levelsAsRead(
  levels: readonly LevelOutcome[],
  findings: ReaderFindings,
): readonly LevelOutcome[] {
  return levels.map((outcome) => {
    const fractured = findings.get(outcome.level);
    if (fractured === undefined || outcome.status !== 'assessed') return outcome;
    const flag = fractured
      ? { code: 'READ_AS_FRACTURED', message: 'a reader saw a fracture here, as the order says' }
      : { code: 'READ_AS_INTACT', message: 'a reader saw no fracture here, as the order says' };
    return {
      ...outcome,
      fracture: outcome.fracture === null ? null : { ...outcome.fracture, needsReader: false },
      flags: [...outcome.flags, flag],
    };
  });
}
