/** What one state hands on is what the next one takes, field by field; whatever else a state is handed stays behind. */
import { describe, expect, test } from 'vitest';

import type { ArtifactRef } from '../../contracts/primitives.ts';
import {
  aggregateRiskInputSchema,
  assessmentInputSchema,
  calibrateDensityInputSchema,
  checkOrderInputSchema,
  failedLevelSchema,
  loadCtInputSchema,
  publishReportInputSchema,
  publishReportOutputSchema,
  segmentVertebraeInputSchema,
  solveLevelInputSchema,
} from '../../contracts/states.ts';

function artifact(name: string): ArtifactRef {
  return { key: `assessments/${name}`, schema: `osteon/${name}/1`, sha256: 'a'.repeat(64) };
}

const SAME = {
  studyId: '0123456789abcdef',
  assessmentId: 'a-1.b_2',
  parameterSet: 'osteon-default-4',
} as const;
const START = { ...SAME, schema: 'osteon/assessment-input/1', study: artifact('study') } as const;
const CT = { ct: { artifact: artifact('ct') } };
const SEGMENTATION = { segmentation: { artifact: artifact('segmentation'), levels: ['T12', 'L1'] } };
const CALIBRATION = { calibration: { artifact: artifact('calibration') } };
const FAILURE = { Error: 'LevelRefused', Cause: '{}' };
const LEVELS = {
  levels: [
    { level: 'T12', artifact: artifact('level') },
    { level: 'L1', failure: FAILURE },
  ],
};

test.each([
  ['LoadCt', loadCtInputSchema, START],
  ['CheckOrder', checkOrderInputSchema, { ...START, ...CT }],
  ['SegmentVertebrae', segmentVertebraeInputSchema, { ...START, ...CT }],
  ['CalibrateDensity', calibrateDensityInputSchema, { ...START, ...CT, ...SEGMENTATION }],
  [
    'SolveLevel',
    solveLevelInputSchema,
    {
      ...SAME,
      level: 'L1',
      ct: artifact('ct'),
      segmentation: artifact('segmentation'),
      calibration: artifact('calibration'),
    },
  ],
  [
    'AggregateRisk',
    aggregateRiskInputSchema,
    { ...START, ...CT, ...SEGMENTATION, ...CALIBRATION, ...LEVELS },
  ],
] as const)('%s takes all its fields, and no execution without one of them', (_, contract, given) => {
  expect(contract.parse({ ...given, patientName: 'Made^Up' })).toEqual(given);
  for (const field of Object.keys(given)) {
    const { [field]: left, ...rest } = given as Readonly<Record<string, unknown>>;
    expect(left).toBeDefined();
    expect(contract.safeParse(rest).success, field).toBe(false);
  }
});

describe('PublishReport', () => {
  const ALL = { ...START, ...CT, order: {}, ...SEGMENTATION, ...CALIBRATION, ...LEVELS };

  test('takes a study that went through, and one that ended at any state', () => {
    const whole = { ...ALL, risk: { artifact: artifact('risk') } };
    expect(publishReportInputSchema.parse(whole)).toEqual(whole);
    for (const ended of [{ failure: FAILURE }, { fault: FAILURE }]) {
      expect(publishReportInputSchema.parse({ ...START, ...ended })).toEqual({ ...START, ...ended });
    }
  });

  test.each(['assessed', 'refused', 'failed'] as const)('says of a study that it was %s', (outcome) => {
    const said = { outcome, fault: null, report: artifact('report'), result: artifact('result') };
    expect(publishReportOutputSchema.parse(said)).toEqual(said);
    expect(publishReportOutputSchema.safeParse({ ...said, outcome: '' }).success).toBe(false);
  });
});

test('a failure may come without a cause, and never without the name of its error', () => {
  const level = 'L1' as const;
  expect(failedLevelSchema.parse({ level, failure: { Error: 'X' } })).toEqual({
    level,
    failure: { Error: 'X', Cause: '' },
  });
  expect(failedLevelSchema.safeParse({ level, failure: { Cause: '' } }).success).toBe(false);
});

test.each(['', 'a/b', 'a b', 'Müller', 'x'.repeat(81)])('%j is no id of an execution', (id) => {
  expect(assessmentInputSchema.safeParse({ ...START, assessmentId: id }).success).toBe(false);
  expect(assessmentInputSchema.safeParse({ ...START, studyId: id }).success).toBe(false);
});

test.each([{ schema: 'osteon/assessment-input/2' }, { parameterSet: 'osteon' }, { study: null }])(
  'nothing starts with %j',
  (other) => {
    expect(assessmentInputSchema.safeParse({ ...START, ...other }).success).toBe(false);
  },
);
