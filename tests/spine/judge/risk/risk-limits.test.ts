/** Limits of the models of absolute risk, on either side, and figures that must not be taken for one another. */
import { describe, expect, test } from 'vitest';

import type { AbsoluteRisk, RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import type { Order } from '../../../../contracts/order/order.ts';
import { absoluteRisk, type AbsoluteRiskInput } from '../../../../spine/judge/risk/absolute-risk.ts';
import { qfractureFacts } from '../../../../spine/judge/risk/clinical-facts.ts';
import { figureOf, percentOf } from '../../../../spine/judge/risk/figures.ts';
import { fractureEvidence, fractureProbability } from '../../../../spine/judge/risk/fracture-evidence.ts';
import { hipWithoutDeath, populationAverage } from '../../../../spine/judge/risk/population-average.ts';
import { qfractureCheck } from '../../../../spine/judge/risk/qfracture/qfracture-check.ts';
import {
  ageInRange,
  ageStretched,
  baselineOf,
  ratioAt,
} from '../../../../spine/judge/risk/table/baseline.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import { ANSWERED_NO, order } from '../cases.ts';

function risk(
  part: Partial<AbsoluteRiskInput> = {},
  ageYears: number | null = 70,
  sex: 'female' | 'male' | null = 'female',
): AbsoluteRisk {
  const subject = { ageYears, ageSource: null, sex, sexSource: null };
  return absoluteRisk({ subject, order: null, grades: new Map(), confirmed: new Set(), strengthZ: null, recentFracture: false, ...part }); // prettier-ignore
}
const codes = ({ flags }: AbsoluteRisk) => flags.map(({ code }) => code);
function check({ crossChecks }: AbsoluteRisk, id: string): RiskEstimate | undefined {
  return crossChecks.find(({ estimate }) => estimate.id.startsWith(id))?.estimate;
}
const reasonOf = (estimate: RiskEstimate | undefined): string | null =>
  estimate?.status === 'not-evaluated' ? estimate.reason : null;

describe('the age of a patient', () => {
  test.each([
    [39.9, false],
    [40, true],
    [90, true],
    [90.1, false],
  ])('of %d years is within the model: %s', (ageYears, inside) => {
    expect(ageInRange(ageYears)).toBe(inside);
    expect(risk({}, ageYears).model.status).toBe(inside ? 'evaluated' : 'not-evaluated');
  });

  test.each([
    [49.9, true],
    [50, false],
    [80, false],
    [80.1, true],
  ])('of %d years lies beyond the table: %s, with a word of it in flag and handling', (ageYears, beyond) => {
    expect(ageStretched(ageYears)).toBe(beyond);
    const found = risk({}, ageYears);
    expect(codes(found).includes('RISK_AGE_EXTRAPOLATED')).toBe(beyond);
    expect(found.handling.some(({ factor, state }) => factor === 'age' && state === 'limited')).toBe(beyond);
    expect(baselineOf(ageYears, 'female', 'hip').stretch > 0 || ageYears < 50).toBe(beyond);
  });

  test('beyond the table has half of the straight line beyond it, and the other half for doubt', () => {
    const hazard = (percent: number): number => Math.log(-Math.log1p(-percent / 100));
    const { logHazard, stretch, roundingSd } = baselineOf(86, 'female', 'hip');
    const straight = hazard(7) + 0.6 * (hazard(7) - hazard(2.3));
    expect(logHazard).toBeCloseTo((hazard(7) + straight) / 2, 9);
    expect(stretch).toBeCloseTo((straight - hazard(7)) / 2, 9);
    expect(roundingSd).toBeGreaterThan(0);
    const young = baselineOf(45, 'female', 'hip');
    expect(young.logHazard - young.stretch).toBeCloseTo(hazard(0.2), 9);
  });

  test('moves a ratio between the ages of the table and holds it beyond', () => {
    expect(ratioAt(55, [2, 8, 1, 1])).toBeCloseTo(4, 12);
    expect(ratioAt(45, [2, 8, 1, 1])).toBeCloseTo(2, 12);
    expect(ratioAt(85, [1, 1, 3, 5])).toBeCloseTo(5, 12);
    expect(ratioAt(52, [null, 3, 1, 1])).toBeCloseTo(3, 12);
  });

  test.each([
    [74.9, 'female', true],
    [75, 'female', false],
    [80, 'female', false],
    [80.1, 'female', true],
    [77, 'male', true],
  ] as const)('of %d years in a %s carries the ratio of a fracture beyond where it was measured: %s', (ageYears, sex, beyond) => {
    const seen = risk({ confirmed: new Set(['L1']) }, ageYears, sex);
    expect(codes(seen).includes('RISK_RATIO_EXTRAPOLATED')).toBe(beyond);
  }); // prettier-ignore
});

describe('figures', () => {
  test('are kept to a thousandth of a percent', () => {
    expect(percentOf(0.123456789)).toBe(12.346);
    expect(figureOf('hip', 5, 0.5, { kind: 'none', reason: 'test' })).toEqual({ outcome: 'hip', years: 5, probability: { value: 50, unit: '%', uncertainty: { kind: 'none', reason: 'test' } } }); // prettier-ignore
  });

  test('of every estimate say outcome and years of their own', () => {
    const found = risk({ order: order({ patient: { heightCm: 160, weightKg: 64 }, dxa: { site: 'femoral-neck', tScore: -2 }, riskFactors: ANSWERED_NO }) }); // prettier-ignore
    for (const estimate of [
      found.model,
      found.populationAverage,
      ...found.crossChecks.map((one) => one.estimate),
    ]) {
      if (estimate.status !== 'evaluated') throw new Error(`${estimate.id}: ${estimate.reason}`);
      const of = (outcome: string, years: number) => estimate.figures.find((one) => one.outcome === outcome && one.years === years)?.probability.value; // prettier-ignore
      const [five, ten] = [of('hip', 5), of('hip', 10)];
      if (five !== undefined) expect(ten!, estimate.id).toBeGreaterThan(five);
      const all = of('major-osteoporotic', 10) ?? of('osteoporotic', 10);
      if (all !== undefined) expect(all, estimate.id).toBeGreaterThan(ten!);
    }
  });

  test('of the average are those of 5 and of 10 years, by rates that change with age', () => {
    // From 73 on: 2 years at 3.94, 3 at 7.93; then 2 more at 7.93, 3 at 14.47 in a thousand.
    const [five, ten] = [2 * 3.94 + 3 * 7.93, 2 * 3.94 + 5 * 7.93 + 3 * 14.47];
    expect(hipWithoutDeath(73, 'female', 5)).toBeCloseTo(1 - Math.exp(-five / 1000), 12);
    expect(hipWithoutDeath(73, 'female', 10)).toBeCloseTo(1 - Math.exp(-ten / 1000), 12);
    const average = populationAverage(73, 'female');
    if (average.status !== 'evaluated') throw new Error('not evaluated');
    expect(average.figures.map(({ years, probability }) => [years, probability.value])).toEqual([
      [5, percentOf(hipWithoutDeath(73, 'female', 5))],
      [10, percentOf(hipWithoutDeath(73, 'female', 10))],
    ]);
    expect(populationAverage(50, 'male').status).toBe('evaluated');
    expect(populationAverage(49.9, 'male').status).toBe('not-evaluated');
  });

  test('of the clinic’s FRAX are handed on whole', () => {
    const frax = { majorOsteoporoticPercent: 21, hipPercent: 7, withBmd: true, country: 'UK' };
    expect(risk({ order: order({ frax }) }).importedFrax).toMatchObject(frax);
  });
});

describe('QFracture', () => {
  const at = (heightCm: number, weightKg: number, ageYears = 70) =>
    reasonOf(check(risk({ order: order({ patient: { heightCm, weightKg } }) }, ageYears), 'qfracture'));

  test.each([
    // Kilograms over square metres: 160 cm and 46.08 kg are 18, 107.52 kg are 42.
    [160, 46.09, null],
    [160, 46.07, 'body mass index outside 18 to 42 kg/m2'],
    [160, 107.51, null],
    [160, 107.53, 'body mass index outside 18 to 42 kg/m2'],
  ])('of %d cm and %d kg: %s', (heightCm, weightKg, reason) => {
    expect(at(heightCm, weightKg)).toBe(reason);
  });

  test.each([
    [29.9, 'age outside 30 to 84 years'],
    [30, null],
    [84, null],
    [84.1, 'age outside 30 to 84 years'],
  ])('at %d years: %s', (ageYears, reason) => {
    expect(at(160, 64, ageYears)).toBe(reason);
  });

  const checked = (riskFactors: NonNullable<Order['riskFactors']>, hipPercent?: number) =>
    qfractureCheck({
      ageYears: 70,
      sex: 'female',
      bodyMassIndex: 25,
      factsOf: (sex) => qfractureFacts(order({ riskFactors }), sex),
      model:
        hipPercent === undefined
          ? { status: 'not-evaluated', id: 'test', title: 'test', reason: 'test' }
          : ({
              ...risk().model,
              figures: [
                figureOf('hip', 5, 0.9, { kind: 'none', reason: 'test' }),
                figureOf('hip', 10, hipPercent / 100, { kind: 'none', reason: 'test' }),
              ],
            } as RiskEstimate),
    });

  test('tells what was given, what was limited and what is missing', () => {
    const { handling } = checked({ asthma: true, falls: false, smoking: 'light', alcohol3UnitsADay: false });
    const of = (factor: string) => handling.find((one) => one.factor === factor)!;
    expect(of('asthma')).toMatchObject({ state: 'given', statement: 'yes' });
    expect(of('history of falls')).toMatchObject({ state: 'given', statement: 'no' });
    expect(of('smoking')).toMatchObject({ state: 'given', statement: 'light' });
    expect(of('alcohol').state).toBe('limited');
    expect(of('alcohol').statement).toContain('amount not provided (none, below-1, 1-2)');
    expect(of('glucocorticoids').state).toBe('missing');
    expect(of('glucocorticoids').statement).toMatch(/prevalence \d+(\.\d)? %/);
  });

  test.each([
    [0.501, 'agreement within a factor of 2'],
    [0.499, 'discordant by a factor of 2.0'],
    [1.999, 'agreement within a factor of 2'],
    [2.001, 'discordant by a factor of 2.0'],
  ])('agrees with a model of %d of its hip figure: %s', (share, words) => {
    const { estimate } = checked(ANSWERED_NO);
    const own = estimate.status === 'evaluated' ? estimate.figures.find(({ outcome, years }) => outcome === 'hip' && years === 10)!.probability.value : 0; // prettier-ignore
    expect(checked(ANSWERED_NO, share * own).agreement).toContain(words);
  });
});

describe('the table by T-score', () => {
  const reason = (tScore: number, ageYears = 70, riskFactors = ANSWERED_NO) =>
    reasonOf(
      check(
        risk({ order: order({ dxa: { site: 'femoral-neck', tScore }, riskFactors }) }, ageYears),
        'kanis-2008-t',
      ),
    );

  test.each([
    [0, 70, null],
    [0.1, 70, 'T-score outside 0 to -3'],
    [-3, 70, null],
    [-3.1, 70, 'T-score outside 0 to -3'],
    [-2, 68, null],
    [-2, 67.9, 'available for women aged 70 only'],
    [-2, 72, null],
    [-2, 72.1, 'available for women aged 70 only'],
  ])('at T %d and %d years: %s', (tScore, ageYears, wanted) => {
    expect(reason(tScore, ageYears)).toBe(wanted);
  });
});

describe('a strength in the model', () => {
  const strengthZ = { value: -1.5, se: 0.3, referenceId: 'people' };
  const strength = (part: Partial<AbsoluteRiskInput>, ageYears: number | null = 70) =>
    risk(part, ageYears).handling.find(({ factor }) => factor === 'vertebral strength')!;

  test('is given with its reference, or missing with the reason', () => {
    expect(strength({ strengthZ })).toMatchObject({ state: 'given', statement: 'z-score -1.5 (people); hazard ratio: assumption of this software' }); // prettier-ignore
    expect(strength({}).state).toBe('missing');
    expect(strength({}).statement).toContain('not used');
    expect(strength({}, null).statement).not.toContain('not used');
  });

  test('is named in the basis of the interval, as are missing factors by their number', () => {
    const basis = (part: Partial<AbsoluteRiskInput>): string => {
      const { model } = risk(part);
      const uncertainty = model.status === 'evaluated' ? model.figures[0]!.probability.uncertainty : null;
      return uncertainty?.kind === 'interval95' ? uncertainty.basis : '';
    };
    expect(basis({ strengthZ })).toContain(', strength, 6 factors not provided;');
    expect(basis({})).toContain('strength without a reference, 6 factors not provided;');
    expect(basis({ order: order({ riskFactors: ANSWERED_NO }) })).toContain(
      'without a reference; not included',
    );
    const five = Object.fromEntries(
      Object.entries(ANSWERED_NO).filter(([factor]) => factor !== 'glucocorticoids'),
    );
    expect(basis({ order: order({ riskFactors: five }) })).toContain('1 factor not provided;');
  });
});

describe('what a possible fracture counts for', () => {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  const graded = (grade: 0 | 1 | 2, gradeRange: readonly [0 | 1 | 2, 0 | 1 | 2 | 3]) => ({ fracture: { grade, shape: null, needsReader: true, lossPercent, reference: 'test' }, gradeRange }); // prettier-ignore
  const whole = GRADED_SPINE.map((level) => [level, graded(0, [0, 0])] as const);
  const probability = (grades: readonly (readonly ['T8' | 'L1', ReturnType<typeof graded>])[], age = 75) =>
    fractureProbability(fractureEvidence(new Map([...whole, ...grades]), new Set()), age);

  test('a possible grade 2 outweighs a possible grade 1, above it or below', () => {
    const [one, two] = [graded(1, [0, 2]), graded(2, [1, 3])];
    expect(probability([['T8', one]])).toBeCloseTo(0.033, 12);
    expect(probability([['T8', two], ['L1', one]])).toBeCloseTo(0.5, 12); // prettier-ignore
    expect(probability([['T8', one], ['L1', two]])).toBeCloseTo(0.5, 12); // prettier-ignore
  });

  test.each([
    [59.9, 0.045],
    [60, 0.054],
    [69.9, 0.054],
    [70, 0.11],
    [79.9, 0.11],
    [80, 0.18],
    [39, 0.045],
  ])('a spine that nobody graded counts what is usual at %d years: %d', (age, usual) => {
    expect(fractureProbability(fractureEvidence(new Map(), new Set()), age)).toBeCloseTo(usual, 12);
  });
});
