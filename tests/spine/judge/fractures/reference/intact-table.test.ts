import { describe, expect, test } from 'vitest';

import { expectedRatio } from '../../../../../spine/judge/fractures/reference/expected-ratio.ts';
import { fractureSummary } from '../../../../../spine/judge/fractures/fracture-summary.ts';
import {
  INTACT_TABLE,
  INTACT_TABLE_SHA256,
  intactAt,
  SPREAD,
} from '../../../../../spine/judge/fractures/reference/intact-table.ts';
import { NOTHING_KNOWN } from '../../../../../spine/judge/fractures/known-fractures.ts';
import { pinned } from '../../../../../spine/definitions/pinned-parameters.ts';
import { personalRatio } from '../../../../../spine/judge/fractures/reference/personal-table.ts';
import { GRADED_SPINE } from '../../../../../spine/definitions/fractures.ts';
import { HEIGHT_THEMES, definitionsDigest } from '../../../../../spine/definitions/digest.ts';

describe('the reference table of intact bodies', () => {
  test('has a row for every level that is graded, and says what it is made of', () => {
    const rows = INTACT_TABLE.levels.map(({ level }) => level);
    for (const level of GRADED_SPINE) expect(rows).toContain(level);
    expect(INTACT_TABLE.tag).toContain('no published table');
    expect(INTACT_TABLE.statement).toContain('5 people');
    for (const { licence } of INTACT_TABLE.sources) expect(licence).not.toBe('unknown');
  });

  test('has ratios of bodies that nobody would call fractured', () => {
    for (const { anterior, middle, posterior } of INTACT_TABLE.levels) {
      for (const { ratio, se } of [anterior, middle]) {
        expect(ratio).toBeGreaterThan(0.8);
        expect(ratio).toBeLessThan(1.3);
        expect(se).toBeGreaterThanOrEqual(0.01);
      }
      expect(posterior).toBeGreaterThan(0.6);
      expect(posterior).toBeLessThan(1.1);
    }
    expect(intactAt('L1', null).posterior).toBe(1);
  });

  test('sets men 1.8 % of Ha/Hp and 0.7 % of Hm/Hp below women (science 5, F49)', () => {
    const [women, men, unknown] = [intactAt('T8', 'female'), intactAt('T8', 'male'), intactAt('T8', null)];
    expect(men.anterior.value - women.anterior.value).toBeCloseTo(-0.018, 9);
    expect(men.middle.value - women.middle.value).toBeCloseTo(-0.007, 9);
    expect((men.anterior.value + women.anterior.value) / 2).toBeCloseTo(unknown.anterior.value, 9);
  });

  test('was made with the definitions of heights that are in use', () => {
    expect(INTACT_TABLE.definitionsSha256, 'make it anew: npm run reference-table -- --write').toBe(
      definitionsDigest(HEIGHT_THEMES),
    );
  });

  test('lends L5 to L6', () => {
    expect(intactAt('L6', null)).toEqual(intactAt('L5', null));
  });
});

test('a table that was changed is a fault, and a fracture summary names the digest of the one that was used', () => {
  const changed = { ...INTACT_TABLE, levels: INTACT_TABLE.levels.slice(1) };
  expect(() => pinned('intact-table.json', changed, INTACT_TABLE_SHA256)).toThrow(/coefficients with digest/);
  expect(fractureSummary(new Map(), NOTHING_KNOWN).table.sha256).toBe(INTACT_TABLE_SHA256);
});

describe('an expected ratio', () => {
  const own = { value: 0.95, se: 0.01 };
  const neighbour = (value: number, weight: number, se = 0.01) => ({
    ratio: { value, se },
    intact: own,
    weight,
  });

  test('is the table’s where there is no neighbour', () => {
    expect(expectedRatio('anterior', own, own, [])).toEqual({ ratio: own, tableShare: 1 });
  });

  test('lies between neighbours and table, nearer to what is surer', () => {
    const two = expectedRatio('anterior', own, own, [neighbour(1.05, 0.5), neighbour(1.05, 0.5)]);
    const one = expectedRatio('anterior', own, own, [neighbour(1.05, 1)]);
    const poor = expectedRatio('anterior', own, own, [neighbour(1.05, 1, 0.2)]);
    expect(two.ratio.value).toBeGreaterThan(one.ratio.value);
    expect(one.ratio.value).toBeGreaterThan(poor.ratio.value);
    expect(poor.ratio.value).toBeGreaterThan(own.value);
    expect(two.ratio.value).toBeLessThan(1.05);
    expect(poor.tableShare).toBeGreaterThan(0.8);
  });

  test('carries neighbours to the level by the table', () => {
    const carried = expectedRatio('anterior', { value: 1.2, se: 0 }, { value: 1.2, se: 0.05 }, [
      { ratio: { value: 1, se: 0 }, intact: { value: 1, se: 0 }, weight: 1 },
    ]);
    expect(carried.ratio.value).toBeCloseTo(1.2, 9);
  });

  test('weighs a single sure neighbour by how levels differ, the table by its own error', () => {
    const { within } = SPREAD.middle;
    const { tableShare } = expectedRatio('middle', own, { value: 0.9, se: within }, [neighbour(0.9, 1, 0)]);
    expect(tableShare).toBeCloseTo(0.5, 9);
  });
});

describe('the table as a patient has it', () => {
  const own = { value: 0.9, se: 0.01 };
  const all = (ratio: number, n: number) =>
    Array.from({ length: n }, () => ({ ratio: { value: ratio, se: 0.01 }, intact: own }));

  test('is the table where nothing else is intact, as unsure as people differ', () => {
    const { value, se } = personalRatio('middle', own, []);
    expect(value).toBe(0.9);
    expect(se).toBeCloseTo(Math.hypot(0.01, 0.9 * SPREAD.middle.between), 9);
  });

  test('follows a patient whose bodies all lie on one side of it, the more of them the more', () => {
    const [one, eight] = [1, 8].map((n) => personalRatio('middle', own, all(0.96, n)));
    expect(one!.value).toBeGreaterThan(0.91);
    expect(eight!.value).toBeGreaterThan(0.945);
    expect(eight!.value).toBeLessThan(0.96);
    expect(eight!.se!).toBeLessThan(one!.se!);
  });
});
