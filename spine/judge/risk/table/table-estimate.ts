/** The table model's figures for a patient, in words and numbers, with what became of every factor. */
import type { FactorHandling, RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import type { Flag } from '../../../../contracts/primitives.ts';

import { ageInRange, ageStretched } from './baseline.ts';
import { TABLE_FACTORS } from '../clinical-facts.ts';
import { figureOf, percentOf } from '../figures.ts';
import { fractureProbability } from '../fracture-evidence.ts';
import { namedParameters, TABLE_ANCHOR, TABLE_OUTCOMES, type Sex } from '../parameters.ts';
import { recalledText } from '../recalled-values.ts';
import { ANCHOR_RATIO_95, tableRisk, type TableInput } from './table-anchor.ts';
import { factorHandling, type HandlingInput } from './table-handling.ts';

export interface TableEstimate {
  readonly estimate: RiskEstimate;
  readonly handling: readonly FactorHandling[];
  readonly flags: readonly Flag[];
}

export interface EstimateInput extends HandlingInput {
  readonly ageYears: number | null;
  readonly sex: Sex | null;
}

const { id, vertebralFracture, ageRange, baseline, sources } = TABLE_ANCHOR.value;
const TITLE = 'FRAX-UK table of 2008 as a hazard (not FRAX)';
const SHORT_TITLE = 'Table model, not FRAX';
const STATEMENT =
  'Anchored on a published table for the United Kingdom and body mass index 25, moved by clinical factors, vertebral fractures and, where there is a reference, strength. It is not FRAX and was not validated as a whole.';
/** Years of age in which the ratio of a vertebral fracture was measured, in women. */
const FIRST_MEASURED_AGE = 75;
const LAST_MEASURED_AGE = 80;

export function tableEstimate(input: EstimateInput): TableEstimate {
  const { ageYears, sex } = input;
  const notEvaluated = (reason: string): TableEstimate => ({
    estimate: { status: 'not-evaluated', id, title: TITLE, reason },
    handling: factorHandling(input, null),
    flags: [],
  });
  if (ageYears === null) return notEvaluated('the age is not known; none is assumed');
  if (sex === null) return notEvaluated('the sex is not known; none is assumed');
  if (!ageInRange(ageYears))
    return notEvaluated(
      `the age is outside ${ageRange.lowest} to ${ageRange.highest} years, further than the table of 50 to 80 is stretched`,
    );
  const { facts, fracture, strengthZ } = input;
  const probability = fractureProbability(fracture, ageYears);
  const known: TableInput = { ageYears, sex, facts, fracture: { probability }, strengthZ };
  const basis = basisOf(known);
  const figures = TABLE_OUTCOMES.flatMap((outcome) => {
    const { five, ten } = tableRisk(known, outcome);
    return [[5, five] as const, [10, ten] as const].map(([years, { value, low, high }]) =>
      figureOf(outcome, years, value, {
        kind: 'interval95',
        low: percentOf(low),
        high: percentOf(high),
        basis,
      }),
    );
  });
  return {
    estimate: {
      status: 'evaluated',
      id,
      title: TITLE,
      shortTitle: SHORT_TITLE,
      figures,
      statement: [STATEMENT, recalledText(known, fracture.possible)].filter(Boolean).join(' '),
      source: sources.F58,
      parameters: namedParameters(TABLE_ANCHOR),
    },
    handling: factorHandling(input, known),
    flags: flagsOf(known),
  };
}

function basisOf({ strengthZ, facts }: TableInput): string {
  const missing = TABLE_FACTORS.filter((factor) => facts[factor] === null).length;
  const anchor = `the table carried over to other people (a factor of ${ANCHOR_RATIO_95.toFixed(2)} either way, design value)`;
  const parts = [
    anchor,
    'its printed digits',
    'the ratio of a vertebral fracture',
    strengthZ === null ? 'a strength that has no reference' : 'the strength',
    ...(missing > 0 ? [`${missing} missing ${missing === 1 ? 'factor' : 'factors'}`] : []),
  ];
  return `${parts.join(', ')}; not in it: country, body mass, and errors of the factors’ ratios, which were published without any`;
}

function flagsOf({ ageYears, sex, fracture: { probability } }: TableInput): readonly Flag[] {
  const flags: Flag[] = [];
  if (ageStretched(ageYears))
    flags.push({
      code: 'RISK_AGE_EXTRAPOLATED',
      message: `the table of risks is of ${baseline.ages[0]!} to ${baseline.ages.at(-1)!} years; this patient is outside`,
    });
  if (probability === 0) return flags;
  flags.push({
    code: 'RISK_RATIO_UNVERIFIED',
    message: `the ratio of hip fracture after a vertebral fracture (${vertebralFracture.hip.ratio}) is recalled from the literature and not verified`,
  });
  if (sex === 'male' || ageYears < FIRST_MEASURED_AGE || ageYears > LAST_MEASURED_AGE)
    flags.push({
      code: 'RISK_RATIO_EXTRAPOLATED',
      message: `the ratio of a vertebral fracture (${vertebralFracture['major-osteoporotic'].ratio}) was measured in women of ${FIRST_MEASURED_AGE} to ${LAST_MEASURED_AGE} years`,
    });
  return flags;
}
