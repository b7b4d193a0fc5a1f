/** The handling of every factor by the table model, in the words that the report prints. */
import type { FactorHandling } from '../../../../contracts/risk/absolute-risk.ts';

import { ageStretched } from './baseline.ts';
import { factorName, TABLE_FACTORS, type Facts, type TableFactor } from '../clinical-facts.ts';
import { percentOf } from '../figures.ts';
import { countedText, type FractureEvidence } from '../fracture-evidence.ts';
import { TABLE_ANCHOR, TABLE_OUTCOMES } from '../parameters.ts';
import { factorRatio, tableRisk, type StrengthZ, type TableInput } from './table-anchor.ts';

export interface HandlingInput {
  readonly facts: Facts<TableFactor>;
  readonly fracture: FractureEvidence;
  readonly strengthZ: StrengthZ | null;
  /** Whether the order gives height and weight: they are of no use to this model, and that is said. */
  readonly bodyMassGiven: boolean;
  /** The same of a T-score. */
  readonly tScoreGiven: boolean;
}

const { factors, baseline } = TABLE_ANCHOR.value;

/** @param known null where the model was not evaluated: then nothing was counted, and no effect can be given */
export function factorHandling(input: HandlingInput, known: TableInput | null): readonly FactorHandling[] {
  return [
    ...TABLE_FACTORS.map((factor) => oneFactor(factor, input, known)),
    fractureHandling(input, known),
    strengthHandling(input.strengthZ, known !== null),
    {
      factor: 'body mass index',
      state: 'not-used',
      statement: `${input.bodyMassGiven ? 'provided, not used' : 'not used'}: the table applies to 25 kg/m2`,
      whatIf: null,
    },
    ...(input.tScoreGiven
      ? [
          {
            factor: 'DXA T-score',
            state: 'not-used' as const,
            statement: 'not used: the table excludes bone density',
            whatIf: null,
          },
        ]
      : []),
    ...(known !== null && ageStretched(known.ageYears)
      ? [
          {
            factor: 'age',
            state: 'limited' as const,
            statement: `outside the table (${baseline.ages[0]!} to ${baseline.ages.at(-1)!} years): mean of the value at its limit and a linear extrapolation; the interval covers both`,
            whatIf: null,
          },
        ]
      : []),
  ];
}

function oneFactor(factor: TableFactor, { facts }: HandlingInput, known: TableInput | null): FactorHandling {
  const name = factorName(factor);
  const fact = facts[factor];
  if (fact === false) return { factor: name, state: 'given', statement: 'no', whatIf: null };
  if (fact === true) {
    const ratios =
      known === null
        ? ''
        : ` (hazard ratio ${TABLE_OUTCOMES.map((o) => `${factorRatio(known, factor, o).toFixed(2)} ${o === 'hip' ? 'hip' : 'major'}`).join(', ')})`;
    return { factor: name, state: 'given', statement: `yes${ratios}`, whatIf: null };
  }
  if (known === null) return { factor: name, state: 'missing', statement: 'not provided', whatIf: null };
  const percent = Math.round(100 * factors[factor].prevalence[known.sex]);
  const assumed = `not provided; assumed prevalence ${percent} %`;
  const withFact = (present: boolean): number =>
    tenYearMajor({ ...known, facts: { ...known.facts, [factor]: present } });
  return {
    factor: name,
    state: 'missing',
    statement: assumed,
    whatIf: { absent: withFact(false), present: withFact(true) },
  };
}

function fractureHandling({ fracture }: HandlingInput, known: TableInput | null): FactorHandling {
  const name = 'vertebral fracture on CT';
  const { state, statement } = fracture;
  if (state !== 'open') return { factor: name, state: 'given', statement, whatIf: null };
  if (known === null) return { factor: name, state: 'missing', statement, whatIf: null };
  const withFracture = (present: 0 | 1): number =>
    tenYearMajor({ ...known, fracture: { ...known.fracture, probability: present } });
  return {
    factor: name,
    state: 'limited',
    statement: `${statement}: ${countedText(fracture, known.fracture.probability)}`,
    whatIf: { absent: withFracture(0), present: withFracture(1) },
  };
}

function strengthHandling(strengthZ: StrengthZ | null, evaluated: boolean): FactorHandling {
  const name = 'vertebral strength';
  const unreferenced = 'no reference population for this method, nor a modelled one for this patient';
  return strengthZ === null
    ? {
        factor: name,
        state: 'missing',
        statement: evaluated
          ? `not used: ${unreferenced}; the interval of major fracture covers the usual range of strength`
          : unreferenced,
        whatIf: null,
      }
    : {
        factor: name,
        state: 'given',
        statement: `z-score ${strengthZ.value.toFixed(1)} (${strengthZ.referenceId}); hazard ratio: assumption of this software`,
        whatIf: null,
      };
}

function tenYearMajor(input: TableInput): number {
  return percentOf(tableRisk(input, 'major-osteoporotic').ten.value);
}
