/** Cases in which a weight, a variance or a choice between two estimates decides, worked out by hand. */
import { describe, expect, test } from 'vitest';

import { expectedRatio } from '../../../../../spine/judge/fractures/reference/expected-ratio.ts';
import {
  INTACT_TABLE,
  intactAt,
  SPREAD,
} from '../../../../../spine/judge/fractures/reference/intact-table.ts';
import { personalRatio } from '../../../../../spine/judge/fractures/reference/personal-table.ts';

const KINDS = ['anterior', 'middle'] as const;

test.each([
  ['female', -0.5],
  ['male', 0.5],
  [null, 0],
] as const)('of %s every level has its own row, moved by %d of what the sexes differ by', (sex, side) => {
  for (const row of INTACT_TABLE.levels) {
    const intact = intactAt(row.level as 'L1', sex);
    for (const kind of KINDS) {
      const moved = row[kind].ratio + side * INTACT_TABLE.menAgainstWomen[kind];
      expect(intact[kind]).toEqual({ value: moved, se: row[kind].se });
    }
    expect(intact.posterior).toBe(row.posterior);
  }
});

test('a level that is not graded has no row', () => {
  expect(() => intactAt('T3', null)).toThrow('saw T3');
  expect(() => intactAt('sacrum', null)).toThrow(RangeError);
});

describe.each(KINDS)('the %s ratio that is expected', (kind) => {
  const { within } = SPREAD[kind];
  const sure = { value: 0.95, se: 0 };

  test('weighs measurement and drift of neighbours against the error of the table', () => {
    const [above, below] = [0.02, 0.05];
    const neighbours = [
      { ratio: { value: 0.9, se: above }, intact: sure, weight: 0.7 },
      { ratio: { value: 1, se: below }, intact: sure, weight: 0.3 },
    ];
    const personal = { value: 0.8, se: 0.04 };
    const { ratio, tableShare } = expectedRatio(kind, sure, personal, neighbours);
    const measured = (0.7 * above) ** 2 + (0.3 * below) ** 2;
    const drift = within ** 2 * (0.7 ** 2 + 0.3 ** 2);
    const share = (measured + drift) / (measured + drift + 0.04 ** 2);
    expect(tableShare).toBeCloseTo(share, 12);
    expect(ratio.value).toBeCloseTo((1 - share) * (0.7 * 0.9 + 0.3) + share * 0.8, 12);
    expect(ratio.se).toBeCloseTo(Math.hypot((1 - share) * Math.sqrt(measured), share * 0.04), 12);
  });

  test('has no error where a neighbour has none, and weighs it by its drift alone', () => {
    const neighbour = { ratio: { value: 1, se: null }, intact: sure, weight: 1 };
    const { ratio, tableShare } = expectedRatio(kind, sure, { value: 0.8, se: within }, [neighbour]);
    expect(tableShare).toBeCloseTo(0.5, 12);
    expect(ratio).toEqual({ value: expect.closeTo(0.9, 12) as number, se: null });
  });

  test('takes the table’s change of level as far as the table knows it', () => {
    // 0.03 of anatomy against 0.04 of error: 9 / 25 of the change. Both levels' errors count.
    const carried = (own: number, other: number): number => {
      const neighbour = { ratio: { value: 1, se: 0 }, intact: { value: 1, se: other }, weight: 1 };
      // A table that knows nothing has no say.
      return expectedRatio(kind, { value: 1.2, se: own }, { value: 9, se: 1e9 }, [neighbour]).ratio.value;
    };
    expect(carried(0, 0)).toBeCloseTo(1.2, 6);
    for (const [own, other] of [
      [0.04, 0],
      [0, 0.04],
      [Math.sqrt(0.0008), Math.sqrt(0.0008)],
    ] as const)
      expect(carried(own, other)).toBeCloseTo(1.2 ** (9 / 25), 6);
  });

  test('carries the error of a neighbour with its ratio', () => {
    const neighbour = { ratio: { value: 1, se: 0.1 }, intact: { value: 0.5, se: 0 }, weight: 1 };
    const { tableShare } = expectedRatio(kind, { value: 1, se: 0 }, { value: 1, se: 0.2 }, [neighbour]);
    // Twice the ratio, twice the error: 0.2.
    const unsure = 0.2 ** 2 + within ** 2;
    expect(tableShare).toBeCloseTo(unsure / (unsure + 0.2 ** 2), 12);
  });
});

describe.each(KINDS)('the %s ratio of the table as a patient has it', (kind) => {
  const { between, within } = SPREAD[kind];

  test('is moved by each other body as sure as that is: measurement, table and anatomy', () => {
    const others = [
      { ratio: { value: 0.99, se: 0.02 }, intact: { value: 0.9, se: 0.03 } },
      { ratio: { value: 0.8, se: 0.1 }, intact: { value: 1, se: 0.01 } },
      { ratio: { value: 1, se: null }, intact: { value: 0.95, se: null } },
    ];
    const weights = [
      1 / (within ** 2 + (0.02 / 0.9) ** 2 + (0.03 / 0.9) ** 2),
      1 / (within ** 2 + 0.1 ** 2 + 0.01 ** 2),
      1 / within ** 2,
    ];
    const prior = 1 / between ** 2;
    const all = prior + weights[0]! + weights[1]! + weights[2]!;
    const factor = (prior + weights[0]! * (0.99 / 0.9) + weights[1]! * 0.8 + weights[2]! / 0.95) / all;
    const found = personalRatio(kind, { value: 0.9, se: 0.02 }, others);
    expect(found.value).toBeCloseTo(0.9 * factor, 12);
    expect(found.se).toBeCloseTo(Math.hypot(0.02 * factor, 0.9 / Math.sqrt(all)), 12);
  });

  test('whose own error is not known is as unsure as people differ', () => {
    expect(personalRatio(kind, { value: 0.9, se: null }, []).se).toBeCloseTo(0.9 * between, 12);
  });
});
