import { expect, test } from 'vitest';

import {
  modelledOf,
  shareInterval,
  shareText,
  signed,
  studyReferenceText,
  zText,
} from '../../../report/words/reference-words.ts';
import { quantity, riskOf } from '../fixture-risk.ts';

const NONE = { value: 84, unit: '%', uncertainty: { kind: 'none', reason: 'test' } } as const;
const Z = { value: -0.64, sharedSe: 0.4, ownSe: 0.3, low: -1.62, high: 0.34 };

test('shares are whole per cents with their interval, or without one', () => {
  expect(shareText(quantity(84.4, '%'))).toBe('84 % (72–97)');
  expect([shareText(NONE), shareInterval(NONE)]).toEqual(['84 %', 'interval not available']);
});

test('a z has a minus sign, and none where it rounds to 0', () => {
  expect(zText(Z)).toBe('−0.6 (−1.6 to 0.3)');
  expect([-0.04, 0.04, -0.05, -0.06, 1.25].map(signed)).toEqual(['0.0', '0.0', '0.0', '−0.1', '1.3']);
});

test('several levels are bodies, one is a body', () => {
  const study = {
    referenceId: 'test',
    shareOfAverage: quantity(84, '%'),
    shareOfYoungAdult: quantity(54, '%'),
    z: Z,
  };
  expect(studyReferenceText({ ...study, levels: ['L1'] })).toContain(
    '(L1): 84 % (71–97) of the strength that the same body would',
  );
  expect(studyReferenceText({ ...study, levels: ['L1', 'L2'] })).toContain(
    '(L1, L2): 84 % (71–97) of the strength that the same bodies would',
  );
});

test('a level has a modelled reference, or none', () => {
  const risk = riskOf(['L1', 'L2'], ['L3']);
  expect(['L1', 'L2', 'L3', 'L4'].map((level) => modelledOf(level, { risk })?.level ?? null)).toEqual([
    null,
    'L2',
    null,
    null,
  ]);
  expect(modelledOf('L2', { risk: null })).toBeNull();
});
