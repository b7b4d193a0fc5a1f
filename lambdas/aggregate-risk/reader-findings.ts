/**
 * What people know of vertebral fractures and the order brings back: it outweighs what was measured.
 *
 * A reader's word settles a possible fracture. A vertebra that an accident broke tells nothing of the bone, so it counts
 * in no rule and no risk; for the density it is left out all the same.
 */
import type { Order } from '../shared/contracts/order.ts';
import type { LevelOutcome } from '../shared/contracts/risk.ts';
import type { Level } from '../shared/levels.ts';

/** True where the reader saw a fracture, false where there is none. */
export type ReaderFindings = ReadonlyMap<Level, boolean>;

export function readerFindings(order: Order | null): ReaderFindings {
  return new Map(order?.confirmedFractures?.map(({ level, fractured }) => [level, fractured]));
}

/** Vertebrae that broke by more than a fall, as the order says. */
export function traumaticLevels(order: Order | null): ReadonlySet<Level> {
  const told = order?.riskFactors?.priorFractures ?? [];
  return new Set(
    told.flatMap(({ level, traumatic }) => (level !== undefined && traumatic === true ? [level] : [])),
  );
}

export function confirmedLevels(findings: ReaderFindings, traumatic: ReadonlySet<Level>): ReadonlySet<Level> {
  const fractured = [...findings].filter(([level, found]) => found && !traumatic.has(level));
  return new Set(fractured.map(([level]) => level));
}

/** Levels whose geometry is not that of a whole vertebra, possible fractures among them. */
export function fracturedLevels(
  gradesRead: ReadonlyMap<Level, { readonly fracture: { readonly grade: number } }>,
  confirmed: ReadonlySet<Level>,
  traumatic: ReadonlySet<Level>,
): ReadonlySet<Level> {
  const graded = [...gradesRead].filter(([, { fracture }]) => fracture.grade > 0).map(([level]) => level);
  return new Set([...graded, ...confirmed, ...traumatic]);
}

/** Grades without those of levels that a reader called intact or that an accident broke: they count as graded 0. */
export function gradesAsRead<Grade extends { readonly fracture: { readonly grade: number } }>(
  grades: ReadonlyMap<Level, Grade>,
  findings: ReaderFindings,
  traumatic: ReadonlySet<Level>,
): ReadonlyMap<Level, Grade> {
  const read = [...grades].map(([level, found]): [Level, Grade] =>
    findings.get(level) === false || traumatic.has(level)
      ? [level, { ...found, fracture: { ...found.fracture, grade: 0 }, gradeRange: [0, 0] }]
      : [level, found],
  );
  return new Map(read);
}

/** Levels with the reader's word on them, which no longer wait for a reader. */
export function levelsAsRead(
  levels: readonly LevelOutcome[],
  findings: ReaderFindings,
  traumatic: ReadonlySet<Level>,
): readonly LevelOutcome[] {
  return levels.map((outcome) => {
    if (outcome.status !== 'assessed') return outcome;
    const fractured = findings.get(outcome.level);
    const flags = [...outcome.flags];
    if (fractured === true)
      flags.push({ code: 'READ_AS_FRACTURED', message: 'a reader saw a fracture here, as the order says' });
    if (fractured === false)
      flags.push({ code: 'READ_AS_INTACT', message: 'a reader saw no fracture here, as the order says' });
    if (traumatic.has(outcome.level))
      flags.push({
        code: 'FRACTURE_BY_TRAUMA',
        message: 'broken by an accident, as the order says: counted in no rule and no risk',
      });
    if (fractured === undefined || outcome.fracture === null) return { ...outcome, flags };
    return { ...outcome, fracture: { ...outcome.fracture, needsReader: false }, flags };
  });
}
