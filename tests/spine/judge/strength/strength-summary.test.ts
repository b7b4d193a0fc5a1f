import { describe, expect, test } from 'vitest';

import { discordanceFlags, strengthSummary } from '../../../../spine/judge/strength/strength-summary.ts';
import type { ReferencePopulation } from '../../../../spine/judge/thresholds/reference-population.ts';
import type { Quantity } from '../../../../contracts/primitives.ts';

import { density } from '../cases.ts';

const METHOD = 'osteon-fe/test';
const SUBJECT = { ageYears: 70, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
const STRENGTH: Quantity<'N'> = {
  value: 2000,
  unit: 'N',
  uncertainty: { kind: 'interval95', low: 2000 - 196, high: 2000 + 196, basis: 'test' },
};
const L1 = { strength: STRENGTH, levels: ['L1'] as const, statement: 'L1 as solved.' };
const REFERENCE: ReferencePopulation = {
  id: 'test',
  methodId: METHOD,
  source: 'test',
  bands: [{ sex: 'female', fromAge: 60, untilAge: 80, mean: 3000, sd: 500 }],
};

describe('the strength of a study', () => {
  test('is for information, has no z-score and no threshold without a reference population', () => {
    const { summary, z } = strengthSummary(L1, SUBJECT, METHOD, null);
    expect(z).toBeNull();
    expect(summary).toMatchObject({ status: 'informational', l1Equivalent: { value: 2000 }, zScore: null });
    expect(summary.statement).toContain('Informational');
    expect(summary.statement).toContain('no reference population is available for this method');
  });

  test('is not made up where no level was solved', () => {
    expect(strengthSummary(null, SUBJECT, METHOD, REFERENCE).summary).toMatchObject({
      l1Equivalent: null,
      levels: [],
      zScore: null,
    });
  });

  test('has a z-score with its error against a reference of its own method', () => {
    const { summary, z } = strengthSummary(L1, SUBJECT, METHOD, REFERENCE);
    expect(summary.zScore).toEqual({ value: -2, referenceId: 'test' });
    expect(z!.se).toBeCloseTo(100 / 500, 10);
  });

  test('without an interval has no z-score, even where there is a reference', () => {
    const strength: Quantity<'N'> = { ...STRENGTH, uncertainty: { kind: 'none', reason: 'contrast agent' } };
    const { summary, z } = strengthSummary({ ...L1, strength }, SUBJECT, METHOD, REFERENCE);
    expect({ z, zScore: summary.zScore }).toEqual({ z: null, zScore: null });
    expect(summary.statement).toContain('no interval');
  });
});

describe('strength and density', () => {
  const z = (value: number) => ({ value, se: 0, referenceId: 'test' });

  test.each([
    [-2, 80, 1],
    [-2, 79, 0],
    [-1.9, 100, 0],
  ])('z %d beside %d mg/cm3 raise %d flags (section 4)', (value, vbmd, count) => {
    const codes = discordanceFlags(z(value), density(vbmd)).map(({ code }) => code);
    expect(codes).toEqual(count === 1 ? ['STRENGTH_DENSITY_DISCORDANT'] : []);
  });

  test('raise none where one of them is missing', () => {
    expect(discordanceFlags(null, density(100))).toEqual([]);
    expect(discordanceFlags(z(-3), null)).toEqual([]);
  });
});
