/** What a reader made of vertebral fractures, as the order brings it back: it outweighs what was measured. */
import type { Order } from '../shared/contracts/order.ts';
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
