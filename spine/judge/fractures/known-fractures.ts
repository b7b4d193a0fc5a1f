/**
 * What a reader or the history says of vertebral fractures, as the order gives it. A grade is measured; what is known stands beside it
 * and outweighs it everywhere: in the rules, the deformity index, the density, the strength and the reference.
 *
 * A reader of the CT settles whether there is a fracture. One in the history is a fracture, whatever is left to measure.
 * A vertebra that an accident broke tells nothing of the bone, so it counts in no rule and no risk; it is not whole, all
 * the same.
 */
import type { KnownFracture } from '../../../contracts/risk/fracture.ts';
import type { Order } from '../../../contracts/order/order.ts';
import type { ReaderGrade, Reading } from '../../../contracts/review/review.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import type { Level } from '../../../contracts/levels.ts';

export interface KnownFractures {
  readonly levels: ReadonlyMap<Level, KnownFracture>;
  /** Grades by the reader of a review, of levels read as fractured: they count in place of the measured ones. */
  readonly grades: ReadonlyMap<Level, ReaderGrade>;
  /** Of the history: how many vertebral fractures it names, but for accidents; each level counts once. */
  readonly inHistory: number;
  /** Of those, how many without their level. */
  readonly unplaced: number;
}

/** Of a fracture. */
export const LEAST_GRADE = 1;

export const NOTHING_KNOWN: KnownFractures = {
  levels: new Map(),
  grades: new Map(),
  inHistory: 0,
  unplaced: 0,
};

/** @param readings of a review: the reader who signs outweighs the reading that came with the order */
export function knownFractures(order: Order | null, readings: readonly Reading[] = []): KnownFractures {
  const told = (order?.riskFactors?.priorFractures ?? []).filter(({ site }) => site === 'vertebra');
  const ofBone = told.filter(({ traumatic }) => traumatic !== true);
  const placed = new Set(ofBone.flatMap(({ level }) => (level === undefined ? [] : [level])));
  const broken = told.filter(({ traumatic }) => traumatic === true);
  const levels = new Map<Level, KnownFracture>([...placed].map((level) => [level, 'in-history']));
  const grades = new Map<Level, ReaderGrade>();
  for (const { level, fractured } of [...(order?.confirmedFractures ?? []), ...readings])
    levels.set(level, fractured ? 'read-fractured' : 'read-intact');
  for (const { level, grade, shape } of readings)
    if (grade !== undefined) grades.set(level, { grade, shape: shape ?? null });
  for (const { level } of broken)
    // A reader who sees the fracture does not say what made it; one who sees none is believed.
    if (level !== undefined && levels.get(level) !== 'read-intact') levels.set(level, 'by-accident');
  const unplaced = ofBone.filter(({ level }) => level === undefined).length;
  return { levels, grades, inHistory: placed.size + unplaced, unplaced };
}

/** Levels that count as fractured in rules, whatever was measured. */
export function countsAsFracture(known: KnownFracture | undefined): boolean {
  return known === 'read-fractured' || known === 'in-history';
}

/** Levels that count as graded 0, whatever was measured. */
export function countsAsIntact(known: KnownFracture | undefined): boolean {
  return known === 'read-intact' || known === 'by-accident';
}

/**
 * The grade that counts: 0 for levels that count as intact, the reader's own, one at least of a known fracture, else the measured one.
 * Null where nothing is measured and nothing known.
 */
export function gradeInForce<G extends number>(
  known: KnownFracture | undefined,
  measured: G | null,
  byReader: ReaderGrade | undefined,
): G | ReaderGrade['grade'] | 0 | null {
  if (countsAsIntact(known)) return 0;
  if (known === 'read-fractured' && byReader !== undefined) return byReader.grade;
  // Who calls it fractured without a grade: it has one, and the measured one where that is a fracture's.
  return countsAsFracture(known) && (measured ?? 0) < LEAST_GRADE ? LEAST_GRADE : measured;
}

/** Which vertebrae are known to be whole, and which not to be. */
export function knownWhole({ levels }: KnownFractures): ReadonlyMap<Level, boolean> {
  return new Map([...levels].map(([level, known]) => [level, known === 'read-intact']));
}

export function levelsRead({ levels }: KnownFractures, wanted: KnownFracture): ReadonlySet<Level> {
  return new Set([...levels].filter(([, known]) => known === wanted).map(([level]) => level));
}

/** Grades with 0 for levels that count as intact and the reader's where one was given; these are sure. */
export function gradesAsRead<Grade extends { readonly fracture: { readonly grade: number } }>(
  grades: ReadonlyMap<Level, Grade>,
  { levels, grades: byReader }: KnownFractures,
): ReadonlyMap<Level, Grade> {
  const read = [...grades].map(([level, found]): [Level, Grade] => {
    const grade = countsAsIntact(levels.get(level)) ? 0 : byReader.get(level)?.grade;
    if (grade === undefined) return [level, found];
    return [level, { ...found, fracture: { ...found.fracture, grade }, gradeRange: [grade, grade] }];
  });
  return new Map(read);
}

/** Levels whose geometry is not that of a whole vertebra, possible fractures among them. */
export function notWhole(
  asRead: ReadonlyMap<Level, { readonly fracture: { readonly grade: number } }>,
  known: KnownFractures,
): ReadonlySet<Level> {
  const graded = [...asRead].filter(([, { fracture }]) => fracture.grade > 0).map(([level]) => level);
  const broken = [...knownWhole(known)].filter(([, whole]) => !whole).map(([level]) => level);
  return new Set([...graded, ...broken]);
}

const FLAGS: Readonly<Record<KnownFracture, Flag>> = {
  'read-intact': { code: 'READ_AS_INTACT', message: 'read as not fractured by a reader of the CT' },
  'read-fractured': { code: 'READ_AS_FRACTURED', message: 'read as fractured by a reader of the CT' },
  'in-history': {
    code: 'FRACTURE_IN_HISTORY',
    message:
      'fracture before the CT reported in the order: counted as a fracture regardless of the measured grade',
  },
  'by-accident': {
    code: 'FRACTURE_BY_TRAUMA',
    message: 'traumatic fracture reported in the order: not counted in any criterion or risk',
  },
};

/** With what is known beside what was measured; a level that a reader settled no longer waits for one. */
export function levelsAsRead(
  outcomes: readonly LevelOutcome[],
  { levels, grades }: KnownFractures,
): readonly LevelOutcome[] {
  return outcomes.map((outcome) => {
    const known = levels.get(outcome.level);
    if (known === undefined) return outcome;
    const readGrade = known === 'read-fractured' ? grades.get(outcome.level) : undefined;
    const told = { known, ...(readGrade === undefined ? {} : { readGrade }) };
    if (outcome.status !== 'assessed') return { ...outcome, ...told };
    const { fracture } = outcome;
    const settled = known === 'read-intact' || known === 'read-fractured';
    return {
      ...outcome,
      ...told,
      fracture: fracture !== null && settled ? { ...fracture, needsReader: false } : fracture,
      flags: [...outcome.flags, FLAGS[known]],
    };
  });
}
