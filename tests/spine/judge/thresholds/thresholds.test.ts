import { describe, expect, test } from 'vitest';

import {
  ReferenceRefused,
  referenceFor,
  zScore,
  type ReferencePopulation,
} from '../../../../spine/judge/thresholds/reference-population.ts';
import {
  densityMethod,
  ThresholdRefused,
  thresholdsFor,
} from '../../../../spine/definitions/thresholds/threshold-tables.ts';
import { thresholdUses } from '../../../../spine/judge/thresholds/threshold-uses.ts';

const OWN_STRENGTH = 'osteon-fe/osteon-default-1';

describe('a threshold table', () => {
  test('is given to the method that it is bound to', () => {
    const { values, label } = thresholdsFor('qct-trabecular-80-120', densityMethod('air-blood'), [
      'osteoporosisBelow',
      'normalAbove',
    ]);
    expect(values).toEqual({ osteoporosisBelow: 80, normalAbove: 120 });
    expect(label).toBeNull();
  });

  test.each([
    ['virtuost-strength', OWN_STRENGTH, 'virtuost'],
    ['virtuost-strength', densityMethod('phantom'), 'virtuost'],
    ['qct-trabecular-80-120', 'osteon-vbmd/five-tissue', 'osteon-vbmd/phantom'],
    ['bhof-aace-frax', 'qfracture-2009', 'frax-us'],
  ])('%s is refused to %s, with both names', (table, method, boundTo) => {
    const ask = () => thresholdsFor(table, method, []);
    expect(ask).toThrow(ThresholdRefused);
    expect(ask).toThrow(method);
    expect(ask).toThrow(boundTo);
    try {
      ask();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'THRESHOLD_OF_ANOTHER_METHOD',
        methodId: method,
        table: { id: table },
      });
    }
  });

  test('made for FRAX is lent to the table model under a label only', () => {
    const { values, label } = thresholdsFor('bhof-aace-frax', 'kanis-2008-table-anchor', [
      'highMajor',
      'highHip',
    ]);
    expect(values).toEqual({ highMajor: 20, highHip: 3 });
    expect(label).toContain('not calibrated');
  });

  test('in a report says whether it was applied, lent or refused', () => {
    const uses = thresholdUses({ method: 'phantom' }, OWN_STRENGTH);
    expect(uses.map(({ id, use }) => [id, use])).toEqual([
      ['qct-trabecular-80-120', 'applied'],
      ['virtuost-strength', 'refused'],
      ['bhof-aace-frax', 'by-label'],
    ]);
    expect(uses[0]!.statement).toBe('Applied.');
    expect(uses[1]!.statement).toBe(
      'Not applied (4500 and 6500 N): valid for its own method and population only.',
    );
    expect(uses[2]!.statement).toContain('not calibrated to this model');
  });
});

describe('a reference population', () => {
  const REFERENCE: ReferencePopulation = {
    id: 'test',
    methodId: OWN_STRENGTH,
    source: 'test',
    bands: [
      { sex: 'female', fromAge: 60, untilAge: 70, mean: 3000, sd: 800 },
      { sex: 'female', fromAge: 70, untilAge: 80, mean: 2600, sd: 700 },
    ],
  };

  test('is not there for any method of this software', () => {
    for (const method of [OWN_STRENGTH, densityMethod('phantom')]) expect(referenceFor(method)).toBeNull();
  });

  test('gives a z-score by the band of age and sex, and none outside its bands', () => {
    const z = (ageYears: number | null, sex: 'female' | 'male' | null) =>
      zScore(REFERENCE, OWN_STRENGTH, { ageYears, sex }, 2200);
    expect(z(69.9, 'female')).toBe(-1);
    expect(z(70, 'female')).toBeCloseTo(-4 / 7, 12);
    for (const [age, sex] of [
      [80, 'female'],
      [70, 'male'],
      [null, 'female'],
      [70, null],
    ] as const)
      expect(z(age, sex)).toBeNull();
  });

  test('from birth on is for nobody of an unknown age', () => {
    const [band] = REFERENCE.bands as [(typeof REFERENCE.bands)[number]];
    const all = { ...REFERENCE, bands: [{ ...band, fromAge: 0 }] };
    expect(zScore(all, OWN_STRENGTH, { ageYears: null, sex: 'female' }, 2200)).toBeNull();
    expect(zScore(all, OWN_STRENGTH, { ageYears: 1, sex: 'female' }, 2200)).toBe(-1);
  });

  test('of one method is refused to another', () => {
    const ask = () => zScore(REFERENCE, 'virtuost', { ageYears: 70, sex: 'female' }, 5000);
    expect(ask).toThrow(ReferenceRefused);
    expect(ask).toThrow('requested by virtuost, measured with osteon-fe/');
  });
});
