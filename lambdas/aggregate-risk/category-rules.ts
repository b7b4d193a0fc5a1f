/**
 * The rules of the overall category, each with what became of it: fired, not fired, or not evaluated and why.
 *
 * A rule has "not fired" only where everything that it asks was assessed. No fracture in three vertebrae is no
 * statement on the other eleven.
 */
import type { Order } from '../shared/contracts/order.ts';
import type { Rule } from '../shared/contracts/risk.ts';
import { LEVELS, levelIndex, type Level } from '../shared/levels.ts';

import { NORMAL_ABOVE, OSTEOPOROSIS_BELOW, type DensityResult } from './density-category.ts';
import type { GradedLevel } from './genant-grade.ts';

export interface RuleInput {
  readonly grades: ReadonlyMap<Level, GradedLevel>;
  readonly density: DensityResult;
  /** Whether `density.vbmd` may be held against a cut-off at all (contrast, tube voltage, number of levels). */
  readonly densityUsable: boolean;
  readonly order: Order | null;
  /** YYYY-MM-DD */
  readonly studyDate: string | null;
}

type Verdict = Pick<Rule, 'state' | 'detail'>;

const GENANT = 'Genant et al. 1993, J Bone Miner Res 8:1137; rule of this software (design choice)';
const DENSITY = 'QCT cut-offs 80 and 120 mg/cm3 (K2HPO4, water 0), mean of two lumbar vertebrae';
const RECENT =
  'fracture within 12 months as very high risk: AACE 2020, recalled from the literature and not verified';
const ABSOLUTE_RISK = 'BHOF and AACE thresholds, not verified, made for FRAX';
const NO_MODEL: Verdict = {
  state: 'not-evaluated',
  detail: 'this version has no model of absolute risk; a FRAX value of the order is shown apart and not used',
};
const NO_POPULATION: Verdict = {
  state: 'not-evaluated',
  detail: 'there is no reference population for the strength of this method',
};
/** Recent: not longer ago than this. */
const RECENT_MONTHS = 12;
/** Levels that have to be graded before it can be said that there is no fracture. */
const SPINE = LEVELS.slice(levelIndex('T4'), levelIndex('L5') + 1).filter((level) => level !== 'T13');

/** From the highest category down; the rule for LOW follows from them and is not among them. */
export function rulesOf(input: RuleInput): readonly Rule[] {
  const { grades, order, studyDate } = input;
  return [
    rule('very-high', 'vertebral fracture of grade 3', GENANT, fractures(grades, 3, 1)),
    rule('very-high', 'two or more vertebral fractures of grade 2 or 3', GENANT, fractures(grades, 2, 2)),
    rule(
      'very-high',
      'vertebral fracture within the last 12 months',
      RECENT,
      recentFracture(order, studyDate),
    ),
    rule('very-high', '10-year risk above 30 % (major) or 4.5 % (hip)', ABSOLUTE_RISK, NO_MODEL),
    rule('high', 'vertebral fracture of grade 2 or 3', GENANT, fractures(grades, 2, 1)),
    rule('high', `vBMD below ${OSTEOPOROSIS_BELOW} mg/cm3`, DENSITY, densityBelow(input, OSTEOPOROSIS_BELOW)),
    rule('high', '10-year risk of 20 % (major) or 3 % (hip) and more', ABSOLUTE_RISK, NO_MODEL),
    rule('moderate', `vBMD of ${NORMAL_ABOVE} mg/cm3 and less`, DENSITY, densityBelow(input, NORMAL_ABOVE)),
    rule(
      'moderate',
      'strength one standard deviation or more below the mean',
      'design choice',
      NO_POPULATION,
    ),
  ];
}

function rule(category: Rule['category'], text: string, source: string, verdict: Verdict): Rule {
  return { category, rule: text, ...verdict, source };
}

/** Fires where `count` levels surely have `least` or more. */
function fractures(grades: RuleInput['grades'], least: 2 | 3, count: number): Verdict {
  const surely: Level[] = [];
  const maybe: Level[] = [];
  for (const [level, { fracture, gradeRange }] of grades) {
    if (gradeRange !== null && gradeRange[0] >= least) surely.push(level);
    // A grade 1 that a reader confirms counts as a fracture for every rule but that of grade 3.
    else if (gradeRange === null ? fracture.grade >= 1 : gradeRange[1] >= (least === 3 ? 3 : 1))
      maybe.push(level);
  }
  if (surely.length >= count) return { state: 'fired', detail: surely.join(', ') };
  const open = SPINE.filter((level) => !grades.has(level));
  const parts = [
    ...(surely.length > 0 ? [`sure at ${surely.join(', ')}`] : []),
    ...(maybe.length > 0 ? [`possible at ${maybe.join(', ')}, needs a reader`] : []),
    ...(open.length > 0 ? [`not graded: ${open.join(', ')}`] : []),
  ];
  if (maybe.length + open.length === 0) return { state: 'not-fired', detail: 'T4 to L5 were graded' };
  return { state: 'not-evaluated', detail: parts.join('; ') };
}

/** At or below the cut-off with the whole interval: the lower end may lie under another cut-off. */
function densityBelow({ density, densityUsable }: RuleInput, cutOff: number): Verdict {
  const { vbmd, statement } = density;
  if (vbmd === null || !densityUsable || vbmd.uncertainty.kind === 'none')
    return { state: 'not-evaluated', detail: statement };
  const { low, high } = vbmd.uncertainty;
  const detail = `${vbmd.value.toFixed(0)} mg/cm3, 95 % interval ${low.toFixed(0)} to ${high.toFixed(0)}`;
  if (high < cutOff) return { state: 'fired', detail };
  return low > cutOff ? { state: 'not-fired', detail } : { state: 'not-evaluated', detail };
}

function recentFracture(order: Order | null, studyDate: string | null): Verdict {
  const unknown = (detail: string): Verdict => ({ state: 'not-evaluated', detail });
  const fractures = order?.riskFactors?.priorFractures;
  if (fractures === undefined) return unknown('the order does not say whether there were fractures');
  const vertebral = fractures.filter(({ site, traumatic }) => site === 'vertebra' && traumatic !== true);
  if (vertebral.length === 0) return { state: 'not-fired', detail: 'the order names no vertebral fracture' };
  if (studyDate === null) return unknown('the date of the CT is not known');
  const from = monthsBefore(studyDate, RECENT_MONTHS);
  // Dates as YYYY-MM-DD sort as text.
  const recent = vertebral.some(({ date }) => date !== undefined && date >= from && date <= studyDate);
  if (recent) return { state: 'fired', detail: 'the order names one, within 12 months before the CT' };
  if (vertebral.some(({ date }) => date === undefined))
    return unknown('the order names a vertebral fracture without its date');
  if (vertebral.some(({ date }) => date! > studyDate))
    return unknown('the order dates a vertebral fracture after the CT');
  return { state: 'not-fired', detail: 'the vertebral fractures of the order are older' };
}

/** The same day of an earlier month, as YYYY-MM-DD; a day that the month lacks sorts in the right place all the same. */
function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split('-') as [string, string, string];
  const count = Number(year) * 12 + Number(month) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-${day}`;
}
