import { describe, expect, test } from 'vitest';

import {
  discordanceFlags,
  STRENGTH_UNSETTLED,
  strengthSummary,
} from '../../../../spine/judge/strength/strength-summary.ts';
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

const INFORMATION =
  'The force itself is informational: no population was measured with this method, and cut-offs of other methods do not apply.';

describe('the strength of a study', () => {
  test('is for information, has no z-score and no threshold without a reference population', () => {
    const { summary, z } = strengthSummary(L1, SUBJECT, METHOD, null, null);
    expect(z).toBeNull();
    expect(summary).toMatchObject({ status: 'informational', l1Equivalent: { value: 2000 }, zScore: null });
    expect(summary.statement).toContain('informational');
    expect(summary.statement).toContain('no population was measured with this method');
  });

  test('is not made up where no level was solved', () => {
    expect(strengthSummary(null, SUBJECT, METHOD, null, REFERENCE).summary).toMatchObject({
      l1Equivalent: null,
      levels: [],
      zScore: null,
    });
  });

  test('has a z-score with its error against a reference of its own method', () => {
    const { summary, z } = strengthSummary(L1, SUBJECT, METHOD, null, REFERENCE);
    expect(summary.zScore).toEqual({ value: -2, referenceId: 'test' });
    expect(z!.se).toBeCloseTo(100 / 500, 10);
    expect(summary.statement).toBe(`L1 as solved. z-score -2.0 (test). ${INFORMATION}`);
  });

  test('says why it is not told of L1', () => {
    const statement = (found: Parameters<typeof strengthSummary>[0]) =>
      strengthSummary(found, SUBJECT, METHOD, null, null).summary.statement;
    const noZ = 'No z-score: the reference does not cover this patient, or no intact level was solved.';
    expect(statement(null)).toBe(`No level allows an estimate of the strength of L1. ${noZ} ${INFORMATION}`);
    expect(statement({ withheld: 'Too thick.' })).toBe(`Too thick. ${noZ} ${INFORMATION}`);
    expect(statement(STRENGTH_UNSETTLED)).toMatch(
      /^Strength of L1 not estimated: the level names are not settled\. Strengths are reported by position\. /,
    );
  });

  test('without an interval has no z-score, even where there is a reference', () => {
    const strength: Quantity<'N'> = { ...STRENGTH, uncertainty: { kind: 'none', reason: 'contrast agent' } };
    const { summary, z } = strengthSummary({ ...L1, strength }, SUBJECT, METHOD, null, REFERENCE);
    expect({ z, zScore: summary.zScore }).toEqual({ z: null, zScore: null });
    expect(summary.statement).toContain('No z-score');
  });
});

describe('a modelled reference', () => {
  const share = (value: number, low: number, high: number) => ({
    value,
    unit: '%' as const,
    uncertainty: { kind: 'interval95' as const, low, high, basis: 'test' },
  });
  const MODELLED = {
    referenceId: 'osteon-modelled-reference-1',
    levels: ['L1', 'L2'] as const,
    shareOfAverage: share(84, 61, 116),
    shareOfYoungAdult: share(55, 40, 76),
    z: { value: -0.6, sharedSe: 0.3, ownSe: 0.4, low: -1.58, high: 0.38 },
  };

  test('gives the z-score with both parts of its error, and says what it is', () => {
    const { summary, z, measuredZ } = strengthSummary(L1, SUBJECT, METHOD, MODELLED, null);
    expect(summary.zScore).toBeNull();
    expect(z).toMatchObject({ value: -0.6, referenceId: 'osteon-modelled-reference-1', modelled: true });
    expect(summary.modelled).toEqual(MODELLED);
    expect(z!.se).toBeCloseTo(0.5, 12);
    expect(measuredZ).toBeNull();
    expect(summary.statement).toContain(
      "Modelled reference: 84 % (61-116) of the strength of the same bodies (L1, L2) with the average density of the patient's age and sex, z-score -0.6 (-1.6 to 0.4), and 55 % (40-76) of that of young adults.",
    );
  });

  test('without intervals tells its shares alone', () => {
    const none = { kind: 'none', reason: 'test' } as const;
    const bare = (value: number) => ({ ...share(value, 0, 0), uncertainty: none });
    const told = { ...MODELLED, shareOfAverage: bare(84), shareOfYoungAdult: bare(55) };
    expect(strengthSummary(L1, SUBJECT, METHOD, told, null).summary.statement).toMatch(
      /Modelled reference: 84 % of the strength .+, and 55 % of that of young adults\./,
    );
  });

  test('stands back behind a population measured with the same method', () => {
    const { summary, z, measuredZ } = strengthSummary(L1, SUBJECT, METHOD, MODELLED, REFERENCE);
    expect(summary.zScore).toEqual({ value: -2, referenceId: 'test' });
    expect(z).toEqual(measuredZ);
  });

  test('needs no strength of L1', () => {
    expect(strengthSummary(null, SUBJECT, METHOD, MODELLED, null).z?.value).toBe(-0.6);
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

  test('that contradict each other are told with both limits, and what to verify', () => {
    expect(discordanceFlags(z(-2), density(80))[0]!.message).toBe(
      'strength at least 2 SD below the reference mean with a density of at least 80 mg/cm3: verify outlines, geometry and calibration',
    );
  });

  test('raise none where one of them is missing', () => {
    expect(discordanceFlags(null, density(100))).toEqual([]);
    expect(discordanceFlags(z(-3), null)).toEqual([]);
  });
});
