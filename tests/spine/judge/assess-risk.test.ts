import { describe, expect, test } from 'vitest';

import { assessRisk } from '../../../spine/judge/assess-risk.ts';
import { LevelLost } from '../../../spine/judge/level-outcomes.ts';
import { NoRefusal, StudyRefused } from '../../../contracts/refusals.ts';

import { density, levelResult, order, PATIENT, segmentedLevel, spine, STUDY } from './cases.ts';
import { LEVELS, study } from './study.ts';

function failure(error: string, message: string) {
  return { Error: error, Cause: JSON.stringify({ errorType: error, errorMessage: message }) };
}

describe('a study with one wedge', () => {
  test('is very high or high, its density that of L2 and L3', () => {
    const { overall, density: found, levels } = assessRisk(study());
    // Age and sex are not known: by the wedge alone it is high, and the 10-year risk of the old makes it very high.
    expect(overall.shares!['very-high'] + overall.shares!.high).toBeGreaterThan(0.9);
    expect(overall.withoutOtherModels!.category).toBe('high');
    expect(overall.wouldChangeMost.slice(0, 2).map(({ item }) => item)).toEqual(['reading of L1', 'age']);
    const one = overall.rules.find(({ rule }) => rule.startsWith('vertebral fracture ('))!;
    expect(one.probability).toBeGreaterThan(0.85);
    expect(one.detail).toMatch(/^possible: L1 \(0\.\d\d\)/);
    expect(found).toMatchObject({ levels: ['L2', 'L3'], category: 'low-bone-mass' });
    expect(levels.map(({ level }) => level)).toEqual(LEVELS);
  });

  test('is the same study told twice', () => {
    expect(assessRisk(study())).toEqual(assessRisk(study()));
  });
});

describe('a level that was not assessed', () => {
  const refusal = { code: 'LEVEL_TRUNCATED', saw: 'a part', wanted: 'the whole' } as const;

  test.each([
    ['LevelRefused', JSON.stringify(refusal), 'refused', 'LEVEL_TRUNCATED'],
    [
      'SolveNotConverged',
      JSON.stringify({ ...refusal, code: 'SOLVE_NOT_CONVERGED' }),
      'failed',
      'SOLVE_NOT_CONVERGED',
    ],
  ])('by %s stays visible with its reason', (error, message, status, code) => {
    const results = study().results.map((result) =>
      result.level === 'T11' ? { level: 'T11' as const, failure: failure(error, message) } : result,
    );
    const { levels, overall } = assessRisk(study({ results }));
    expect(levels[0]).toMatchObject({ status, level: 'T11', refusal: { code } });
    expect(overall.withoutOtherModels!.category).toBe('high');
  });

  test.each([
    ['States.Timeout', 'no JSON'],
    ['Runtime.ExitError', ''],
    ['TypeError', 'patient Mueller is not a function'],
    ['TypeError', JSON.stringify(refusal)],
  ])('by a technical fault (%s) leaves the study without any result', (error, message) => {
    const results = study().results.map((result) =>
      result.level === 'T11' ? { level: 'T11' as const, failure: failure(error, message) } : result,
    );
    const assess = () => assessRisk(study({ results }));
    expect(assess).toThrow(NoRefusal);
    expect(assess).not.toThrow(/Mueller/);
  });

  test('since it was refused before stays visible in its place', () => {
    const levels = [segmentedLevel('T10', refusal), ...study().segmentation.levels];
    expect(assessRisk(study({ segmentation: { levels } })).levels[0]).toEqual({
      status: 'refused',
      level: 'T10',
      refusal,
    });
  });

  test('and of which nothing was heard is a defect', () => {
    expect(() => assessRisk(study({ results: [] }))).toThrow(LevelLost);
  });

  test('since it lies above T4 is assessed without a grade', () => {
    const T1 = { level: 'T1' as const, result: levelResult('T1', spine(['T10'])[0]!.heights, null) };
    const { levels } = assessRisk(study({ segmentation: { levels: [segmentedLevel('T1')] }, results: [T1] }));
    expect(levels[0]).toMatchObject({ status: 'assessed', fracture: null, flags: [{ code: 'NOT_GRADED' }] });
  });
});

describe('the subject', () => {
  function subject(
    patient: Partial<typeof PATIENT>,
    ordered: { ageYears?: number; sex?: 'female' | 'male' },
  ) {
    return assessRisk(
      study({
        ct: { patient: { ...PATIENT, ...patient }, study: STUDY },
        order: order({ patient: ordered }),
      }),
    ).subject;
  }

  test('is the one of the images where they say it, else that of the order, else not known', () => {
    expect(subject({ ageYears: 71, sex: 'female' }, {})).toEqual({
      ageYears: 71,
      ageSource: 'study',
      sex: 'female',
      sexSource: 'study',
    });
    expect(subject({}, { ageYears: 60, sex: 'male' })).toEqual({
      ageYears: 60,
      ageSource: 'order',
      sex: 'male',
      sexSource: 'order',
    });
    expect(assessRisk(study()).subject).toEqual({
      ageYears: null,
      ageSource: null,
      sex: null,
      sexSource: null,
    });
  });

  test.each([
    [{ sex: 'female' as const }, { sex: 'male' as const }],
    [{ ageYears: 71 }, { ageYears: 72.5 }],
    [{ ageYears: 71 }, { ageYears: 17 + 50 }],
  ])('of images %j and order %j is a contradiction', (patient, ordered) => {
    expect(() => subject(patient, ordered)).toThrow(StudyRefused);
    expect(() => subject(patient, ordered)).toThrow('ORDER_CONTRADICTS_STUDY');
  });

  test('may be a year apart between images and order', () => {
    expect(subject({ ageYears: 71 }, { ageYears: 72 }).ageYears).toBe(71);
  });

  test('does not have a fracture before birth', () => {
    const ct = { patient: { ...PATIENT, birthDate: '1950-01-01' }, study: STUDY };
    const early = order({ riskFactors: { priorFractures: [{ site: 'wrist', date: '1949-12-31' }] } });
    expect(() => assessRisk(study({ ct, order: early }))).toThrow('ORDER_CONTRADICTS_STUDY');
  });

  test.each([
    ['the images', { ageYears: 70 }, {}, '1953-06-14', '1953-06-16'],
    ['the order, which may be a year off', {}, { ageYears: 70 }, '1952-06-14', '1952-06-16'],
    ['nobody', {}, {}, '1903-06-14', '1903-06-16'],
  ])(
    'does not have a fracture, a DXA or an order before birth by the age of %s',
    (_, images, patient, early, late) => {
      const at = (date: string) => [
        order({ patient, riskFactors: { priorFractures: [{ site: 'wrist', date }] } }),
        order({ patient, dxa: { site: 'total-hip', tScore: -1, date } }),
        order({ patient, date }),
      ];
      const ct = { patient: { ...PATIENT, ...images }, study: STUDY };
      for (const told of at(early))
        expect(() => assessRisk(study({ ct, order: told }))).toThrow('before the date of birth');
      for (const told of at(late))
        expect(assessRisk(study({ ct, order: told })).levels).toHaveLength(LEVELS.length);
    },
  );

  test('does not have a prior fracture after the CT', () => {
    const late = order({ riskFactors: { priorFractures: [{ site: 'wrist', date: '2024-06-16' }] } });
    expect(() => assessRisk(study({ order: late }))).toThrow('FRACTURE_AFTER_CT');
    const sameDay = order({ riskFactors: { priorFractures: [{ site: 'wrist', date: STUDY.date! }] } });
    expect(assessRisk(study({ order: sameDay })).levels).toHaveLength(LEVELS.length);
  });

  test('is no man with menopausal symptoms', () => {
    const ct = { patient: { ...PATIENT, sex: 'male' as const }, study: STUDY };
    const told = order({ riskFactors: { menopausalSymptoms: true } });
    expect(() => assessRisk(study({ ct, order: told }))).toThrow('ORDER_CONTRADICTS_STUDY');
  });

  test('is an adult', () => {
    expect(() => subject({ ageYears: 17 }, {})).toThrow('NOT_AN_ADULT');
    expect(subject({ ageYears: 18 }, {}).ageYears).toBe(18);
  });
});

describe('clinical factors', () => {
  test('that are not provided are named, age and sex among them', () => {
    expect(assessRisk(study()).missing).toEqual([
      'age',
      'sex',
      'height',
      'weight',
      'parental hip fracture',
      'current smoking',
      'alcohol, 3 or more units/day',
      'rheumatoid arthritis',
      'glucocorticoids',
      'prior fracture',
    ]);
  });

  test('that were answered with no are not missing', () => {
    const answered = order({ riskFactors: { priorFractures: [], glucocorticoids: false } });
    const { missing } = assessRisk(study({ order: answered }));
    expect(missing).not.toContain('prior fracture');
    expect(missing).not.toContain('glucocorticoids');
  });

  test('do not include FRAX, which is shown and moves nothing', () => {
    const frax = { majorOsteoporoticPercent: 60, hipPercent: 40 };
    const [without, withFrax] = [assessRisk(study()), assessRisk(study({ order: order({ frax }) }))];
    expect(withFrax.overall).toEqual(without.overall);
    expect(withFrax.flags.map(({ code }) => code)).toContain('FRAX_FROM_ORDER');
  });
});

describe('the parts of a risk', () => {
  const WOMAN = { patient: { ...PATIENT, ageYears: 70, sex: 'female' as const }, study: STUDY };

  test('are there together: density with its sides, strength for information, probabilities, thresholds', () => {
    const { density: found, strength, absolute, thresholds } = assessRisk(study({ ct: WOMAN }));
    expect(found.sides!.lowBoneMass).toBeGreaterThan(0.99);
    expect(strength).toMatchObject({ status: 'informational', zScore: null });
    expect(absolute.model.status).toBe('evaluated');
    expect(absolute.handling.find(({ factor }) => factor.startsWith('vertebral'))!.statement).toBe(
      'yes (L1)',
    );
    expect(thresholds.map(({ use }) => use)).toEqual(['applied', 'refused', 'by-label']);
  });

  test('tell the strength of L1 by a whole neighbour where L1 is fractured', () => {
    const { strength } = assessRisk(study({ ct: WOMAN }));
    expect(strength).toMatchObject({ levels: ['T12'], methodId: 'osteon-fe/test/linear' });
    expect(strength.l1Equivalent!.value).toBeCloseTo(2000 / 1.032, 6);
    const read = order({ confirmedFractures: [{ level: 'L1', fractured: false }] });
    expect(assessRisk(study({ ct: WOMAN, order: read })).strength.levels).toEqual(['L1']);
  });

  test('hold no plastic strength beside a linear one', () => {
    const plastic = {
      strength: { value: 1800, unit: 'N', uncertainty: { kind: 'none', reason: 'test' } },
      readOutPercent: 1.9,
      offsetStrength: null,
      curve: [],
      yieldedPercent: 50,
      law: 'test',
    } as const;
    const results = study().results.map((found) =>
      'result' in found && found.level === 'L2'
        ? { ...found, result: { ...found.result, strength: { ...found.result.strength!, plastic } } }
        : found,
    );
    const { strength } = assessRisk(study({ ct: WOMAN, results }));
    expect(strength).toMatchObject({ levels: ['L2'], methodId: 'osteon-fe/test/plastic' });
  });

  test('of a level whose density goes with no other tell nothing of L1', () => {
    const intact = (l1: number) =>
      spine(LEVELS).map(({ level, heights }) => ({
        level,
        result: levelResult(level, heights, density(level === 'L1' ? l1 : 96)),
      }));
    const usual = assessRisk(study({ ct: WOMAN, results: intact(100) }));
    expect(usual.strength.levels).toEqual(['L1']);
    const odd = assessRisk(study({ ct: WOMAN, results: intact(190) }));
    expect(odd.density.leftOut.map(({ level }) => level)).toEqual(['L1']);
    expect(odd.strength.levels).toEqual(['T12']);
  });

  test('make the rule of probability certain where the whole interval lies beyond it', () => {
    const old = { patient: { ...PATIENT, ageYears: 80, sex: 'female' as const }, study: STUDY };
    const factors = order({ riskFactors: { parentalHipFracture: true, priorFractures: [{ site: 'hip' }] } });
    const { overall } = assessRisk(study({ ct: old, order: factors }));
    const rule = overall.rules.find(({ rule: text }) => text.startsWith('10-year risk above'))!;
    expect(rule.probability).toBeGreaterThan(0.99);
    expect(overall.category).toBe('very-high');
  });
});
