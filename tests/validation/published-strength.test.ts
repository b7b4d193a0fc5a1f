/**
 * The published table of VerSe-19 strengths (Walle M et al., GigaScience giaf094, 2025; data
 * CC BY-SA 2.0), its relations and its level profile (docs/method.md#published-strengths).
 */
import { describe, expect, test } from 'vitest';

import { PROFILE_LEVELS, readCases, readProfile } from '../../bench/published/benchmark.ts';
import { addedProfile, line, ratiosToL1, spreadOf } from '../../bench/published/statistics.ts';
import { lacksSharedData, sharedData } from '../shared-data.ts';

const FOLDER = 'verse004-l2/';
const cases = lacksSharedData(FOLDER) ? [] : readCases(sharedData(`${FOLDER}verse19fem_AppendixA.csv`));

describe.skipIf(lacksSharedData(FOLDER))('the published table', () => {
  test('has 160 rows, and VerSe-004 L2 with K 12,362 N/mm, 2.472 kN, 1.847 kN, H 29 mm, 70.7 mg/cm3', () => {
    expect(cases).toHaveLength(160);
    expect(cases.find(({ id }) => id === '4.0')).toMatchObject({
      target: 'L2',
      stiffness: 12_362,
      reaction: 2.472,
      nonlinear: 1.847,
      height: 29,
      vbmd: 70.707,
    });
  });

  test('its linear strength is 0.0068 K H, its "0.2 %" force K times 0.2 mm', () => {
    for (const { linear, stiffness, height, reaction } of cases) {
      expect(Math.abs(linear - 6.8e-6 * stiffness * height)).toBeLessThan(1e-9);
      // Printed to 2 N.
      expect(Math.abs(reaction - 2e-4 * stiffness)).toBeLessThan(2.1e-3);
    }
  });

  test('that force goes with K (r2 1), with the non-linear load (0.92) and with 0.0068 K H (0.89), hardly with H', () => {
    const r2 = (of: (one: (typeof cases)[number]) => number): number =>
      line(cases.map((one) => [of(one), one.reaction])).r2;
    expect(r2((one) => one.stiffness)).toBeGreaterThan(0.999);
    expect(r2((one) => one.nonlinear)).toBeCloseTo(0.924, 3);
    expect(r2((one) => one.linear)).toBeCloseTo(0.885, 3);
    expect(r2((one) => one.height)).toBeLessThan(0.2);
  });

  test.each([
    [null, 77, 0.0351, -0.115, 0.5],
    ['F', 47, 0.0244, 0.684, 0.46],
    ['M', 30, 0.0405, -0.252, 0.51],
  ] as const)('non-linear load of L1 against vBMD (%s, n = %d)', (sex, n, slope, intercept, r2) => {
    const l1 = cases.filter((one) => one.target === 'L1' && (sex === null || one.sex === sex));
    const found = line(l1.map(({ vbmd, nonlinear }) => [vbmd, nonlinear]));
    expect(found.n).toBe(n);
    expect(found.slope).toBeCloseTo(slope, 4);
    expect(Math.abs(found.intercept - intercept)).toBeLessThan(6e-4);
    expect(found.r2).toBeCloseTo(r2, 2);
    if (sex === null) expect(found.see).toBeCloseTo(1.16, 2);
  });

  test('their phantomless density against 17 phantom scans: -1.2 +- 17.8 mg/cm3, r2 0.82', () => {
    const both = cases.flatMap(({ vbmd, phantomVbmd }) =>
      phantomVbmd === null ? [] : [[vbmd, phantomVbmd] as const],
    );
    const difference = spreadOf(both.map(([own, phantom]) => own - phantom));
    expect(difference.n).toBe(17);
    expect(difference.mean).toBeCloseTo(-1.2, 1);
    expect(difference.sd).toBeCloseTo(17.8, 1);
    expect(line(both).r2).toBeCloseTo(0.82, 2);
  });

  test('the level profile T4 to L5 is that of table 2, for all, men and women: changes added up, not ratios', () => {
    const published = readProfile(sharedData(`${FOLDER}verse19fem_table_2.csv`));
    for (const sex of ['all', 'M', 'F'] as const) {
      const added = addedProfile(cases.filter((one) => sex === 'all' || one.sex === sex));
      for (const level of PROFILE_LEVELS.slice(PROFILE_LEVELS.indexOf('T4'), -1))
        expect(Math.abs(added.get(level)! - published[sex].get(level)!)).toBeLessThan(0.051);
    }
  });

  test.each([
    ['T12', 56, 1.03, 0.085],
    ['L2', 63, 1.085, 0.154],
    ['T9', 46, 1.055, 0.164],
  ] as const)('the force of %s over that of L1 in the same person', (level, n, mean, sd) => {
    const found = spreadOf(ratiosToL1(cases, level));
    expect(found.n).toBe(n);
    expect(found.mean).toBeCloseTo(mean, 3);
    expect(found.sd).toBeCloseTo(sd, 3);
  });
});
