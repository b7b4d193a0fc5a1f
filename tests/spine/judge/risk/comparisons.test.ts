/** What stands beside the model: under which title, from which source, and why it is not there. */
import { describe, expect, test } from 'vitest';

import type { Order } from '../../../../contracts/order/order.ts';
import type { RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import { absoluteRisk } from '../../../../spine/judge/risk/absolute-risk.ts';
import { REFERENCE_FIGURES } from '../../../../spine/judge/risk/parameters.ts';
import { populationAverage } from '../../../../spine/judge/risk/population-average.ts';
import { ANSWERED_NO, order } from '../cases.ts';

interface Who {
  readonly ageYears?: number | null;
  readonly sex?: 'female' | 'male' | null;
}

function risk(asked: Order, { ageYears = 70, sex = 'female' }: Who = {}, recentFracture = false) {
  const subject = { ageYears, ageSource: null, sex, sexSource: null };
  return absoluteRisk({ subject, order: asked, grades: new Map(), confirmed: new Set(), strengthZ: null, recentFracture }); // prettier-ignore
}
function figures(estimate: RiskEstimate) {
  if (estimate.status !== 'evaluated') throw new Error(estimate.reason);
  return estimate.figures.map(({ outcome, years, probability: { value, unit, uncertainty } }) => [outcome, years, unit, uncertainty.kind === 'none' ? uncertainty.reason : uncertainty.basis, value > 0]); // prettier-ignore
}

describe('the average of the population', () => {
  test('is of hip fractures alone, and says of whom', () => {
    const average = populationAverage(70, 'female');
    expect(average).toMatchObject({
      status: 'evaluated',
      id: 'us-hip-incidence-2006',
      title: 'Average hip fracture risk, United States',
      shortTitle: 'United States average',
      statement:
        'hip fracture, non-Hispanic white population of the same age and sex, United States 2006, competing mortality not considered. For comparison only.',
      source: REFERENCE_FIGURES.value.sources.F66,
      parameters: { id: REFERENCE_FIGURES.value.id, sha256: REFERENCE_FIGURES.sha256 },
    });
    const without = 'population rates published without standard errors';
    expect(figures(average)).toEqual([
      ['hip', 5, '%', without, true],
      ['hip', 10, '%', without, true],
    ]);
  });

  test('says why it is not there', () => {
    const reason = (ageYears: number | null, sex: 'male' | null) => {
      const average = populationAverage(ageYears, sex);
      return average.status === 'not-evaluated' ? [average.id, average.title, average.reason] : null;
    };
    const [id, title] = ['us-hip-incidence-2006', 'Average hip fracture risk, United States'];
    expect(reason(null, 'male')).toEqual([id, title, 'age not available']);
    expect(reason(60, null)).toEqual([id, title, 'sex not available']);
    expect(reason(null, null)).toEqual([id, title, 'age and sex not available']);
    expect(reason(49.9, 'male')).toEqual([id, title, 'rates are available from 50 years of age']);
    expect(reason(50, 'male')).toBeNull();
  });
});

describe('QFracture', () => {
  const asked = order({ patient: { heightCm: 160, weightKg: 64 }, riskFactors: ANSWERED_NO });
  const check = (given: Order, who?: Who) => risk(given, who).crossChecks[0]!;

  test('says what it is, and which factors it lacked', () => {
    const { estimate } = check(asked);
    expect(estimate).toMatchObject({
      status: 'evaluated',
      title: 'QFracture-2009, re-implemented (cross-check)',
      shortTitle: 'QFracture-2009',
    });
    expect(estimate.status === 'evaluated' && estimate.statement).toMatch(
      /^for comparison only\. Its osteoporotic fractures \(hip, spine, distal forearm; general-practice records\) .+ are not included\.$/,
    );
    const lacking = figures(estimate)[0]![3];
    expect(lacking).toMatch(/^\d+ factors not provided; the method was published without standard errors$/);
  });

  test('says why it is not there, and has no figure to agree with', () => {
    const none = (given: Order, reason: string, who?: Who) =>
      expect(check(given, who)).toMatchObject({
        estimate: {
          status: 'not-evaluated',
          title: 'QFracture-2009, re-implemented (cross-check)',
          reason,
        },
        agreement: null,
        handling: [],
      });
    none(asked, 'age not available', { ageYears: null });
    none(asked, 'sex not available', { sex: null });
    for (const patient of [{}, { heightCm: 160 }, { weightKg: 64 }])
      none(order({ patient }), 'requires the body mass index; height or weight not provided');
  });
});

test('the table by T-score says what it is, and of whom', () => {
  const asked = order({ dxa: { site: 'femoral-neck', tScore: -2 }, riskFactors: ANSWERED_NO });
  const { estimate, agreement, handling } = risk(asked).crossChecks[1]!;
  expect({ agreement, handling }).toEqual({ agreement: null, handling: [] });
  expect(estimate).toMatchObject({
    status: 'evaluated',
    id: 'kanis-2008-t-score-table',
    title: 'FRAX-UK table 2008 by T-score (cross-check)',
    shortTitle: 'Table by T-score, not FRAX',
    statement:
      'based on the femoral neck T-score of the order; women aged 70, no clinical risk factors. For comparison only.',
    source: REFERENCE_FIGURES.value.sources.F59,
  });
  const without = 'interpolated from a published table without intervals';
  expect(figures(estimate)).toEqual([
    ['major-osteoporotic', 10, '%', without, true],
    ['hip', 10, '%', without, true],
  ]);
});

test('FRAX of the order is told as it was given', () => {
  const frax = { majorOsteoporoticPercent: 21, hipPercent: 4, withBmd: true, country: 'UK' };
  expect(risk(order({ frax })).importedFrax).toEqual({
    ...frax,
    statement: 'FRAX as supplied in the order; not verified and not used in the overall category.',
  });
});

test('that a fracture was recent is said to be not counted, where there is a figure', () => {
  const told = (who?: Who) =>
    risk(order(), who, true).flags.find(({ code }) => code === 'RISK_RECENCY_NOT_COUNTED');
  expect(told()!.message).toBe(
    'the probabilities do not account for the recency of a fracture: relative risk of a second fracture 2.7 after one year, 1.4 after ten years (Johansson 2017)',
  );
  expect(told({ ageYears: null })).toBeUndefined();
});
