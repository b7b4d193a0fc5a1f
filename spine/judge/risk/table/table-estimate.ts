/** The table model's probabilities for a patient, in words and numbers, with the handling of every factor. */
import type { FactorHandling, RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import type { Flag } from '../../../../contracts/primitives.ts';

import { ageInRange, ageStretched } from './baseline.ts';
import { TABLE_FACTORS } from '../clinical-facts.ts';
import { figureOf, percentOf } from '../figures.ts';
import { fractureProbability } from '../fracture-evidence.ts';
import { namedParameters, TABLE_ANCHOR, TABLE_OUTCOMES, type Sex } from '../parameters.ts';
import { assumptionsText } from '../assumed-values.ts';
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
const TITLE = 'Table model based on FRAX-UK 2008 (not FRAX)';
const SHORT_TITLE = 'Table model, not FRAX';
const STATEMENT =
  'based on a published table for the United Kingdom at a body mass index of 25 kg/m2, adjusted for clinical factors, vertebral fractures and, where a reference is available, strength. Not FRAX; not validated as a whole.';
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
  if (ageYears === null) return notEvaluated('age not available');
  if (sex === null) return notEvaluated('sex not available');
  if (!ageInRange(ageYears))
    return notEvaluated(`age outside ${ageRange.lowest} to ${ageRange.highest} years`);
  const { facts, fracture, strengthZ } = input;
  const probability = fractureProbability(fracture, ageYears);
  const known: TableInput = {
    ageYears,
    sex,
    facts,
    fracture: { probability, worst: fracture.worst },
    strengthZ,
  };
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
      statement: [STATEMENT, assumptionsText(known, fracture.possible)].filter(Boolean).join(' '),
      source: sources.F58,
      parameters: namedParameters(TABLE_ANCHOR),
    },
    handling: factorHandling(input, known),
    flags: flagsOf(known),
  };
}

function basisOf({ strengthZ, facts }: TableInput): string {
  const missing = TABLE_FACTORS.filter((factor) => facts[factor] === null).length;
  const anchor = `transfer of the table to other populations (factor ${ANCHOR_RATIO_95.toFixed(2)} in either direction, assumption of this software)`;
  const parts = [
    anchor,
    'rounding of the table',
    'hazard ratio of a vertebral fracture',
    strengthZ === null ? 'strength without a reference' : 'strength',
    ...(missing > 0 ? [`${missing} ${missing === 1 ? 'factor' : 'factors'} not provided`] : []),
  ];
  return `${parts.join(', ')}; not included: country, body mass, and errors of the factors’ hazard ratios (published without intervals)`;
}

function flagsOf({ ageYears, sex, fracture: { probability } }: TableInput): readonly Flag[] {
  const flags: Flag[] = [];
  if (ageStretched(ageYears))
    flags.push({
      code: 'RISK_AGE_EXTRAPOLATED',
      message: `age outside the range of the risk table (${baseline.ages[0]!} to ${baseline.ages.at(-1)!} years); extrapolated`,
    });
  if (probability === 0) return flags;
  if (sex === 'male' || ageYears < FIRST_MEASURED_AGE || ageYears > LAST_MEASURED_AGE)
    flags.push({
      code: 'RISK_RATIO_EXTRAPOLATED',
      message: `the hazard ratio of major fracture after vertebral fracture (${vertebralFracture['major-osteoporotic'].ratio}) was measured in women aged ${FIRST_MEASURED_AGE} to ${LAST_MEASURED_AGE}; extrapolated`,
    });
  return flags;
}
