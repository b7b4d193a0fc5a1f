import { expect, test } from 'vitest';

import { canonicalSha256, pinned } from '../../../spine/definitions/pinned-parameters.ts';
import { QFRACTURE, TABLE_ANCHOR } from '../../../spine/judge/risk/parameters.ts';

test('a file is what its digest says, whatever the order of its names', () => {
  const reversed = Object.fromEntries(Object.entries(TABLE_ANCHOR.value).reverse());
  expect(canonicalSha256(reversed)).toBe(TABLE_ANCHOR.sha256);
});

test('a coefficient that was changed is a fault, not a result', () => {
  const changed = structuredClone(QFRACTURE.value);
  changed.factors.falls.hip.female += 1e-5;
  expect(() => pinned('qfracture', changed, QFRACTURE.sha256)).toThrow(/coefficients with digest/);
  expect(() => pinned('qfracture', changed, QFRACTURE.sha256)).toThrow(
    /^qfracture: coefficients with digest/,
  );
});

test('every coefficient of the table model has a tag and a source that are explained', () => {
  const { tags, factors, vertebralFracture, strength, baseline } = TABLE_ANCHOR.value;
  const entries = [
    ...Object.values(factors).flatMap((factor) => [factor, factor.prevalence]),
    baseline,
    TABLE_ANCHOR.value.ageRange,
    TABLE_ANCHOR.value.anchorLogSd,
    TABLE_ANCHOR.value.fiveYearShareOfHazard,
    ...Object.values({ ...vertebralFracture, hip: vertebralFracture.hip.byGrade }),
    vertebralFracture.hip.ungraded,
    ...Object.values(strength),
  ];
  for (const { tag, source } of entries) {
    expect(Object.keys(tags)).toContain(tag);
    expect(source.length).toBeGreaterThan(1);
  }
});
