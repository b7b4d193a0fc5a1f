import { expect, test } from 'vitest';

import { typeset } from '../../../../report/pdf/kit/page.ts';

test('units get raised digits and never begin a line', () => {
  expect(typeset('94 mg/cm3 of 2 cm3')).toBe('94\u00a0mg/cm³ of 2\u00a0cm³');
  expect(typeset('uncalibrated, +-10-15 %')).toBe('uncalibrated, ±10\u00a0to\u00a015\u00a0%');
});

test('codes, levels, dates and chemical formulas stay as they are', () => {
  for (const text of ['LEVEL_TRUNCATED', 'T4 to L5', '2026-03-01', 'K2HPO4', 'verse-3', 'a 10-year risk'])
    expect(typeset(text)).toBe(text);
});
