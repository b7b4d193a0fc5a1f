/** Levels whose densities do not go together, and what becomes of their mean. */
import { describe, expect, test } from 'vitest';

import type { Level } from '../../../../contracts/levels.ts';
import { densityCategory } from '../../../../spine/judge/density/density-category.ts';
import type { LevelDensity } from '../../../../spine/judge/density/density-mean.ts';
import { disagreementOf, levelsOutOfLine } from '../../../../spine/judge/density/level-agreement.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';

import { CALIBRATION, density } from '../cases.ts';

type Values = Readonly<Partial<Record<Level, number>>>;

/** As VerSe-014: L1 is sclerotic, or its outline is beside the bone. */
const ODD_L1: Values = { L1: 164, L2: 74, L3: 68, L4: 65 };

function densitiesOf(values: Values, samplingSe: number | null = 2): ReadonlyMap<Level, LevelDensity> {
  return new Map(
    Object.entries(values).map(([level, value]) => [
      level as Level,
      { vbmd: density(value, 5), lineSe: 1.5, samplingSe },
    ]),
  );
}
const levelsIn = (values: Values): readonly Level[] => Object.keys(values) as Level[];
function outOfLine(values: Values, samplingSe: number | null = 2): readonly Level[] {
  return [...levelsOutOfLine(levelsIn(values), densitiesOf(values, samplingSe)).keys()];
}
function judged(values: Values) {
  return densityCategory(
    {
      outcomes: levelsIn(values).map((level) => ({ status: 'assessed', level, fracture: null, flags: [] })),
      densities: densitiesOf(values),
      sex: 'female',
      known: NOTHING_KNOWN,
    },
    CALIBRATION,
  );
}

describe('a level', () => {
  test('is out of line with all its neighbours above 28 mg/cm3, to either side', () => {
    expect(outOfLine(ODD_L1)).toEqual(['L1']);
    expect(outOfLine({ L1: 110, L2: 74, L3: 70 })).toEqual(['L1']);
    expect(outOfLine({ L1: 100, L2: 74, L3: 70 })).toEqual([]);
    expect(outOfLine({ L1: 130, L2: 60, L3: 125, L4: 130 })).toEqual(['L2']);
  });

  test('is expected where its neighbours and the usual course along the spine have it', () => {
    const found = levelsOutOfLine(['T4', 'T5', 'T6'], densitiesOf({ T4: 60, T5: 120, T6: 115 }));
    // A T4 has 1.24 of L1's density, T5 1.2 and T6 1.15.
    expect(found.get('T4')).toEqual({ own: 60, expected: expect.closeTo(124, 9) as number });
    expect(outOfLine({ T4: 124, T5: 120, T6: 115, L3: 95 })).toEqual([]);
  });

  test('of few voxels may differ by more', () => {
    const values = { L1: 110, L2: 74, L3: 70 };
    expect(outOfLine(values, 12)).toEqual([]);
    expect(outOfLine(values, null)).toEqual(['L1']);
  });

  test('at the difference that is usual is in line, and beyond it is not', () => {
    // L1 alone counts 28 mg/cm3; with errors of sampling of 6 at L2 (0.98 of L1), those in quadrature.
    const usual = (samplingSe: number) => Math.hypot(28, 1.96 * Math.hypot(samplingSe, samplingSe / 0.98));
    for (const samplingSe of [0, 6]) {
      const pair = (by: number) => disagreementOf(['L1', 'L2'], densitiesOf({ L1: 98 / 0.98 + by, L2: 98 }, samplingSe)); // prettier-ignore
      const most = usual(samplingSe);
      if (samplingSe === 0) expect(pair(most)).toBeNull();
      expect(pair(most - 1e-6)).toBeNull();
      expect(pair(most + 1e-6)).toBeCloseTo(most, 5);
      expect(pair(-most + 1e-6)).toBeNull();
      expect(pair(-most - 1e-6)).toBeCloseTo(most, 5);
    }
  });

  test('beside a single other one is not known to be the odd one', () => {
    expect(outOfLine({ L1: 164, L2: 74 })).toEqual([]);
    expect(disagreementOf(['L1', 'L2'], densitiesOf({ L1: 164, L2: 74 }))).toBeCloseTo(164 - 74 / 0.98, 9);
    expect(disagreementOf(['L1', 'L2'], densitiesOf({ L1: 95, L2: 74 }))).toBeNull();
  });

  test('that differs most from another says by how much levels differ', () => {
    const values = { L1: 164, L2: 74, L3: 120 };
    // L3 has 0.95 of L1's density.
    const asL1 = [164, 74 / 0.98, 120 / 0.95];
    expect(disagreementOf(['L1', 'L2', 'L3'], densitiesOf(values))).toBeCloseTo(asL1[0]! - asL1[1]!, 9);
    expect(disagreementOf(['L2', 'L3', 'L1'], densitiesOf(values))).toBeCloseTo(asL1[0]! - asL1[1]!, 9);
  });

  test('without a density, or without a usual share of L1’s, is neither odd nor asked', () => {
    const densities = densitiesOf({ L1: 164, L2: 74, T13: 60, L6: 300 });
    const levels: readonly Level[] = ['T13', 'L1', 'L2', 'L3', 'L6'];
    // L1 has one neighbour left to ask, and so has L2.
    expect([...levelsOutOfLine(levels, densities).keys()]).toEqual([]);
    expect(disagreementOf(levels, densities)).toBeCloseTo(164 - 74 / 0.98, 9);
    expect(disagreementOf(['L1', 'L3', 'L6', 'T13'], densities)).toBeNull();
  });

  test('far away is not asked where four lie nearer', () => {
    expect(outOfLine({ T12: 102, L1: 100, L2: 98, L3: 95, L4: 100, T4: 60, T5: 58 })).not.toContain('L1');
    expect(outOfLine({ L1: 160, L2: 98, L3: 95, L4: 100, T12: 102, T4: 199 })).toEqual(['L1']);
  });
});

describe('the density of a study', () => {
  test('is the mean of the levels that go together; the odd one is left out and named', () => {
    const { result, flags, outOfLine: odd, evidence } = judged(ODD_L1);
    expect(result.levels).toEqual(['L2', 'L3']);
    expect(result.vbmd!.value).toBe(71);
    expect(result.category).toBe('osteoporosis');
    expect(result.leftOut).toContainEqual({
      level: 'L1',
      reason: 'density out of line with its neighbours (164 mg/cm3, expected: 71)',
    });
    expect([...odd]).toEqual(['L1']);
    expect(flags.map(({ code }) => code)).toEqual(['DENSITY_LEVELS_DIFFER']);
    expect(flags[0]!.message).toMatch(/L1 164 mg\/cm3 where its neighbours give 71/);
    expect(evidence!.errors.levels).toBe(0);
  });

  test('has no category where two levels differ and no third tells which is right; the verdict draws both', () => {
    const { result, flags, evidence } = judged({ L1: 164, L2: 74 });
    expect(result).toMatchObject({ category: null, levels: ['L1', 'L2'] });
    expect(result.statement).toContain('the densities of L1 and L2 do not agree');
    expect(flags.map(({ code }) => code)).toEqual(['DENSITY_LEVELS_DIFFER']);
    expect(evidence!.errors.levels).toBeCloseTo((164 - 74 / 0.98) / 2, 9);
  });

  test('says nothing where levels differ as they usually do', () => {
    const { flags, evidence, outOfLine: odd } = judged({ L1: 90, L2: 74, L3: 80 });
    expect([flags, evidence!.errors.levels, odd.size]).toEqual([[], 0, 0]);
  });
});
