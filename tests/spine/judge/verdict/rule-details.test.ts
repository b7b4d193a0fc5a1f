/** What a rule rests on is told in the words of its own findings. */
import { describe, expect, test } from 'vitest';

import type { RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import type { KnownFracture } from '../../../../contracts/risk/fracture.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import type { VerdictInput } from '../../../../spine/judge/verdict/draws/possible-patients.ts';
import { ruleDetail } from '../../../../spine/judge/verdict/rule-details.ts';
import type { RuleId } from '../../../../spine/judge/verdict/rules/rules.ts';
import { patientsOf } from '../../../../spine/judge/verdict/verdict.ts';

import { ANSWERED_NO, order } from '../cases.ts';
import { graded, input } from './patient.ts';

const NO_MODEL: RiskEstimate = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'no age' };

function detail(id: RuleId, asked: VerdictInput, model: RiskEstimate = NO_MODEL): string {
  return ruleDetail(id, asked, patientsOf(asked, 1000), model);
}
function known(levels: Partial<Record<Level, KnownFracture>>, unplaced = 0) {
  return {
    levels: new Map(Object.entries(levels) as [Level, KnownFracture][]),
    grades: new Map(),
    inHistory: 0,
    unplaced,
  };
}

describe('of vertebral fractures', () => {
  test('which are definite and which possible, with their probability', () => {
    const grades = new Map(input({}, { T8: 0.3, L1: 0.22 }).grades);
    grades.set('T8', { ...grades.get('T8')!, fracture: { ...grades.get('T8')!.fracture, grade: 2 } });
    const asked = input({ grades });
    expect(detail('fracture', asked)).toBe('definite: T8 measured grade 2; possible: L1 (0.03)');
    expect(detail('two-fractures', asked)).toBe(detail('fracture', asked));
    expect(detail('fracture', input())).toBe('none from T4 to L5');
  });

  test('what a reader says beside the grade, and what the history says without a level', () => {
    const asked = input({ known: known({ L1: 'read-fractured' }, 2) });
    expect(detail('fracture', asked)).toBe(
      'definite: L1 read as fractured (measured grade 0); 2 in the history, level not stated (may be one of these)',
    );
    // Those without a level are of no known grade.
    expect(detail('grade-3', asked)).toBe('none from T4 to L5');
  });

  test('which levels were not graded', () => {
    const grades = new Map(GRADED_SPINE.slice(2).map((level) => [level, graded(0)]));
    expect(detail('fracture', input({ grades }))).toBe('not graded: T4, T5');
  });

  test('of grade 3 are those that are of grade 3', () => {
    expect(detail('grade-3', input({}, { L1: 0.45 }))).toBe('definite: L1 measured grade 0');
    expect(detail('grade-3', input({}, { L1: 0.3 }))).toBe('none from T4 to L5');
    // A reader's fracture without a measured grade has grade 3 as often as others: 18.5 %.
    const grades = new Map(input().grades);
    grades.delete('L1');
    expect(detail('grade-3', input({ grades, known: known({ L1: 'read-fractured' }) }))).toMatch(
      /^possible: L1 \(0\.1[89]\)$/,
    );
  });
});

describe('of the order', () => {
  const told = (riskFactors: NonNullable<VerdictInput['order']>['riskFactors']) =>
    input({ order: order({ riskFactors }) });

  test('a recent fracture, one on treatment and one of the hip each by its own words', () => {
    const asked = told({
      ...ANSWERED_NO,
      priorFractures: [
        { site: 'wrist', date: '2024-03-01', onTreatment: false },
        { site: 'hip', date: '2020-01-01', onTreatment: true },
      ],
    });
    expect(detail('recent', asked)).toBe('fracture within 12 months before the CT (order; site: wrist)');
    expect(detail('on-treatment', asked)).toBe('fracture on treatment (order; site: hip)');
    expect(detail('hip-fracture', asked)).toBe('as stated in the order');
  });

  test('nothing, where it says nothing', () => {
    for (const rule of ['recent', 'on-treatment', 'hip-fracture'] as const)
      expect(detail(rule, input({ order: null }))).toBe('prior fractures not provided in the order');
  });

  test('the T-score with its site, or that the CT stands for it', () => {
    const dxa = input({ order: order({ dxa: { site: 'femoral-neck', tScore: -2.55 } }) });
    for (const rule of ['dxa-low', 'dxa-very-low'] as const) {
      expect(detail(rule, dxa)).toMatch(/^T-score -2\.[56], femoral neck \(order\)$/);
      expect(detail(rule, input())).toBe('not provided; the density of the CT takes its place');
    }
  });
});

describe('of what was computed', () => {
  test('a density that was measured, or that of people', () => {
    const errors = { calibration: 10, sampling: 0, levels: 0, agent: 0 };
    for (const rule of ['density-low', 'density-moderate'] as const) {
      expect(detail(rule, input({ density: { value: 100, agentMgCc: 0, errors } }))).toBe(
        '100 mg/cm3, 95 % interval 80 to 120',
      );
      expect(detail(rule, input({ density: null }))).toMatch(
        /^not measured: that of people of this age and sex, 125 mg\/cm3, 95 % interval 70 to 180$/,
      );
    }
  });

  test('the 10-year figures of the model, major before hip, with their intervals', () => {
    const figure = (outcome: 'major-osteoporotic' | 'hip', years: 5 | 10, value: number, known = true) => ({
      outcome,
      years,
      probability: {
        value,
        unit: '%' as const,
        uncertainty: known
          ? ({ kind: 'interval95', low: value - 1, high: value + 2, basis: 'test' } as const)
          : ({ kind: 'none', reason: 'test' } as const),
      },
    });
    const model = (figures: ReturnType<typeof figure>[]): RiskEstimate => ({
      status: 'evaluated',
      id: 'test',
      title: 'test',
      shortTitle: 'test',
      figures,
      statement: 'test',
      source: 'test',
      parameters: { id: 'test', version: 1, sha256: '0'.repeat(64) },
    });
    const all = [figure('hip', 5, 1), figure('hip', 10, 3, false), figure('major-osteoporotic', 5, 6), figure('major-osteoporotic', 10, 12)]; // prettier-ignore
    for (const rule of ['risk-high', 'risk-very-high'] as const) {
      expect(detail(rule, input(), model(all))).toBe('major 12.0 % (11.0 to 14.0), hip 3.0 %');
      expect(detail(rule, input(), model(all.slice(0, 2)))).toBe('hip 3.0 %');
      expect(detail(rule, input())).toMatch(
        /^no single figure: no age; over the possible patients major \d\.\d to \d\.\d %, hip 0\.05 to 0\.2 %$/,
      );
    }
  });

  test('a strength by its z-score, or that it has none', () => {
    const strengthZ = { value: -1.5, se: 0.5, referenceId: 'own-bodies' };
    expect(detail('strength-low', input({ strengthZ }))).toBe(
      'z-score -1.5, 95 % interval -2.5 to -0.5 (own-bodies)',
    );
    expect(detail('strength-low', input())).toBe(
      'not in force: no reference for the strength of this patient',
    );
  });
});
