/** What the table model says of itself and of every factor, word by word: numbers in them are those that were counted. */
import { describe, expect, test } from 'vitest';

import type { Facts, TableFactor } from '../../../../../spine/judge/risk/clinical-facts.ts';
import type { FractureEvidence } from '../../../../../spine/judge/risk/fracture-evidence.ts';
import { tableEstimate, type EstimateInput } from '../../../../../spine/judge/risk/table/table-estimate.ts';
import { tableRisk, type TableInput } from '../../../../../spine/judge/risk/table/table-anchor.ts';
import { percentOf } from '../../../../../spine/judge/risk/figures.ts';
import { NO_FACTOR } from '../../cases.ts';

const ABSENT: FractureEvidence = {
  state: 'absent',
  statement: 'no (T4 to L5 graded)',
  possible: null,
  notKnown: 0,
  worst: null,
};
const STRENGTH = { value: -1.24, se: 0.4, referenceId: 'own-bodies' };

function estimate(part: Partial<EstimateInput> = {}) {
  return tableEstimate({
    ageYears: 70,
    sex: 'female',
    facts: NO_FACTOR,
    fracture: ABSENT,
    strengthZ: null,
    bodyMassGiven: false,
    tScoreGiven: false,
    ...part,
  });
}
function told(factor: string, part: Partial<EstimateInput> = {}) {
  const { handling } = estimate(part);
  return handling.filter((one) => one.factor === factor);
}
const facts = (part: Partial<Facts<TableFactor>>): Facts<TableFactor> => ({ ...NO_FACTOR, ...part });
function tenYears(part: Partial<TableInput>): number {
  const known: TableInput = { ageYears: 70, sex: 'female', facts: NO_FACTOR, fracture: { probability: 0, worst: null }, strengthZ: null, ...part }; // prettier-ignore
  return percentOf(tableRisk(known, 'major-osteoporotic').ten.value);
}

describe('a factor', () => {
  test('that was answered says the answer, and its ratios where they were counted', () => {
    expect(told('current smoking')).toEqual([
      { factor: 'current smoking', state: 'given', statement: 'no', whatIf: null },
    ]);
    const smokes = { facts: facts({ currentSmoking: true }) };
    expect(told('current smoking', smokes)).toEqual([
      {
        factor: 'current smoking',
        state: 'given',
        statement: 'yes (hazard ratio 1.10 major, 1.49 hip)',
        whatIf: null,
      },
    ]);
    expect(told('current smoking', { ...smokes, ageYears: null })[0]!.statement).toBe('yes');
  });

  test('that nobody answered says what was assumed, and what either answer would make of the risk', () => {
    const open = { facts: facts({ currentSmoking: null }) };
    expect(told('current smoking', open)).toEqual([
      {
        factor: 'current smoking',
        state: 'missing',
        statement: 'not provided; assumed prevalence 10 %',
        whatIf: {
          absent: tenYears({}),
          present: tenYears({ facts: facts({ currentSmoking: true }) }),
        },
      },
    ]);
    expect(told('current smoking', { ...open, sex: null })).toEqual([
      { factor: 'current smoking', state: 'missing', statement: 'not provided', whatIf: null },
    ]);
  });

  test('that the table has no use for says so', () => {
    const bodyMass = (bodyMassGiven: boolean) => told('body mass index', { bodyMassGiven });
    expect(bodyMass(true)).toEqual([
      {
        factor: 'body mass index',
        state: 'not-used',
        statement: 'provided, not used: the table applies to 25 kg/m2',
        whatIf: null,
      },
    ]);
    expect(bodyMass(false)[0]!.statement).toBe('not used: the table applies to 25 kg/m2');
    expect(told('DXA T-score')).toEqual([]);
    expect(told('DXA T-score', { tScoreGiven: true })).toEqual([
      {
        factor: 'DXA T-score',
        state: 'not-used',
        statement: 'not used: the table excludes bone density',
        whatIf: null,
      },
    ]);
  });
});

describe('a vertebral fracture', () => {
  const open: FractureEvidence = { ...ABSENT, state: 'open', statement: 'possible at L1', possible: 'possibleGrade1IsTrue', worst: 1 }; // prettier-ignore
  const one = (part: Partial<EstimateInput>) => told('vertebral fracture on CT', part);

  test('that is sure, or surely not there, is given', () => {
    expect(one({})).toEqual([
      { factor: 'vertebral fracture on CT', state: 'given', statement: 'no (T4 to L5 graded)', whatIf: null },
    ]);
  });

  test('that is open says with which probability it was counted, and what either would make', () => {
    expect(one({ fracture: open })).toEqual([
      {
        factor: 'vertebral fracture on CT',
        state: 'limited',
        statement: expect.stringMatching(
          /^possible at L1: entered with a probability of 3\.3 % \(possible grade 1: 3\.3 %/,
        ) as string,
        whatIf: {
          absent: tenYears({}),
          present: tenYears({ fracture: { probability: 1, worst: 1 } }),
        },
      },
    ]);
    expect(one({ fracture: { ...open, drawn: 0.125 } })[0]!.statement).toBe(
      'possible at L1: entered with a probability of 13 %',
    );
    expect(one({ fracture: open, ageYears: null })).toEqual([
      { factor: 'vertebral fracture on CT', state: 'missing', statement: 'possible at L1', whatIf: null },
    ]);
  });
});

test('a strength says its z-score and reference, or why it is not used', () => {
  const none = 'no reference population for this method, nor a modelled one for this patient';
  expect(told('vertebral strength')).toEqual([
    {
      factor: 'vertebral strength',
      state: 'missing',
      statement: `not used: ${none}; the interval of major fracture covers the usual range of strength`,
      whatIf: null,
    },
  ]);
  expect(told('vertebral strength', { ageYears: 39 })[0]!.statement).toBe(none);
  expect(told('vertebral strength', { strengthZ: STRENGTH })).toEqual([
    {
      factor: 'vertebral strength',
      state: 'given',
      statement: 'z-score -1.2 (own-bodies); hazard ratio: assumption of this software',
      whatIf: null,
    },
  ]);
});

test('an age beyond the table says how it was gone on from', () => {
  expect(told('age')).toEqual([]);
  expect(told('age', { ageYears: 85 })).toEqual([
    {
      factor: 'age',
      state: 'limited',
      statement:
        'outside the table (50 to 80 years): mean of the value at its limit and a linear extrapolation; the interval covers both',
      whatIf: null,
    },
  ]);
  expect(estimate({ ageYears: 85 }).flags).toEqual([
    {
      code: 'RISK_AGE_EXTRAPOLATED',
      message: 'age outside the range of the risk table (50 to 80 years); extrapolated',
    },
  ]);
});

test('the ratio of a fracture is said to be extrapolated beyond women of 75 to 80, where there may be one', () => {
  const fracture: FractureEvidence = { ...ABSENT, state: 'present', statement: 'yes (L1)' };
  const flags = (ageYears: number, sex: 'female' | 'male' = 'female') =>
    estimate({ ageYears, sex, fracture }).flags.map(({ message }) => message);
  const told = 'the hazard ratio of major fracture after vertebral fracture (1.78) was measured in women aged 75 to 80; extrapolated'; // prettier-ignore
  expect([flags(74), flags(75), flags(80), flags(77, 'male')]).toEqual([[told], [], [], [told]]);
  expect(estimate({ ageYears: 74 }).flags).toEqual([]);
});

describe('an interval', () => {
  const basis = (part: Partial<EstimateInput>): string => {
    const { estimate: found } = estimate(part);
    if (found.status !== 'evaluated') throw new Error(found.reason);
    const [{ probability }] = found.figures as [(typeof found.figures)[number]];
    return probability.uncertainty.kind === 'none' ? '' : probability.uncertainty.basis;
  };
  const tail = '; not included: country, body mass, and errors of the factors’ hazard ratios (published without intervals)'; // prettier-ignore

  test('says what it covers', () => {
    expect(basis({})).toMatch(
      /^transfer of the table to other populations \(factor 1\.\d\d in either direction, assumption of this software\), rounding of the table, hazard ratio of a vertebral fracture, strength without a reference;/,
    );
    expect(basis({}).endsWith(`strength without a reference${tail}`)).toBe(true);
    expect(basis({ strengthZ: STRENGTH }).endsWith(`vertebral fracture, strength${tail}`)).toBe(true);
    const one = facts({ currentSmoking: null });
    expect(basis({ facts: one })).toContain('without a reference, 1 factor not provided;');
    expect(basis({ facts: { ...one, glucocorticoids: null } })).toContain(', 2 factors not provided;');
  });
});

test('a model that is not evaluated says why, under its title', () => {
  const title = 'Table model based on FRAX-UK 2008 (not FRAX)';
  const id = 'kanis-2008-table-anchor';
  for (const [part, reason] of [
    [{ ageYears: null }, 'age not available'],
    [{ sex: null }, 'sex not available'],
    [{ ageYears: 91 }, 'age outside 40 to 90 years'],
  ] as const)
    expect(estimate(part).estimate).toEqual({ status: 'not-evaluated', id, title, reason });
  expect(estimate().estimate).toMatchObject({
    status: 'evaluated',
    id,
    title,
    shortTitle: 'Table model, not FRAX',
  });
});
