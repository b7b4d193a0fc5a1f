/** The published table by femoral-neck T-score, where it covers the patient: women of 70 without clinical factors. */
import type { CrossCheck } from '../../../../contracts/risk/absolute-risk.ts';
import type { Order } from '../../../../contracts/order/order.ts';

import { TABLE_FACTORS, type Facts, type TableFactor } from '../clinical-facts.ts';
import { figureOf } from '../figures.ts';
import {
  namedParameters,
  REFERENCE_FIGURES,
  TABLE_OUTCOMES,
  type Sex,
  type TableOutcome,
} from '../parameters.ts';

const { byTScore, sources } = REFERENCE_FIGURES.value;
const ID = 'kanis-2008-t-score-table';
const TITLE = 'FRAX-UK table 2008 by T-score (cross-check)';
const SHORT_TITLE = 'Table by T-score, not FRAX';
/** Within this of the table's age, years (design value: the risk changes by a tenth over two years). */
const AGE_TOLERANCE = 2;
const NO_INTERVAL = {
  kind: 'none',
  reason: 'interpolated from a published table without intervals',
} as const;

/** Null where the order gives no T-score of the femoral neck. */
export function tScoreCheck(
  order: Order | null,
  ageYears: number | null,
  sex: Sex | null,
  facts: Facts<TableFactor>,
): CrossCheck | null {
  const dxa = order?.dxa;
  if (dxa?.site !== 'femoral-neck') return null;
  const [highest, lowest] = [byTScore.tScore[0]!, byTScore.tScore.at(-1)!];
  const present = TABLE_FACTORS.some((factor) => facts[factor] === true);
  const covered =
    sex === byTScore.sex && ageYears !== null && Math.abs(ageYears - byTScore.ageYears) <= AGE_TOLERANCE;
  const reason = !covered
    ? `available for women aged ${byTScore.ageYears} only`
    : present
      ? 'applies to people without clinical risk factors'
      : dxa.tScore > highest || dxa.tScore < lowest
        ? `T-score outside ${highest} to ${lowest}`
        : null;
  if (reason !== null)
    return {
      estimate: { status: 'not-evaluated', id: ID, title: TITLE, reason },
      agreement: null,
      handling: [],
    };
  return {
    estimate: {
      status: 'evaluated',
      id: ID,
      title: TITLE,
      shortTitle: SHORT_TITLE,
      figures: TABLE_OUTCOMES.map((outcome) =>
        figureOf(outcome, 10, tenYearByTScore(dxa.tScore, outcome), NO_INTERVAL),
      ),
      statement: `based on the femoral neck T-score of the order; women aged ${byTScore.ageYears}, no clinical risk factors. For comparison only.`,
      source: sources.F59,
      parameters: namedParameters(REFERENCE_FIGURES),
    },
    agreement: null,
    handling: [],
  };
}

/** Fraction, 0 to 1; the hazard's logarithm straight between two T-scores. @param tScore within the table */
export function tenYearByTScore(tScore: number, outcome: TableOutcome): number {
  const { tScore: knots, tenYearPercent } = byTScore;
  let below = 0;
  while (below < knots.length - 2 && knots[below + 1]! >= tScore) below++;
  const share = (tScore - knots[below]!) / (knots[below + 1]! - knots[below]!);
  const at = (n: number): number => Math.log(-Math.log1p(-tenYearPercent[outcome][n]! / 100));
  return -Math.expm1(-Math.exp(at(below) + share * (at(below + 1) - at(below))));
}
