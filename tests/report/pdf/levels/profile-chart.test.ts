import { expect, test } from 'vitest';

import { densityCuts } from '../../../../report/pdf/levels/profile-chart.ts';
import type { Risk } from '../../../../contracts/risk/risk.ts';

type Use = Risk['thresholds'][number]['use'];

function risk(category: Risk['density']['category'], use: Use = 'applied'): Risk {
  const values = { osteoporosisBelow: 80, normalAbove: 120 };
  // All that cut-offs are read from.
  return {
    density: { category },
    thresholds: [{ id: 'qct-trabecular-80-120', use, values }],
  } as unknown as Risk;
}

test('the cut-offs are drawn over lumbar levels only', () => {
  expect(densityCuts(risk('normal'), ['T11', 'T12', 'L1', 'L2'])).toEqual([
    { value: 80, from: 2, until: 4 },
    { value: 120, from: 2, until: 4 },
  ]);
  expect(densityCuts(risk('normal'), ['T4', 'T5'])).toEqual([]);
});

test('no cut-off is drawn where a category was withheld, or where the table was not applied', () => {
  expect(densityCuts(risk(null), ['L1'])).toEqual([]);
  expect(densityCuts(risk('normal', 'refused'), ['L1'])).toEqual([]);
  expect(densityCuts(null, ['L1'])).toEqual([]);
});
