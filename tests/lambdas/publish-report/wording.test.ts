import { describe, expect, test } from 'vitest';

import { fracturesText, gradeText, numberText } from '../../../lambdas/publish-report/wording.ts';
import type { LevelOutcome } from '../../../lambdas/shared/contracts/risk.ts';
import type { Level } from '../../../lambdas/shared/levels.ts';

type Assessed = Extract<LevelOutcome, { status: 'assessed' }>;

function graded(
  level: Level,
  grade: 0 | 1 | 2 | 3,
  { sure = true, needsReader = false }: { sure?: boolean; needsReader?: boolean } = {},
): Assessed {
  return {
    status: 'assessed',
    level,
    fracture: {
      grade,
      shape: grade === 0 ? null : 'wedge',
      needsReader,
      lossPercent: { wedge: 0, biconcave: 0, crush: null },
      reference: 'test',
    },
    flags: sure ? [] : [{ code: 'GRADE_UNCERTAIN', message: 'test' }],
  };
}

test('numbers are told as finely as they deserve', () => {
  expect(numberText(2634, 'N')).toBe('2\u202f630');
  expect(numberText(93.6, 'mg/cm3')).toBe('94');
  expect(numberText(21.94, 'mm')).toBe('21.9');
});

describe('fractures', () => {
  test('of grade 1 are possible only', () => {
    expect(gradeText(graded('L1', 1, { needsReader: true }))).toBe('1 wedge possible');
    expect(fracturesText([graded('L1', 1, { needsReader: true })])).toContain('possible, needs a reader');
  });

  test('are not denied where the measurement is too coarse to tell', () => {
    const levels = [graded('L1', 0), graded('L2', 0, { sure: false })];
    expect(gradeText(levels[1]!)).toBe('0 uncertain');
    expect(fracturesText(levels)).toMatch(
      /^None of grade 1 or more; 2 levels graded.+needs a reader\): L2\.$/,
    );
    expect(fracturesText([graded('L1', 0)])).not.toContain('reader');
  });

  test('are not told of a study in which nothing was graded', () => {
    const refused = {
      status: 'refused',
      level: 'L1',
      refusal: { code: 'X', saw: 'x', wanted: 'y' },
    } as const;
    expect(fracturesText([refused])).toBe('No level could be graded.');
  });
});
