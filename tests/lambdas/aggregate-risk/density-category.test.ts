import { describe, expect, test } from 'vitest';

import { densityCategory } from '../../../lambdas/aggregate-risk/density-category.ts';
import type { Density } from '../../../lambdas/shared/contracts/primitives.ts';
import type { LevelOutcome } from '../../../lambdas/shared/contracts/risk.ts';
import type { Level } from '../../../lambdas/shared/levels.ts';

import { density } from './cases.ts';

const CALIBRATION = { flags: [], statement: 'uncalibrated' };

function assessed(level: Level, grade: 0 | 1 | 2 | 3 = 0): LevelOutcome {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  return {
    status: 'assessed',
    level,
    fracture: { grade, shape: null, needsReader: false, lossPercent, reference: 'test' },
    flags: [],
  };
}

function categoryOf(values: Partial<Record<Level, Density>>, levels?: LevelOutcome[], flags: string[] = []) {
  const densities = new Map(Object.entries(values) as [Level, Density][]);
  return densityCategory(levels ?? [...densities.keys()].map((level) => assessed(level)), densities, {
    ...CALIBRATION,
    flags: flags.map((code) => ({ code, message: 'test' })),
  });
}

describe('the density category', () => {
  test.each([
    [60, 'osteoporosis'],
    [78.9, 'osteoporosis'],
    [81.1, 'low-bone-mass'],
    [118.9, 'low-bone-mass'],
    [121.1, 'normal'],
    [-10, 'osteoporosis'],
  ])('of %d mg/cm3 is %s', (value, category) => {
    expect(categoryOf({ L1: density(value), L2: density(value) }).category).toBe(category);
  });

  test.each([79, 79.5, 80, 81, 119, 120, 121])('of %d, whose interval holds a cut-off, is none', (value) => {
    const { category, statement } = categoryOf({ L1: density(value), L2: density(value) });
    expect(category).toBeNull();
    expect(statement).toContain('holds the cut-off');
  });

  test('is that of the mean of L1 and L2', () => {
    const found = categoryOf({ T12: density(200), L1: density(90), L2: density(110), L3: density(10) });
    expect(found).toMatchObject({ levels: ['L1', 'L2'], category: 'low-bone-mass', leftOut: [] });
    expect(found.vbmd!.value).toBe(100);
    expect(found.vbmd!.uncertainty).toMatchObject({ low: 99, high: 101 });
  });

  test.each([
    [['T12', 'L1', 'L3'], ['L1', 'L3'], ['L2']],
    [
      ['T12', 'L2'],
      ['L2', 'T12'],
      ['L1', 'L3'],
    ],
    [
      ['T12', 'L3'],
      ['L3', 'T12'],
      ['L1', 'L2'],
    ],
  ] as const)('out of %j is that of %j', (there, used, leftOut) => {
    const found = categoryOf(Object.fromEntries(there.map((level) => [level, density(100)])));
    expect(found.levels).toEqual(used);
    expect(found.leftOut.map(({ level }) => level)).toEqual(leftOut);
    expect(found.category).toBe('low-bone-mass');
  });

  test('leaves out fractured, refused, failed and unmeasured levels with the reason', () => {
    const refusal = { code: 'TRUNCATED', saw: 'a part', wanted: 'the whole' };
    const found = categoryOf({ T12: density(100), L1: density(100), L2: density(100) }, [
      assessed('T12', 1),
      assessed('L1', 2),
      { status: 'refused', level: 'L2', refusal },
      { status: 'assessed', level: 'L3', fracture: null, flags: [] },
    ]);
    expect(found.leftOut).toEqual([
      { level: 'L1', reason: 'fracture (grade 2)' },
      { level: 'L2', reason: 'refused: TRUNCATED' },
      { level: 'L3', reason: 'trabecular region too small' },
      { level: 'T12', reason: 'possible fracture (grade 1)' },
    ]);
    expect(found).toMatchObject({ vbmd: null, levels: [], category: null });
  });

  test('of one level is none, though the density is given', () => {
    const found = categoryOf({ L1: density(50) });
    expect(found.vbmd!.value).toBe(50);
    expect(found.category).toBeNull();
  });

  test.each(['CONTRAST_HEADER', 'KVP_UNKNOWN'])('is none under %s, whatever the value', (code) => {
    for (const value of [20, 100, 300]) {
      const found = categoryOf({ L1: density(value), L2: density(value) }, undefined, [code]);
      expect(found.category).toBeNull();
      expect(found.vbmd!.value).toBe(value);
    }
  });
});
