import { expect, test } from 'vitest';

import { requireSegmentableSlices, withThickSlices } from '../../../../spine/outline/assess/study-checks.ts';
import type { SegmentedLevel } from '../../../../contracts/segmentation.ts';

const LEVEL: SegmentedLevel = {
  level: 'L1',
  labelValue: 20,
  frame: null,
  bodyVolumeMm3: 30_000,
  truncated: false,
  refusal: null,
  qc: { light: 'green', flags: [] },
};
const slices = (apart: number, thick: number | null) => ({
  spacingMm: [0.8, 0.8, apart] as [number, number, number],
  sliceThicknessMm: thick,
});

test.each([
  [3, 3, null],
  [3, null, null],
  [1.25, 2.5, null],
  [2.5, 5, 'slice thickness 5.0 mm'],
  [1, 3.2, 'slice thickness 3.2 mm'],
  [3.2, 1, 'voxel spacing 3.2 mm'],
  [4, null, 'voxel spacing 4.0 mm'],
])('in slices %d mm apart and %s mm thick no level passes unseen: %s', (apart, thick, saw) => {
  const found = { levels: [LEVEL], studyFlags: [] };
  const { levels, studyFlags } = withThickSlices(found, slices(apart, thick));
  expect(levels[0]).toMatchObject({ refusal: null, qc: { light: saw === null ? 'green' : 'amber' } });
  expect(studyFlags.map(({ message }) => message.split(':')[0])).toEqual(saw === null ? [] : [saw]);
});

test('a level that was refused in thick slices keeps its reason and its light', () => {
  const refusal = { code: 'LEVEL_TRUNCATED', saw: 'a', wanted: 'b' } as const;
  const red = { ...LEVEL, refusal, qc: { light: 'red', flags: [] } } as const;
  expect(withThickSlices({ levels: [red], studyFlags: [] }, slices(2.5, 5)).levels).toEqual([red]);
});

test('above 5 mm, apart or thick, no vertebra is outlined', () => {
  expect(() => {
    requireSegmentableSlices(slices(2.5, 5));
  }).not.toThrow();
  for (const [apart, thick] of [
    [5.2, 1],
    [2.5, 6],
  ] as const)
    expect(() => {
      requireSegmentableSlices(slices(apart, thick));
    }).toThrow('SLICES_TOO_THICK');
});
