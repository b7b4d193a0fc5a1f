/** Digital patients whose truth is known: drawn from the populations that the verdict knows, with deformities that are no fractures. */
import type { Level } from '../../contracts/levels.ts';

import { GRADED_SPINE } from '../../spine/definitions/fractures.ts';
import {
  FRACTURE_ON_TREATMENT,
  HIP_OF_PRIOR_FRACTURES,
  GRADE_3_SHARE,
  ONE_FRACTURE_ONLY,
} from '../../spine/definitions/priors/verdict-prior.ts';
import { INTACT_TABLE, intactAt, SPREAD } from '../../spine/judge/fractures/reference/intact-table.ts';
import { TABLE_FACTORS, type TableFactor } from '../../spine/judge/risk/clinical-facts.ts';
import { usualAt } from '../../spine/judge/risk/fracture-evidence.ts';
import { TABLE_ANCHOR, type Sex } from '../../spine/judge/risk/parameters.ts';
import { drawnModel } from '../../spine/judge/risk/table/drawn-risk.ts';
import { categoryOf } from '../../spine/judge/verdict/rules/rules.ts';
import { densityOfPeople } from '../../spine/judge/verdict/draws/density-draws.ts';
import type { RiskCategory } from '../../contracts/risk/overall.ts';

export interface TruePatient {
  readonly ageYears: number;
  readonly sex: Sex;
  readonly facts: Readonly<Record<TableFactor, boolean>>;
  readonly recent: boolean;
  readonly onTreatment: boolean;
  /** One of the prior fractures was of the hip. */
  readonly hipFracture: boolean;
  /** mg/cm3 */
  readonly density: number;
  /** Anterior, middle and posterior height, mm, T4 to L5. */
  readonly heights: ReadonlyMap<Level, readonly [number, number, number]>;
  readonly category: RiskCategory;
  /** Where a strength against the modelled reference is known as well: its z, that of the density, and the category with it. */
  readonly withStrength: { readonly z: number; readonly category: RiskCategory };
}

export interface Chance {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** Posterior height of L1, mm. */
const L1_HEIGHT_MM = 27;
/** Grade 1 of VerSe's 308 graded fractures: 145. */
const GRADE_1_SHARE = 0.47;
/** Losses of the grades, fractions; the greatest is that of the prior of losses. */
const LOSSES = { 1: [0.2, 0.25], 2: [0.25, 0.4], 3: [0.4, 0.5] } as const;
/**
 * Of people, those with a loss of 20 to 25 % that is no fracture, and of 25 to 30 %: by specificities of 52.7 and 94.2 % (Mathew
 * 2025), whose own errors of measurement are in them.
 */
export const DEFORMED = { mild: 0.4, moderate: 0.05 } as const;

export function truePatient(
  { uniform, normal }: Chance,
  deformed: { mild: number; moderate: number },
): TruePatient {
  const ageYears = Math.floor(50 + 40 * uniform());
  const sex: Sex = uniform() < 0.5 ? 'female' : 'male';
  const model = drawnModel(ageYears, sex);
  const { factors } = TABLE_ANCHOR.value;
  const facts = Object.fromEntries(
    TABLE_FACTORS.map((factor) => [factor, uniform() < factors[factor].prevalence[sex]]),
  ) as Record<TableFactor, boolean>;
  const [date, treated] = [uniform(), uniform()];
  const recent = facts.priorFracture && date < model.yearly / factors.priorFracture.prevalence[sex];
  const onTreatment = facts.priorFracture && treated < FRACTURE_ON_TREATMENT;
  const hipFracture = facts.priorFracture && uniform() < HIP_OF_PRIOR_FRACTURES;
  const people = densityOfPeople(sex, ageYears);
  const density = Math.max(10, people.mean + people.sd * normal());
  const fractures = new Map<Level, 1 | 2 | 3>();
  if (uniform() < usualAt(ageYears))
    do fractures.set(anyOf(GRADED_SPINE, uniform), gradeOf(uniform()));
    while (uniform() > ONE_FRACTURE_ONLY);
  const losses = new Map([...fractures].map(([level, grade]) => [level, between(LOSSES[grade], uniform())]));
  for (const [share, range] of [
    [deformed.mild, LOSSES[1]],
    [deformed.moderate, [0.25, 0.3]],
  ] as const) {
    const level = anyOf(GRADED_SPINE, uniform);
    if (uniform() < share && !losses.has(level)) losses.set(level, between(range, uniform()));
  }
  const worst = [...fractures.values()].reduce((most, grade) => Math.max(most, grade), -1);
  const fracture = worst < 0 ? null : (worst as 1 | 2 | 3);
  const anybody = { facts: (factor: TableFactor) => facts[factor], fracture, strengthZ: normal() };
  const errors = {
    anchor: normal(),
    rounding: normal(),
    stretch: 2 * uniform() - 1,
    fractureRatio: normal(),
    strengthRatio: 0,
    exponent: 1,
  };
  const risk = model.risk(anybody, errors);
  const known = {
    fractures: fractures.size,
    severe: worst === 3,
    recent,
    onTreatment,
    hipFracture,
    tScore: null,
    density,
    strengthZ: null,
    majorPercent: 100 * risk['major-osteoporotic'],
    hipPercent: 100 * risk.hip,
    surelyMajorPercent: 100 * risk['major-osteoporotic'],
  };
  const heights = heightsOf(sex, losses, { uniform, normal });
  // What was not drawn before: the patients of earlier benches stay who they were.
  const z = (density - people.mean) / people.sd;
  const least = TABLE_ANCHOR.value.vertebralFracture.leastExponentBesideStrength.value;
  const drawn = { ...errors, strengthRatio: normal(), exponent: least + (1 - least) * uniform() };
  const [by, without] = [z, Math.max(0, z)].map((strengthZ) =>
    model.risk({ facts: (factor) => facts[factor], fracture, strengthZ }, drawn),
  ) as [typeof risk, typeof risk];
  const withStrength = {
    z,
    category: categoryOf({
      ...known,
      strengthZ: z,
      majorPercent: 100 * by['major-osteoporotic'],
      hipPercent: 100 * by.hip,
      surelyMajorPercent: 100 * without['major-osteoporotic'],
    }),
  };
  return { ageYears, sex, facts, recent, onTreatment, hipFracture, density, heights, category: categoryOf(known), withStrength }; // prettier-ignore
}

/** Ratios of the table times what people and their levels differ by; a loss takes the front, the middle or all of a body. */
function heightsOf(
  sex: Sex,
  losses: ReadonlyMap<Level, number>,
  { uniform, normal }: Chance,
): TruePatient['heights'] {
  const own = {
    anterior: 1 + SPREAD.anterior.between * normal(),
    middle: 1 + SPREAD.middle.between * normal(),
  };
  const size = L1_HEIGHT_MM * (1 + 0.05 * normal());
  return new Map(
    INTACT_TABLE.levels.flatMap(({ level: name }) => {
      const level = name as Level;
      if (!GRADED_SPINE.includes(level)) return [];
      const { anterior, middle, posterior } = intactAt(level, sex);
      const behind = size * posterior * (1 + SPREAD.posterior.within * normal());
      const front = behind * anterior.value * own.anterior * (1 + SPREAD.anterior.within * normal());
      const within = behind * middle.value * own.middle * (1 + SPREAD.middle.within * normal());
      const left = 1 - (losses.get(level) ?? 0);
      const shape = uniform();
      // About half of fractures are wedges, a third biconcave; a wedge takes half of its loss in the middle.
      const [a, m, p] =
        shape < 0.5 ? [left, (1 + left) / 2, 1] : shape < 0.85 ? [1, left, 1] : [left, left, left];
      return [[level, [front * a, within * m, behind * p] as const] as const];
    }),
  );
}

function gradeOf(at: number): 1 | 2 | 3 {
  if (at < GRADE_3_SHARE) return 3;
  return at < GRADE_3_SHARE + GRADE_1_SHARE ? 1 : 2;
}

function between([low, high]: readonly [number, number], at: number): number {
  return low + (high - low) * at;
}

function anyOf<Item>(items: readonly Item[], uniform: () => number): Item {
  return items[Math.floor(items.length * uniform())]!;
}
