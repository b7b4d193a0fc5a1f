/**
 * The rules (criteria) of the overall category, each with its state: fired, not fired, or not evaluated and why.
 *
 * A rule has "not fired" only where everything that it requires was evaluated. No fracture in three vertebrae is no
 * statement on the other eleven.
 */
import type { Order } from '../../../contracts/order/order.ts';
import type { RiskEstimate } from '../../../contracts/risk/absolute-risk.ts';
import type { Rule } from '../../../contracts/risk/risk.ts';
import { Z95 } from '../../math/normal.ts';

import { NORMAL_ABOVE, OSTEOPOROSIS_BELOW, type DensityJudgement } from '../density/density-category.ts';
import { fractures, severeFracture, type FractureInput } from './fracture-rules.ts';
import { riskAbove, type ProbabilityRule } from './probability-rules.ts';
import { fractureOnTreatment, recentFracture } from '../fractures/reported-fractures.ts';
import type { StrengthZ } from '../risk/table/table-anchor.ts';
import { LOW_STRENGTH_Z, OSTEOPOROSIS_T_SCORE, VERY_LOW_T_SCORE } from '../../definitions/cut-offs.ts';

export interface RuleInput extends FractureInput {
  readonly density: Pick<DensityJudgement, 'judged'> & { readonly statement: string };
  readonly strengthZ: StrengthZ | null;
  /** The model's probabilities, or why there are none. */
  readonly absolute: RiskEstimate;
  readonly order: Order | null;
  /** YYYY-MM-DD */
  readonly studyDate: string | null;
}

type Verdict = Pick<Rule, 'state' | 'detail'>;

const GENANT = 'Genant et al. 1993, J Bone Miner Res 8:1137; criterion of this software';
const COUNTED = '(measured grade 2 or 3, reading, or history)';
const DENSITY = `QCT cut-offs ${OSTEOPOROSIS_BELOW} and ${NORMAL_ABOVE} mg/cm3 (K2HPO4, water 0), mean of two lumbar vertebrae`;
const AACE = 'Camacho et al. 2020 (AACE), Endocr Pract 26 Suppl 1';
const BHOF = 'LeBoff et al. 2022 (BHOF), Osteoporos Int 33:2049';
const NO_POPULATION: Verdict = {
  state: 'not-evaluated',
  detail: 'no reference population for the strength of this method',
};

/** From the highest category down; the rule for LOW follows from them and is not among them. */
export function rulesOf(input: RuleInput): readonly Rule[] {
  const { absolute, order, studyDate } = input;
  return [
    rule('very-high', 'vertebral fracture of grade 3', GENANT, severeFracture(input)),
    rule('very-high', `two or more vertebral fractures ${COUNTED}`, AACE, fractures(input, 2)),
    rule('very-high', 'fracture within the last 12 months', AACE, recentFracture(order, studyDate)),
    rule('very-high', 'fracture on treatment for osteoporosis', AACE, fractureOnTreatment(order)),
    ...dxa('very-high', `DXA T-score below ${VERY_LOW_T_SCORE}`, AACE, order, (t) => t < VERY_LOW_T_SCORE),
    probability('very-high', riskAbove(absolute, 'very-high')),
    rule('high', `vertebral fracture ${COUNTED}`, GENANT, fractures(input, 1)),
    rule(
      'high',
      `trabecular density below ${OSTEOPOROSIS_BELOW} mg/cm3`,
      DENSITY,
      densityBelow(input, OSTEOPOROSIS_BELOW),
    ),
    ...dxa('high', `DXA T-score of ${OSTEOPOROSIS_T_SCORE} or lower`, BHOF, order, (t) => t <= OSTEOPOROSIS_T_SCORE), // prettier-ignore
    probability('high', riskAbove(absolute, 'high')),
    rule(
      'moderate',
      `trabecular density of ${NORMAL_ABOVE} mg/cm3 or less`,
      DENSITY,
      densityBelow(input, NORMAL_ABOVE),
    ),
    rule(
      'moderate',
      'strength at least one SD below the reference mean',
      'criterion of this software',
      strengthLow(input.strengthZ),
    ),
  ];
}

/** Of a T-score that the order gives. Without one there is no such rule: the CT's own density takes its place. */
function dxa(
  category: Rule['category'],
  text: string,
  source: string,
  order: Order | null,
  holds: (tScore: number) => boolean,
): readonly Rule[] {
  if (order?.dxa === undefined) return [];
  const { site, tScore } = order.dxa;
  const detail = `T-score ${tScore.toFixed(1)}, ${site.replace('-', ' ')} (order)`;
  return [rule(category, text, source, { state: holds(tScore) ? 'fired' : 'not-fired', detail })];
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

/** At or below the cut-off with the whole interval: the lower end may lie under another cut-off. */
function densityBelow({ density: { judged, statement } }: RuleInput, cutOff: number): Verdict {
  if (judged === null || judged.uncertainty.kind === 'none')
    return { state: 'not-evaluated', detail: statement };
  const { low, high } = judged.uncertainty;
  const detail = `${judged.value.toFixed(0)} mg/cm3, 95 % interval ${low.toFixed(0)} to ${high.toFixed(0)}`;
  if (high < cutOff) return { state: 'fired', detail };
  return low > cutOff ? { state: 'not-fired', detail } : { state: 'not-evaluated', detail };
}
