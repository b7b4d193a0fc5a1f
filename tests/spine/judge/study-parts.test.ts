/** What each part of the judgement says reaches the study: flags in their order, facts of the order by their own names. */
import { expect, test } from 'vitest';

import { assessRisk, type RiskInput } from '../../../spine/judge/assess-risk.ts';

import { CALIBRATION, density, levelResult, order, PATIENT, segmentedLevel, spine, STUDY } from './cases.ts';

const LEVELS = ['T12', 'L1', 'L2'] as const;

function study(part: Partial<RiskInput> = {}) {
  return assessRisk({
    ct: { patient: { ...PATIENT, ageYears: 45, sex: 'female' }, study: STUDY },
    segmentation: { levels: LEVELS.map((level) => segmentedLevel(level)) },
    calibration: CALIBRATION,
    parameterSet: 'test',
    order: null,
    results: spine(LEVELS).map(({ level, heights }) => ({
      level,
      result: levelResult(level, heights, density(96)),
    })),
    ...part,
  });
}
const codes = (part: Partial<RiskInput> = {}) => study(part).flags.map(({ code }) => code);

test('flags are those of the study, of its density and of its absolute risk', () => {
  const contrast = { phase: 'portal', aortaHu: 120, correctionMgCc: 13, basis: 'test' } as const;
  expect(codes({ calibration: { ...CALIBRATION, contrast } })).toEqual([
    'CUT_OFF_POPULATION',
    'DENSITY_CONTRAST_CORRECTED',
    'RISK_AGE_EXTRAPOLATED',
    'RISK_RATIO_EXTRAPOLATED',
  ]);
});

test('a recent fracture of the order is told of at the date of the study, and an old one is not', () => {
  const told = (date: string) =>
    codes({ order: order({ riskFactors: { priorFractures: [{ site: 'vertebra', level: 'T7', date }] } }) });
  expect(told('2024-03-01')).toContain('RISK_RECENCY_NOT_COUNTED');
  expect(told('2021-03-01')).not.toContain('RISK_RECENCY_NOT_COUNTED');
});

test('density, strength and levels are each level’s own', () => {
  const results = spine(LEVELS).map(({ level, heights }, n) => {
    const result = levelResult(level, heights, density(100 + 20 * n));
    const strength = result.strength!;
    const linearStrength = { ...strength.linearStrength, value: 2000 + 100 * n };
    return { level, result: { ...result, strength: { ...strength, linearStrength } } };
  });
  const found = study({ results });
  // L1 and L2: 120 and 140 mg/cm3; L1 speaks for itself with 2100 N.
  expect(found.density.vbmd!.value).toBe(130);
  expect(found.strength.l1Equivalent!.value).toBe(2100);
});
