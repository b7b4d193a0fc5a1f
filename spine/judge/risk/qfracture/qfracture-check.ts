/** QFracture beside the table model: its probabilities, the factors not provided, and whether the two agree on the hip. */
import type { CrossCheck, FactorHandling, RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import type { Uncertainty } from '../../../../contracts/primitives.ts';

import { ageOrSexMissing } from '../../subject/subject.ts';
import { factorName, Q_AMOUNTS, Q_FACTORS, type QFacts } from '../clinical-facts.ts';
import { figureOf, percentOf } from '../figures.ts';
import { namedParameters, QFRACTURE, type Sex } from '../parameters.ts';
import { Q_OUTCOMES, qfractureRisk, type QInput } from './qfracture.ts';
import type { Probability } from '../table/table-anchor.ts';

export interface QCheckInput {
  readonly ageYears: number | null;
  readonly sex: Sex | null;
  /** kg/m2; null where height or weight is not known. */
  readonly bodyMassIndex: number | null;
  readonly factsOf: (sex: Sex) => QFacts;
  /** What it is compared with. */
  readonly model: RiskEstimate;
}

const { id, range, factors, amounts, prevalence, sources } = QFRACTURE.value;
const TITLE = 'QFracture-2009, re-implemented (cross-check)';
const SHORT_TITLE = 'QFracture-2009';
const STATEMENT =
  'for comparison only. Its osteoporotic fractures (hip, spine, distal forearm; general-practice records) are fewer than the major osteoporotic fractures of other models. Prior fractures, bone density and hormone replacement are not included.';
/** Hip figures further apart than this are worth a remark (design value; the published ones differ by up to 1.3). */
const AGREE_WITHIN = 2;

export function qfractureCheck(input: QCheckInput): CrossCheck {
  const { ageYears, sex, bodyMassIndex } = input;
  const [ages, masses] = [range.ageYears, range.bodyMassIndex] as [[number, number], [number, number]];
  const reason =
    ageYears === null || sex === null
      ? ageOrSexMissing(input)
      : bodyMassIndex === null
        ? 'requires the body mass index; height or weight not provided'
        : ageYears < ages[0] || ageYears > ages[1]
          ? `age outside ${ages[0]} to ${ages[1]} years`
          : bodyMassIndex < masses[0] || bodyMassIndex > masses[1]
            ? `body mass index outside ${masses[0]} to ${masses[1]} kg/m2`
            : null;
  if (reason !== null)
    return { estimate: { status: 'not-evaluated', id, title: TITLE, reason }, agreement: null, handling: [] };
  const known = {
    ageYears: ageYears!,
    sex: sex!,
    bodyMassIndex: bodyMassIndex!,
    facts: input.factsOf(sex!),
  };
  const estimate = estimateOf(known);
  return { estimate, agreement: agreementOf(input.model, estimate), handling: handlingOf(known) };
}

function estimateOf(input: QInput): RiskEstimate {
  return {
    status: 'evaluated',
    id,
    title: TITLE,
    shortTitle: SHORT_TITLE,
    figures: Q_OUTCOMES.flatMap((outcome) => {
      const { five, ten } = qfractureRisk(input, outcome);
      return [
        figureOf(outcome, 5, five.value, uncertaintyOf(five, input)),
        figureOf(outcome, 10, ten.value, uncertaintyOf(ten, input)),
      ];
    }),
    statement: STATEMENT,
    source: sources.F6,
    parameters: namedParameters(QFRACTURE),
  };
}

function uncertaintyOf({ low, high }: Probability, input: QInput): Uncertainty {
  const missing = missingOf(input).length;
  if (missing === 0)
    return {
      kind: 'none',
      reason: 'published without standard errors',
    };
  return {
    kind: 'interval95',
    low: percentOf(low),
    high: percentOf(high),
    basis: `${missing} ${missing === 1 ? 'factor' : 'factors'} not provided; the method was published without standard errors`,
  };
}

function missingOf({ sex, facts }: QInput): readonly string[] {
  return [
    ...Q_FACTORS.filter((name) => facts.factors[name] === null && factors[name].hip[sex] !== null),
    ...Q_AMOUNTS.filter((name) => facts.amounts[name].length > 1),
  ].map(factorName);
}

function handlingOf(input: QInput): readonly FactorHandling[] {
  const { facts, sex } = input;
  const binary = Q_FACTORS.filter((name) => factors[name].hip[sex] !== null).map((name): FactorHandling => {
    const [factor, fact] = [factorName(name), facts.factors[name]];
    if (fact !== null) return { factor, state: 'given', statement: fact ? 'yes' : 'no', whatIf: null };
    const percent = Number((100 * prevalence[name]).toFixed(1));
    const statement = `not provided; assumed prevalence ${percent} %`;
    return { factor, state: 'missing', statement, whatIf: null };
  });
  const graded = Q_AMOUNTS.map((name): FactorHandling => {
    const [factor, possible] = [factorName(name), facts.amounts[name]];
    if (possible.length === 1) return { factor, state: 'given', statement: possible[0]!, whatIf: null };
    const all = possible.length === amounts[name].categories.length;
    const statement = `${all ? 'not provided' : `amount not provided (${possible.join(', ')})`}; averaged over assumed prevalences`;
    return { factor, state: all ? 'missing' : 'limited', statement, whatIf: null };
  });
  return [...binary, ...graded];
}

function agreementOf(model: RiskEstimate, check: RiskEstimate): string | null {
  const [own, other] = [tenYearHip(model), tenYearHip(check)];
  if (own === null || other === null || own === 0 || other === 0) return null;
  const factor = Math.max(own / other, other / own);
  const figures = `10-year hip fracture probability: ${own.toFixed(1)} % (table model), ${other.toFixed(1)} % (QFracture)`;
  return factor <= AGREE_WITHIN
    ? `${figures}; agreement within a factor of ${AGREE_WITHIN}.`
    : `${figures}; discordant by a factor of ${factor.toFixed(1)}. The models include different factors; interpret with caution.`;
}

function tenYearHip(estimate: RiskEstimate): number | null {
  if (estimate.status !== 'evaluated') return null;
  return (
    estimate.figures.find(({ outcome, years }) => outcome === 'hip' && years === 10)?.probability.value ??
    null
  );
}
