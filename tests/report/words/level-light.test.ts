import { beforeAll, expect, test } from 'vitest';

import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import type { ReportData } from '../../../report/report-data.ts';
import { lightOf } from '../../../report/words/level-light.ts';
import { heights } from '../../spine/judge/cases.ts';

import { memoryStore, putAssessment } from '../fixture.ts';

const HEIGHTS = [25, 24, 26] as const;
/** A study of L1 and L2 with nothing to remark, heights known to 0.5 mm. */
let good: ReportData;

beforeAll(async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['L1', 'L2'] });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const outlined = data.segmentation!.levels.map((level) => ({
    ...level,
    qc: { light: 'green' as const, flags: [] },
  }));
  good = {
    ...data,
    segmentation: { ...data.segmentation!, levels: outlined },
    calibration: { ...data.calibration!, flags: [] },
    levels: new Map(
      [...data.levels].map(([level, found]) => [
        level,
        { ...found, heights: heights(HEIGHTS, 0.5), flags: [] },
      ]),
    ),
  };
});

function withImage(code: FlagCode): ReportData {
  return { ...good, calibration: { ...good.calibration!, flags: [{ code, message: 'test' }] } };
}

function withL1(part: Partial<LevelResult>): ReportData {
  const levels = new Map(good.levels);
  levels.set('L1', { ...levels.get('L1')!, ...part });
  return { ...good, levels };
}

test('is green where there is nothing to doubt', () => {
  expect(lightOf('L1', good)).toBe('green');
});

test.each(['NOISE_HIGH', 'KERNEL_SHARP', 'DENSE_MATERIAL_IN_VIEW'] as const)(
  'is green at no level of an image with %s',
  (code) => {
    for (const level of ['L1', 'L2'] as const) expect(lightOf(level, withImage(code))).toBe('amber');
  },
);

test('minds no remark of the calibration that is none on the image', () => {
  expect(lightOf('L1', withImage('KERNEL_UNKNOWN'))).toBe('green');
});

test('follows the level’s own remarks and the width of its heights’ intervals, and leaves the next level alone', () => {
  const remarked = withL1({ flags: [{ code: 'HEIGHTS_FROM_MASK', message: 'test' }] });
  // 8 % of the 24 mm of the lowest height are 1.92 mm.
  for (const data of [
    remarked,
    withL1({ heights: heights(HEIGHTS, 2) }),
    withL1({ heights: heights(HEIGHTS, null) }),
    withL1({ heights: null }),
  ]) {
    expect(lightOf('L1', data)).toBe('amber');
    expect(lightOf('L2', data)).toBe('green');
  }
  expect(lightOf('L1', withL1({ heights: heights(HEIGHTS, 1.9) }))).toBe('green');
});

test('is red where the outline or the judgement refuses the level, and none where it was not found', () => {
  const refusal = { code: 'HEIGHTS_IMPLAUSIBLE', saw: 'test', wanted: 'test' } as const;
  const risk = {
    ...good.risk!,
    levels: good.risk!.levels.map((outcome) =>
      outcome.level === 'L1' ? { status: 'refused' as const, level: outcome.level, refusal } : outcome,
    ),
  };
  expect(lightOf('L1', { ...good, risk })).toBe('red');
  expect(lightOf('L2', { ...good, risk })).toBe('green');
  expect(lightOf('T8', good)).toBeNull();
});

test('stays amber where the outline is doubted', () => {
  const levels = good.segmentation!.levels.map((level) => ({
    ...level,
    qc: { light: 'amber' as const, flags: [] },
  }));
  expect(lightOf('L1', { ...good, segmentation: { ...good.segmentation!, levels } })).toBe('amber');
});

test('stays green where nothing was measured or calibrated that could be doubted', () => {
  expect(lightOf('L1', { ...good, levels: new Map(), calibration: null })).toBe('green');
});

test('is none without an outline', () => {
  expect(lightOf('L1', { ...good, segmentation: null })).toBeNull();
});

test('counts an interval as wide as the limit as known', () => {
  // 8 % of 25 mm, of each height alike.
  expect(lightOf('L1', withL1({ heights: heights([25, 25, 25], 2) }))).toBe('green');
});

test('is red for a refused outline that nothing judged', () => {
  const refusal = { code: 'LEVEL_TRUNCATED', saw: 'test', wanted: 'test' } as const;
  const levels = good.segmentation!.levels.map((level) => ({ ...level, refusal }));
  expect(lightOf('L1', { ...good, risk: null, segmentation: { ...good.segmentation!, levels } })).toBe('red');
});
