import { describe, expect, test } from 'vitest';

import { absoluteRisk, type AbsoluteRiskInput } from '../../../../spine/judge/risk/absolute-risk.ts';
import { tenYearByTScore } from '../../../../spine/judge/risk/table/t-score-check.ts';
import { type AbsoluteRisk, absoluteRiskSchema } from '../../../../contracts/risk/absolute-risk.ts';
import type { FractureGrade } from '../../../../contracts/risk/fracture.ts';
import { ANSWERED_NO, order } from '../cases.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';

const GRADE_0: FractureGrade = {
  grade: 0,
  shape: null,
  needsReader: false,
  lossPercent: { wedge: 0, biconcave: 0, crush: null },
  reference: 'test',
};
const GRADE_1: FractureGrade = { ...GRADE_0, grade: 1, shape: 'wedge', needsReader: true };
const INTACT: { fracture: FractureGrade; gradeRange: readonly [0, 0] } = {
  fracture: GRADE_0,
  gradeRange: [0, 0],
};
const WHOLE: AbsoluteRiskInput['grades'] = new Map(GRADED_SPINE.map((level) => [level, INTACT]));

function risk(
  part: Partial<AbsoluteRiskInput> = {},
  { ageYears = 70, sex = 'female' }: { ageYears?: number | null; sex?: 'female' | 'male' | null } = {},
): AbsoluteRisk {
  return absoluteRisk({
    subject: { ageYears, ageSource: null, sex, sexSource: null },
    order: null,
    grades: new Map(),
    confirmed: new Set(),
    strengthZ: null,
    recentFracture: false,
    ...part,
  });
}

function statements({ handling }: AbsoluteRisk): string {
  return handling.map(({ factor, statement }) => `${factor}: ${statement}`).join('\n');
}

describe('absolute risk', () => {
  test('has 5- and 10-year figures of major and hip fractures, each with an interval, and names its coefficients', () => {
    const { model } = absoluteRiskSchema.parse(risk());
    if (model.status !== 'evaluated') throw new Error('not evaluated');
    expect(model.figures.map(({ outcome, years }) => [outcome, years])).toEqual([
      ['major-osteoporotic', 5],
      ['major-osteoporotic', 10],
      ['hip', 5],
      ['hip', 10],
    ]);
    for (const { probability } of model.figures) expect(probability.uncertainty.kind).toBe('interval95');
    expect(model.parameters).toMatchObject({ id: 'kanis-2008-table-anchor', version: 2 });
    expect(model.statement).toContain('Not FRAX');
  });

  test.each([
    [{ ageYears: null }, 'age not available'],
    [{ sex: null }, 'sex not available'],
    [{ ageYears: 39 }, 'outside 40 to 90 years'],
    [{ ageYears: 91 }, 'outside 40 to 90 years'],
  ])('of %j is not evaluated, says why, tells what was missing, and counts nothing', (subject, why) => {
    const found = risk({}, subject);
    expect(found.model).toMatchObject({
      status: 'not-evaluated',
      reason: expect.stringContaining(why) as string,
    });
    expect(found.handling.filter(({ state }) => state === 'missing').length).toBeGreaterThan(5);
    expect(statements(found)).toContain('current smoking: not provided\n');
    expect(statements(found)).not.toMatch(/prevalence|probability|interval/);
  });

  test('tells of every factor how it was handled, a missing one with and without it', () => {
    const found = risk();
    expect(statements(found)).toContain('current smoking: not provided; assumed prevalence 10 %');
    expect(statements(found)).toContain('vertebral strength: not used: no reference population');
    expect(statements(found)).toContain('body mass index: not used: the table applies to 25 kg/m2');
    for (const { state, whatIf } of found.handling)
      if (whatIf !== null) {
        expect(state).not.toBe('given');
        expect(whatIf.present).toBeGreaterThan(whatIf.absent);
      }
  });

  test('tells a given factor by its answer and its ratios', () => {
    const given = order({ riskFactors: { ...ANSWERED_NO, currentSmoking: true } });
    const text = statements(risk({ order: given }));
    expect(text).toContain('current smoking: yes (hazard ratio 1.10 major, 1.49 hip)');
    expect(text).toContain('rheumatoid arthritis: no');
  });

  test('says that a T-score or a body mass that was given moves nothing', () => {
    const given = order({
      patient: { heightCm: 160, weightKg: 60 },
      dxa: { site: 'total-hip', tScore: -3 },
    });
    expect(statements(risk({ order: given }))).toContain('DXA T-score: not used');
    expect(statements(risk({ order: given }))).toContain('body mass index: provided, not used');
    expect(risk({ order: given }).model).toEqual(risk({ order: order() }).model);
  });

  test('counts a prior fracture by an accident as none', () => {
    const by = (traumatic: boolean) =>
      order({ riskFactors: { ...ANSWERED_NO, priorFractures: [{ site: 'wrist', traumatic }] } });
    expect(statements(risk({ order: by(true) }))).toContain('prior fracture: no');
    expect(statements(risk({ order: by(false) }))).toContain('prior fracture: yes');
  });

  test('beyond the table says so', () => {
    expect(risk({}, { ageYears: 85 }).flags.map(({ code }) => code)).toContain('RISK_AGE_EXTRAPOLATED');
    expect(risk({}, { ageYears: 80 }).flags.map(({ code }) => code)).not.toContain('RISK_AGE_EXTRAPOLATED');
  });

  test('after a vertebral fracture says where its ratio was measured in others', () => {
    const codes = (ageYears: number, sex: 'female' | 'male') =>
      risk({ confirmed: new Set(['L1']) }, { ageYears, sex }).flags.map(({ code }) => code);
    expect(codes(77, 'female')).toEqual([]);
    expect(codes(77, 'male')).toEqual(['RISK_RATIO_EXTRAPOLATED']);
    expect(codes(60, 'female')).toContain('RISK_RATIO_EXTRAPOLATED');
    // A spine that was not graded holds the ratio too, by how usual a fracture is.
    expect(risk({}, { ageYears: 60 }).flags.map(({ code }) => code)).toEqual(['RISK_RATIO_EXTRAPOLATED']);
    expect(risk({ grades: WHOLE }, { ageYears: 60 }).flags).toEqual([]);
  });

  test('names the assumptions that it rests on by the tags of what went in', () => {
    const told = (part: Partial<AbsoluteRiskInput>) => {
      const { model } = risk(part);
      return model.status === 'evaluated' ? model.statement : '';
    };
    const assumed = told({ grades: WHOLE });
    expect(assumed).toContain('Assumptions of this software: hazard ratio of major fracture');
    expect(assumed).toContain('(1.5; interval only).');
    expect(assumed).not.toContain('possible fracture');
    const possible = told({ grades: new Map([...WHOLE, ['L1', { ...INTACT, fracture: GRADE_1 }]]) });
    expect(possible).not.toContain('possible fracture');
    const grade2 = { fracture: { ...GRADE_1, grade: 2 as const }, gradeRange: [1, 2] as const };
    const doubted = told({ grades: new Map([...WHOLE, ['L1', grade2]]) });
    expect(doubted).toContain('a possible fracture is one where intact people have such ratios too (50 %)');
    const strengthZ = { value: -1, se: 0.2, referenceId: 'test' };
    expect(told({ grades: WHOLE, strengthZ })).toContain('(1.5; value and interval)');
  });

  test('counts a fracture as often as the verdict draws it, where it does', () => {
    expect(statements(risk({ drawnFracture: 0.25 }))).toContain('entered with a probability of 25 %');
    expect(statements(risk())).toContain('entered with a probability of 11 %');
  });

  test('does not hide that a recent fracture weighs more than it counts', () => {
    expect(risk({ recentFracture: true }).flags.map(({ code }) => code)).toContain(
      'RISK_RECENCY_NOT_COUNTED',
    );
  });

  test('keeps the clinic’s FRAX apart and unmoved', () => {
    const frax = { majorOsteoporoticPercent: 60, hipPercent: 40 };
    const found = risk({ order: order({ frax }) });
    expect(found.importedFrax).toMatchObject({ ...frax, withBmd: null, country: null });
    expect({ ...found, importedFrax: null }).toEqual(risk({ order: order() }));
    expect(risk().importedFrax).toBeNull();
  });
});

describe('section 6.2, Table 3: a woman of 70 by femoral-neck T-score', () => {
  test.each([
    [0, 6.8, 0.4],
    [-1, 8.4, 0.9],
    [-2, 11.5, 2.4],
    [-3, 18.2, 6.3],
  ])('T %d: major %d %%, hip %d %%', (tScore, major, hip) => {
    expect(100 * tenYearByTScore(tScore, 'major-osteoporotic')).toBeCloseTo(major, 10);
    expect(100 * tenYearByTScore(tScore, 'hip')).toBeCloseTo(hip, 10);
  });

  const check = (
    tScore: number,
    subject: { ageYears?: number; sex?: 'female' | 'male' } = {},
    site: 'femoral-neck' | 'total-hip' = 'femoral-neck',
    factors = ANSWERED_NO,
  ) =>
    risk({ order: order({ dxa: { site, tScore }, riskFactors: factors }) }, subject).crossChecks.find(
      ({ estimate }) => estimate.id === 'kanis-2008-t-score-table',
    );

  test('stands beside the model where it covers the patient', () => {
    expect(check(-2.5)!.estimate.status).toBe('evaluated');
  });

  test.each([
    ['another age', check(-2, { ageYears: 75 }), 'women aged 70 only'],
    ['a man', check(-2, { sex: 'male' }), 'women aged 70 only'],
    ['a T-score beyond it', check(-3.5), 'outside 0 to -3'],
    [
      'a smoker',
      check(-2, {}, 'femoral-neck', { ...ANSWERED_NO, currentSmoking: true }),
      'without clinical risk factors',
    ],
  ])('is not read for %s', (_, found, why) => {
    expect(found!.estimate).toMatchObject({
      status: 'not-evaluated',
      reason: expect.stringContaining(why) as string,
    });
  });

  test('is not asked for another site', () => {
    expect(check(-2, {}, 'total-hip')).toBeUndefined();
  });
});
