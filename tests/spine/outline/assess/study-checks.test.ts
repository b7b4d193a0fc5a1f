import { expect, test } from 'vitest';

import {
  requireSegmentableSlices,
  withThickSlicesRefused,
} from '../../../../spine/outline/assess/study-checks.ts';
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
])('slices %d mm apart and %s mm thick are refused for %s', (apart, thick, saw) => {
  const [level] = withThickSlicesRefused([LEVEL], slices(apart, thick));
  if (saw === null) expect(level).toEqual(LEVEL);
  else expect(level).toMatchObject({ refusal: { code: 'SLICES_TOO_THICK', saw }, qc: { light: 'red' } });
});

test('a level that was refused before keeps its reason', () => {
  const refusal = { code: 'LEVEL_TRUNCATED', saw: 'a', wanted: 'b' } as const;
  expect(withThickSlicesRefused([{ ...LEVEL, refusal }], slices(2.5, 5))[0]!.refusal).toEqual(refusal);
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
