/**
 * Studies for a cohort, de-identified: what could name a person, a place or a day is left out or made coarse, and groups of few
 * persons are left out. Every export numbers its persons anew, so that two exports do not join.
 */
import type { Cell } from '../../../report/rows/column.ts';

import type { Answer } from '../sandbox/messages.ts';

/** Persons; the least that the US Centers for Medicare & Medicaid Services publish (cell size suppression policy). */
export const COHORT_LEAST_CELL = 11;
/** Years. */
const AGE_BAND = 10;
/** From here on one band: HIPAA's safe harbour (45 CFR 164.514) has ages from 90 on as one. */
const OLDEST = 90;

/** A measured number with all its digits finds its report again: what is told is rounded to this. */
const STEPS = {
  vbmd_mg_cm3: 1,
  strength_l1_n: 50,
  strength_of_average_percent: 1,
  major_fracture_10_years_percent: 1,
  hip_fracture_10_years_percent: 1,
  slice_spacing_mm: 0.5,
  kvp: 10,
  deformity_index: 1,
  worst_grade: 1,
  worst_grade_in_force: 1,
} as const;
const WORDS = [
  'contrast_phase',
  'calibration_method',
  'density_category',
  'risk_category',
  'parameter_set',
] as const;

/**
 * What `cohortOf` takes, in this order. Without an ID of the patient's own every study is a person; those of an ID in doubt, which may be one
 * person's, are left out: counted each as a person, they would make a group large enough of one.
 */
export const COHORT_SQL = `SELECT
  concat(c.site, '/', coalesce(p.person, c.study_id)) AS person, c.study_date, c.sex, c.age_years,
  ${[...WORDS, ...Object.keys(STEPS)].map((name) => `c.${name}`).join(', ')}
FROM current_results c
LEFT JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
WHERE c.outcome = 'assessed' AND c.study_date IS NOT NULL AND (c.patient IS NULL OR p.person IS NOT NULL)
ORDER BY 1, c.study_date, c.study_id`;

export interface Cohort {
  readonly answer: Answer;
  /** Persons that are told, and persons of small groups that are left out. */
  readonly persons: number;
  readonly leftOut: number;
}

interface Study {
  readonly date: string;
  readonly sex: Cell;
  readonly age: Cell;
  readonly told: readonly Cell[];
}

interface Person {
  readonly studies: readonly Study[];
  /** At the first visit: `group` is what could be known of a person from elsewhere. */
  readonly group: readonly Cell[];
}

/**
 * @param shuffled the same elements in an order that nobody can foresee
 * @param leastCell persons
 */
export function cohortOf(
  rows: Answer['rows'],
  leastCell: number,
  shuffled: <T>(all: readonly T[]) => readonly T[],
): Cohort {
  const people = personsOf(rows);
  const groups = Map.groupBy(people, ({ group }) => JSON.stringify(group));
  const left = groupsLeftOut([...groups.values()], leastCell);
  const told = shuffled([...groups.values()].filter((group) => !left.has(group)).flat());
  const columns: Answer['columns'] = [
    { name: 'person', type: 'integer' },
    { name: 'visit', type: 'integer' },
    { name: 'half_years_since_first', type: 'integer' },
    { name: 'first_year', type: 'integer' },
    { name: 'sex', type: 'text' },
    { name: 'age_band', type: 'text' },
    ...WORDS.map((name) => ({ name, type: 'text' as const })),
    ...Object.keys(STEPS).map((name) => ({ name, type: 'number' as const })),
  ];
  return {
    answer: {
      columns,
      rows: told.flatMap(({ studies, group }, person) =>
        studies.map((study, visit) => [
          person + 1,
          visit + 1,
          Math.round((2 * daysBetween(studies[0]!.date, study.date)) / DAYS_A_YEAR),
          ...group,
          ...study.told,
        ]),
      ),
    },
    persons: told.length,
    leftOut: people.length - told.length,
  };
}

/**
 * Small groups, and then the next larger ones until those that are left out are together as many as a group has to be: a total that is
 * known from elsewhere less what is told would else be a small group again.
 */
function groupsLeftOut(
  groups: readonly (readonly Person[])[],
  leastCell: number,
): ReadonlySet<readonly Person[]> {
  const left = new Set<readonly Person[]>();
  let persons = 0;
  for (const group of groups.toSorted((a, b) => a.length - b.length)) {
    if (group.length >= leastCell && (persons === 0 || persons >= leastCell)) break;
    left.add(group);
    persons += group.length;
  }
  return left;
}

function personsOf(rows: Answer['rows']): readonly Person[] {
  const studies = rows.map(([person, date, sex, age, ...rest]) => ({
    person,
    study: { date: String(date), sex: sex ?? null, age: age ?? null, told: coarse(rest) },
  }));
  return [...Map.groupBy(studies, ({ person }) => person).values()].map((visits) => {
    const all = visits.map(({ study }) => study);
    const [first] = all as [Study, ...Study[]];
    return { studies: all, group: [Number(first.date.slice(0, YEAR_LETTERS)), first.sex, bandOf(first.age)] };
  });
}

const YEAR_LETTERS = 4;
const DAYS_A_YEAR = 365.25;
const MS_A_DAY = 86_400_000;

function daysBetween(first: string, then: string): number {
  return (Date.parse(then) - Date.parse(first)) / MS_A_DAY;
}

function bandOf(age: Cell): string | null {
  if (typeof age !== 'number') return null;
  if (age >= OLDEST) return `${OLDEST}+`;
  const from = AGE_BAND * Math.floor(age / AGE_BAND);
  return `${from}-${from + AGE_BAND - 1}`;
}

function coarse(cells: readonly Cell[]): readonly Cell[] {
  const steps = Object.values(STEPS);
  return cells.map((cell, n) => {
    const step = steps[n - WORDS.length];
    return step === undefined || typeof cell !== 'number' ? cell : step * Math.round(cell / step);
  });
}
