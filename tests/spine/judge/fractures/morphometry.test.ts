/** Ratios of heights as standard deviations: which mean, which spread, which side, and the limit of 3. */
import { describe, expect, test } from 'vitest';

import type { Morphometry } from '../../../../contracts/risk/fracture.ts';
import {
  deformedRatios,
  isBeyondIntact,
  morphometryOf,
} from '../../../../spine/judge/fractures/morphometry.ts';
import type { MeasuredBody } from '../../../../spine/judge/fractures/reference/fracture-reference.ts';
import { intactAt, SPREAD } from '../../../../spine/judge/fractures/reference/intact-table.ts';
import type { Level } from '../../../../contracts/levels.ts';

function body(
  level: Level,
  anterior: number,
  middle: number,
  posterior: number,
  se: number | null = null,
): MeasuredBody {
  const of = (value: number) => ({ value, se });
  return { level, anterior: of(anterior), middle: of(middle), posterior: of(posterior) };
}
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

test('each ratio is held against its own mean and spread', () => {
  const bodies = [body('T12', 22, 21, 24), body('L1', 20, 21, 25), body('L2', 25, 24, 26)];
  const found = morphometryOf(1, bodies, 'male');
  const [above, own, below] = (['T12', 'L1', 'L2'] as const).map((level) => intactAt(level, 'male'));
  const toAbove = own!.posterior / above!.posterior;
  const toBelow = own!.posterior / below!.posterior;
  const wanted = [
    ['Ha/Hp', 20 / 25, own!.anterior.value, SPREAD.anterior.between],
    ['Hm/Hp', 21 / 25, own!.middle.value, SPREAD.middle.between],
    ['Hp/Hp above', 25 / 24, toAbove, toAbove * SPREAD.posterior.within * Math.SQRT2],
    ['Hp/Hp below', 25 / 26, toBelow, toBelow * SPREAD.posterior.within * Math.SQRT2],
  ] as const;
  expect(found).toEqual(
    wanted.map(([ratio, value, mean, sd]) => ({
      ratio,
      value: rounded(value, 3),
      mean: rounded(mean, 3),
      sd: rounded(sd, 3),
      z: rounded((value - mean) / sd, 1),
    })),
  );
});

test('a ratio has the interval of both of its heights', () => {
  const { interval, value } = morphometryOf(0, [body('L1', 20, 21, 25, 0.5)], null)[0]!;
  const half = 1.96 * 0.8 * Math.hypot(0.5 / 20, 0.5 / 25);
  expect(value).toBe(0.8);
  expect(interval).toEqual([rounded(0.8 - half, 3), rounded(0.8 + half, 3)]);
});

test('a neighbour is the next level alone, on its own side', () => {
  const names = (levels: readonly Level[], n: number): string[] =>
    morphometryOf(
      n,
      levels.map((level) => body(level, 24, 23, 25)),
      null,
    )
      .map(({ ratio }) => ratio)
      .filter((ratio) => ratio.startsWith('Hp'));
  expect(names(['T12', 'L1', 'L2'], 1)).toEqual(['Hp/Hp above', 'Hp/Hp below']);
  expect(names(['T12', 'L1', 'L2'], 0)).toEqual(['Hp/Hp below']);
  expect(names(['T12', 'L1', 'L2'], 2)).toEqual(['Hp/Hp above']);
  expect(names(['T11', 'L1', 'L3'], 1)).toEqual([]);
});

describe('three standard deviations', () => {
  const at = (ratio: Morphometry['ratio'], z: number): Morphometry => ({
    ratio,
    value: 0.7,
    mean: 0.9,
    sd: 0.05,
    z,
  });

  test.each([
    ['wedge', 'Ha/Hp'],
    ['biconcave', 'Hm/Hp'],
  ] as const)('below the mean make a %s unusual by %s alone', (shape, ratio) => {
    expect(isBeyondIntact(shape, [at(ratio, -3.1)])).toBe(true);
    expect(isBeyondIntact(shape, [at(ratio, -3)])).toBe(false);
    for (const other of ['Ha/Hp', 'Hm/Hp', 'Hp/Hp above', 'Hp/Hp below'] as const)
      if (other !== ratio) expect(isBeyondIntact(shape, [at(other, -9), at(ratio, 0)])).toBe(false);
  });

  test('are not asked of a crush, whose neighbours may be crushed as well', () => {
    expect(isBeyondIntact('crush', [])).toBe(true);
  });

  test('are those of the spread and the error of the ratio together', () => {
    // 3.5 SD of 0.05 with an error of 0.03: 3.0; with one of 0.02: 3.2.
    const read = (error: number): Morphometry => ({
      ...at('Ha/Hp', -3.5),
      interval: [0.7 - 1.96 * error, 0.7 + 1.96 * error],
    });
    expect(deformedRatios([read(0.031)])).toEqual([]);
    expect(deformedRatios([read(0.02)])).toHaveLength(1);
  });

  test('name the ratios that lie beyond them', () => {
    const all = [at('Ha/Hp', -3), at('Hm/Hp', -3.1), at('Hp/Hp above', 4)];
    expect(deformedRatios(all)).toEqual([all[1]]);
  });
});
