import { expect, test } from 'vitest';

import { cutOffsOf } from '../../../report/words/cut-offs.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { DENSITY_CUT_OFFS } from '../../../spine/definitions/cut-offs.ts';

import { riskOf } from '../fixture-risk.ts';

const [TABLE] = riskOf(['L1'], []).thresholds as [Risk['thresholds'][number]];
const VALUES = { osteoporosisBelow: 81, normalAbove: 119 };
const OTHER = { ...TABLE, id: 'another', values: { osteoporosisBelow: 1, normalAbove: 2 } };

function cutOffs(...thresholds: readonly Partial<typeof TABLE>[]) {
  return cutOffsOf({ thresholds: thresholds.map((table) => ({ ...TABLE, ...table })) });
}

test('the cut-offs are those of the density table, wherever it stands among others', () => {
  expect(TABLE.id).toBe(DENSITY_CUT_OFFS);
  expect(cutOffs(OTHER, TABLE)).toEqual(VALUES);
  expect(cutOffs(TABLE, OTHER)).toEqual(VALUES);
});

test.each<[string, readonly Partial<typeof TABLE>[]]>([
  ['another table was applied', [OTHER]],
  ['the table was refused', [{ use: 'refused' }]],
  ['the table was refused and another applied', [{ use: 'refused' }, OTHER]],
  ['the table has no values', [{ values: undefined }]],
  ['the lower one is missing', [{ values: { normalAbove: 119 } }]],
  ['the upper one is missing', [{ values: { osteoporosisBelow: 81 } }]],
  ['no table was looked at', []],
])('there are none where %s', (_, thresholds) => {
  expect(cutOffs(...thresholds)).toBeNull();
});

test('there are none without a risk', () => {
  expect(cutOffsOf(null)).toBeNull();
});
