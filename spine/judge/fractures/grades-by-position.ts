/**
 * Grades of vertebrae whose names are not settled: each way of naming is graded by itself, and what they differ in is the
 * uncertainty of the grade. Neighbours carry most of a grade and need no name; the reference table does.
 *
 * What an order says of levels by name can't be placed: then no measured grade is sure, as the fracture seen may be the one
 * that the order calls whole, traumatic or known.
 */
import type { Evidence } from '../../../contracts/risk/fracture.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import { type Level, type NamedLevel, withLevelsRenamed } from '../../../contracts/levels.ts';
import type { Namings } from '../../../contracts/namings.ts';

import { gradeFractures, type GradedLevel } from './genant-grade.ts';
import { implausibleHeights } from './implausible-heights.ts';
import type { KnownFractures } from './known-fractures.ts';
import type { MeasuredLevel } from './measured-level.ts';
import type { Sex } from './reference/intact-table.ts';
import type { Grade } from './judged-loss.ts';

/** Less likely ways of naming do not change what is said (design value). */
const LEAST_COUNTED = 0.05;

/** A grade under one way of naming. */
interface NamedGrade {
  readonly name: NamedLevel;
  readonly probability: number;
  readonly graded: GradedLevel;
}

/** @param measured by position, cranial to caudal */
export function gradesByPosition(
  measured: readonly MeasuredLevel[],
  sex: Sex,
  namings: Namings,
  known: KnownFractures,
): ReadonlyMap<Level, GradedLevel> {
  const found = new Map<Level, NamedGrade[]>();
  for (const { named, positions, probability } of namedWays(measured, namings)) {
    for (const [name, graded] of gradeFractures(named, sex)) {
      const position = positions.get(name)!;
      const under = { name: name as NamedLevel, probability, graded: placed(graded, positions) };
      found.set(position, [...(found.get(position) ?? []), under]);
    }
  }
  return new Map(
    measured.flatMap(({ level }) => {
      const under = found.get(level);
      return under === undefined ? [] : [[level, together(under, known.levels.size > 0)] as const];
    }),
  );
}

/** Bodies whose heights no body has, whatever its name. */
export function implausibleByPosition(
  measured: readonly MeasuredLevel[],
  sex: Sex,
  namings: Namings,
): ReadonlyMap<Level, Refusal> {
  const found = new Map<Level, Refusal>();
  for (const { named, positions } of namedWays(measured, namings)) {
    // What an order knows of levels by name can't be placed.
    for (const [name, refusal] of implausibleHeights(named, sex, new Map())) {
      const position = positions.get(name)!;
      if (!found.has(position))
        found.set(position, { ...refusal, saw: withLevelsRenamed(refusal.saw, positions) });
    }
  }
  return found;
}

/** The bodies under each way of naming that counts, and which position each name has. */
function namedWays(measured: readonly MeasuredLevel[], namings: Namings) {
  const counted = namings.filter(({ probability }, n) => n === 0 || probability >= LEAST_COUNTED);
  return counted.map(({ names, probability }) => ({
    probability,
    positions: new Map<Level, Level>([...names].map(([position, name]) => [name, position])),
    named: measured.flatMap((body) => {
      const name = names.get(body.level);
      return name === undefined || name === 'sacrum' ? [] : [{ ...body, level: name }];
    }),
  }));
}

/** With positions for the names. The ratios of the table's own level are left out: they hold for one name only. */
function placed({ fracture, ...rest }: GradedLevel, positions: ReadonlyMap<Level, Level>): GradedLevel {
  const told = (text: string): string => withLevelsRenamed(text, positions);
  const { evidence } = fracture;
  return {
    ...rest,
    fracture: {
      ...fracture,
      reference: told(fracture.reference),
      ...(evidence === undefined
        ? {}
        : {
            evidence: {
              ...evidence,
              reference: {
                ...evidence.reference,
                neighbours: evidence.reference.neighbours.map((level) => positions.get(level) ?? level),
              },
              morphometry: [],
            },
          }),
    },
    flags: rest.flags.map((flag) => ({ ...flag, message: told(flag.message) })),
  };
}

function together(under: readonly NamedGrade[], orderNamesLevels: boolean): GradedLevel {
  const [first] = under as [NamedGrade];
  const { fracture } = first.graded;
  const grades = under.map(({ graded }) => graded.fracture.grade);
  const same = grades.every((grade) => grade === fracture.grade);
  const ranges = under.map(({ graded }) => graded.gradeRange);
  const bounds = ranges.flatMap((range) => range ?? []);
  const range: readonly [Grade, Grade] | null =
    orderNamesLevels || ranges.includes(null) ? null : (hull([...grades, ...bounds]) as [Grade, Grade]);
  const evidence = fracture.evidence && {
    ...fracture.evidence,
    lossInterval: widest(under.map(({ graded }) => graded.fracture.evidence!.lossInterval)),
  };
  return {
    fracture: {
      ...fracture,
      needsReader:
        !same ||
        under.some(({ graded }) => graded.fracture.needsReader) ||
        (orderNamesLevels && fracture.grade > 0),
      reference: `${fracture.reference}; level names not settled`,
      ...(evidence === undefined ? {} : { evidence }),
    },
    gradeRange: range,
    doubt: doubtOf(under, orderNamesLevels),
    flags: [...flagsOf(under), ...(same ? [] : [dependsOnName(under)])],
  };
}

/** The losses are those of the likeliest naming; beyond intact people is what is so under every one. */
function doubtOf(under: readonly NamedGrade[], orderNamesLevels: boolean): GradedLevel['doubt'] {
  const doubts = under.flatMap(({ graded: { doubt } }) => doubt ?? []);
  const [first] = doubts;
  if (first === undefined) return null;
  const beyond = (shape: keyof typeof first.beyondIntact): boolean =>
    !orderNamesLevels && doubts.every(({ beyondIntact }) => beyondIntact[shape]);
  return {
    losses: first.losses,
    beyondIntact: { wedge: beyond('wedge'), biconcave: beyond('biconcave'), crush: beyond('crush') },
    deformed: doubts.some(({ deformed }) => deformed),
  };
}

/** Of the likeliest naming; a deformity by the table's ratios under any, with the name that it holds for. */
function flagsOf(under: readonly NamedGrade[]): readonly Flag[] {
  return under.flatMap(({ name, graded }, n) =>
    graded.flags.flatMap((flag) => {
      if (flag.code === 'MORPHOMETRY_DEFORMED') return [{ ...flag, message: `as ${name}: ${flag.message}` }];
      return n === 0 ? [flag] : [];
    }),
  );
}

function dependsOnName(under: readonly NamedGrade[]): Flag {
  const told = under.map(
    ({ name, probability, graded }) =>
      `grade ${graded.fracture.grade} as ${name} (${probability.toFixed(2)})`,
  );
  return { code: 'GRADE_UNCERTAIN', message: `the grade depends on the level: ${told.join(', ')}` };
}

function widest(intervals: readonly Evidence['lossInterval'][]): Evidence['lossInterval'] {
  const of = (shape: keyof Evidence['lossInterval']): readonly [number, number] | null => {
    const known = intervals.flatMap((interval) => interval[shape] ?? []);
    return intervals[0]![shape] === null ? null : hull(known);
  };
  return { wedge: of('wedge'), biconcave: of('biconcave'), crush: of('crush') };
}

/** Least and greatest. @param values at least one */
function hull(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}
