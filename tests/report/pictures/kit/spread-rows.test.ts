import { expect, test } from 'vitest';

import { spreadRows } from '../../../../report/pictures/kit/spread-rows.ts';

test('rows that have room stay where they are wanted', () => {
  expect(spreadRows([10, 40, 70], 12, 0, 100)).toEqual([10, 40, 70]);
});

test('rows that would overlap are moved apart and stay within their box', () => {
  const rows = spreadRows([-5, 10, 11, 12, 95, 99, 130], 12, 0, 100);
  rows.slice(1).forEach((row, n) => expect(row - rows[n]!).toBeGreaterThanOrEqual(12));
  expect(rows[0]).toBeGreaterThanOrEqual(0);
  expect(rows.at(-1)).toBeLessThanOrEqual(100);
});
