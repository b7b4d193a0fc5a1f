/**
 * The rules of the overall category, each with what became of it: fired, not fired, or not evaluated and why.
 *
 * A rule has "not fired" only where everything that it asks was assessed. No fracture in three vertebrae is no
 * statement on the other eleven.
 */
import type { Order } from '../shared/contracts/order.ts';
import type { RiskEstimate } from '../shared/contracts/absolute-risk.ts';
import type { Rule } from '../shared/contracts/risk.ts';
import type { Level } from '../shared/levels.ts';
import { Z95 } from '../shared/normal.ts';

import { NORMAL_ABOVE, OSTEOPOROSIS_BELOW, type DensityJudgement } from './density-category.ts';
import type { GradedLevel } from './genant-grade.ts';
import { GRADED_SPINE } from './graded-spine.ts';
import { riskAbove, type ProbabilityRule } from './probability-rules.ts';
import { recentFracture } from './recent-fracture.ts';
import type { StrengthZ } from './risk-model/table-anchor.ts';

export interface RuleInput {
  readonly grades: ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange'>>;
  /** Levels of which a reader said that they are fractured, whatever was measured. */
  readonly confirmed: ReadonlySet<Level>;
  readonly density: Pick<DensityJudgement, 'judged'> & { readonly statement: string };
  readonly strengthZ: StrengthZ | null;
  /** The model's probabilities, or why there are none. */
  readonly absolute: RiskEstimate;
  readonly order: Order | null;
  /** YYYY-MM-DD */
  readonly studyDate: string | null;
}

type Verdict = Pick<Rule, 'state' | 'detail'>;

const GENANT = 'Genant et al. 1993, J Bone Miner Res 8:1137; rule of this software (design choice)';
const DENSITY = 'QCT cut-offs 80 and 120 mg/cm3 (K2HPO4, water 0), mean of two lumbar vertebrae';
const RECENT =
  'fracture within 12 months as very high risk: AACE 2020, recalled from the literature and not verified';
const NO_POPULATION: Verdict = {
  state: 'not-evaluated',
  detail: 'there is no reference population for the strength of this method',
};
/** Standard deviations from the mean at and below which strength makes the risk moderate (design value). */
const LOW_STRENGTH_Z = -1;

/** From the highest category down; the rule for LOW follows from them and is not among them. */
export function rulesOf(input: RuleInput): readonly Rule[] {
  const { absolute, order, studyDate } = input;
  return [
    rule('very-high', 'vertebral fracture of grade 3', GENANT, fractures(input, 3, 1)),
    rule(
      'very-high',
      'two or more vertebral fractures of grade 2 or 3, or of grade 1 that a reader confirmed',
      GENANT,
      fractures(input, 2, 2),
    ),
    rule(
      'very-high',
      'vertebral fracture within the last 12 months',
      RECENT,
      recentFracture(order, studyDate),
    ),
    probability('very-high', riskAbove(absolute, 'very-high')),
    rule(
      'high',
      'vertebral fracture of grade 2 or 3, or of grade 1 that a reader confirmed',
      GENANT,
      fractures(input, 2, 1),
    ),
    rule('high', `vBMD below ${OSTEOPOROSIS_BELOW} mg/cm3`, DENSITY, densityBelow(input, OSTEOPOROSIS_BELOW)),
    probability('high', riskAbove(absolute, 'high')),
    rule('moderate', `vBMD of ${NORMAL_ABOVE} mg/cm3 and less`, DENSITY, densityBelow(input, NORMAL_ABOVE)),
    rule(
      'moderate',
      'strength one standard deviation or more below the mean',
      'design choice',
      strengthLow(input.strengthZ),
    ),
  ];
}

/** At or below one standard deviation under the mean with the whole interval. */
function strengthLow(z: StrengthZ | null): Verdict {
  if (z === null) return NO_POPULATION;
  const [low, high] = [z.value - Z95 * z.se, z.value + Z95 * z.se];
  const detail = `z-score ${z.value.toFixed(1)}, 95 % interval ${low.toFixed(1)} to ${high.toFixed(1)} (${z.referenceId})`;
  if (high <= LOW_STRENGTH_Z) return { state: 'fired', detail };
  return low > LOW_STRENGTH_Z ? { state: 'not-fired', detail } : { state: 'not-evaluated', detail };
}

function probability(category: Rule['category'], { text, source, verdict }: ProbabilityRule): Rule {
  return rule(category, text, source, verdict);
}

function rule(category: Rule['category'], text: string, source: string, verdict: Verdict): Rule {
  return { category, rule: text, ...verdict, source };
}

/** Fires where `count` levels surely have `least` or more. */
function fractures({ grades, confirmed }: RuleInput, least: 2 | 3, count: number): Verdict {
  const surely: Level[] = least === 2 ? [...confirmed] : [];
  const maybe: Level[] = [];
  for (const [level, { fracture, gradeRange }] of grades) {
    if (surely.includes(level)) continue;
    if (gradeRange !== null && gradeRange[0] >= least) surely.push(level);
    // A grade 1 that a reader confirms counts as a fracture for every rule but that of grade 3.
    else if (gradeRange === null ? fracture.grade >= 1 : gradeRange[1] >= (least === 3 ? 3 : 1))
      maybe.push(level);
  }
  if (surely.length >= count) return { state: 'fired', detail: surely.join(', ') };
  const open = GRADED_SPINE.filter((level) => !grades.has(level) && !confirmed.has(level));
  const parts = [
    ...(surely.length > 0 ? [`sure at ${surely.join(', ')}`] : []),
    ...(maybe.length > 0 ? [`possible at ${maybe.join(', ')}, needs a reader`] : []),
    ...(open.length > 0 ? [`not graded: ${open.join(', ')}`] : []),
  ];
  if (maybe.length + open.length === 0) return { state: 'not-fired', detail: 'T4 to L5 were graded' };
  return { state: 'not-evaluated', detail: parts.join('; ') };
}

/** At or below the cut-off with the whole interval: the lower end may lie under another cut-off. */
function densityBelow({ density: { judged, statement } }: RuleInput, cutOff: number): Verdict {
  if (judged === null || judged.uncertainty.kind === 'none')
    return { state: 'not-evaluated', detail: statement };
  const { low, high } = judged.uncertainty;
  const detail = `${judged.value.toFixed(0)} mg/cm3, 95 % interval ${low.toFixed(0)} to ${high.toFixed(0)}`;
  if (high < cutOff) return { state: 'fired', detail };
  return low > cutOff ? { state: 'not-fired', detail } : { state: 'not-evaluated', detail };
}
