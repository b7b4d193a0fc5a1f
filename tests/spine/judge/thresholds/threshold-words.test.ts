/** Faults of threshold tables and reference populations, and how a table's source is told. */
import { expect, test } from 'vitest';

import { densityMethod, strengthMethod } from '../../../../spine/definitions/thresholds/threshold-tables.ts';
import { ReferenceRefused, zScore } from '../../../../spine/judge/thresholds/reference-population.ts';
import { thresholdsFor } from '../../../../spine/definitions/thresholds/threshold-tables.ts';
import { thresholdUses } from '../../../../spine/judge/thresholds/threshold-uses.ts';

test('a table or a value that is not there is a fault', () => {
  expect(() => thresholdsFor('no-such-table', densityMethod('phantom'), [])).toThrow(
    'there is no threshold table',
  );
  expect(() => thresholdsFor('qct-trabecular-80-120', densityMethod('phantom'), ['highHip'])).toThrow(
    'has no highHip',
  );
});

test('a refused reference names both methods', () => {
  const reference = { id: 'r', methodId: 'own', source: 's', bands: [] };
  try {
    zScore(reference, 'other', { ageYears: 70, sex: 'female' }, 1);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ReferenceRefused);
    expect(error).toMatchObject({ methodId: 'other', boundTo: 'own', code: 'REFERENCE_OF_ANOTHER_METHOD' });
  }
});

test('a method is named by its parameters and its law, or by its calibration', () => {
  expect(strengthMethod('set', 'plastic')).toBe('osteon-fe/set/plastic');
  expect(densityMethod('air-fat')).toBe('osteon-vbmd/air-fat');
});

test('each use has its table’s values and method, and source', () => {
  const uses = thresholdUses({ method: 'phantom' }, 'osteon-fe/test/linear');
  expect(uses.map(({ id, methodId, values }) => [id, methodId, Object.values(values ?? {})])).toEqual([
    ['qct-trabecular-80-120', 'osteon-vbmd/phantom', [80, 120]],
    ['virtuost-strength', 'osteon-fe/test/linear', [4500, 6500]],
    ['bhof-aace-frax', 'kanis-2008-table-anchor', [20, 3, 30, 4.5]],
  ]);
  for (const { id, source } of uses) {
    expect(source, id).toBe(thresholdsFor(id, thresholdsOwner(id), []).table.source);
  }
});

/** A method that each table was made with. */
function thresholdsOwner(id: string): string {
  const owners: Record<string, string> = {
    'qct-trabecular-80-120': 'osteon-vbmd/phantom',
    'virtuost-strength': 'virtuost',
    'bhof-aace-frax': 'frax-us',
  };
  return owners[id]!;
}

test('a table that no method of ours may have is refused in words', () => {
  const [density] = thresholdUses({ method: 'five-tissue' as 'phantom' }, 'osteon-fe/test/linear');
  expect(density!.use).toBe('refused');
  expect(density!.statement).toContain('Not applied (80 and 120 mg/cm3)');
});
