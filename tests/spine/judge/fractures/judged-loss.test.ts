/** Grades at every limit, what the interval allows, and the choice between shapes. */
import { describe, expect, test } from 'vitest';

import { CRUSH_ANTERIOR, genantGrade } from '../../../../spine/definitions/fractures.ts';
import { exactGrade, judgedLoss } from '../../../../spine/judge/fractures/judged-loss.ts';
import type { Losses } from '../../../../spine/judge/fractures/reference/fracture-reference.ts';
import type { Estimate } from '../../../../spine/math/interval.ts';

const Z95 = 1.96;
/** A loss whose 95 % interval reaches `half` to either side. */
const loss = (value: number, half: number | null = 0): Estimate => ({
  value,
  se: half === null ? null : half / Z95,
});

function judged(part: Partial<Record<'wedge' | 'biconcave' | 'crush' | 'inFront', Estimate | null>>) {
  const expected = { ratio: loss(1), tableShare: 0 };
  const losses = { wedge: loss(0), biconcave: loss(0), crush: null, inFront: null, ...part };
  return judgedLoss({
    ...losses,
    references: [],
    expected: { anterior: expected, middle: expected },
  } as Losses);
}

test.each([
  [0.2, 0, 1],
  [0.25, 1, 2],
])('a loss of %d is the first of its grade: %d before, %d from there on', (limit, before, from) => {
  expect(genantGrade(limit - 2e-9)).toBe(before);
  expect(genantGrade(limit)).toBe(from);
  // Rounding of the arithmetic does not change a grade.
  expect(genantGrade(limit - 1e-12)).toBe(from);
});

test('a loss of 40 % is the last of grade 2', () => {
  expect(genantGrade(0.4)).toBe(2);
  expect(genantGrade(0.4 + 1e-12)).toBe(2);
  expect(genantGrade(0.4 + 2e-9)).toBe(3);
});

describe('the shape', () => {
  test.each([
    ['wedge', { wedge: loss(0.3), biconcave: loss(0.2) }],
    ['biconcave', { wedge: loss(0.2), biconcave: loss(0.3) }],
    ['crush', { wedge: loss(0.2), biconcave: loss(0.25), crush: loss(0.3), inFront: loss(0.3) }],
    ['wedge', { wedge: loss(0.35), crush: loss(0.3), inFront: loss(0.3) }],
    // Of equal losses the one that says more of the body.
    ['wedge', { wedge: loss(0.3), biconcave: loss(0.3) }],
    ['crush', { wedge: loss(0.3), biconcave: loss(0.3), crush: loss(0.3), inFront: loss(0.3) }],
    // Nothing lost in front, or nobody to tell: no crush.
    ['biconcave', { biconcave: loss(0.21), crush: loss(0.3), inFront: loss(0.19) }],
    ['biconcave', { biconcave: loss(0.21), crush: loss(0.3), inFront: null }],
  ] as const)('is %s of %j: that of the largest loss', (shape, losses) => {
    const found = judged(losses);
    expect(found.shape).toBe(shape);
    expect(found.loss).toEqual((losses as Record<string, Estimate>)[shape]);
  });

  test('is a crush from 20 % lost in front on', () => {
    expect(CRUSH_ANTERIOR).toBe(0.2);
    expect(judged({ crush: loss(0.3), inFront: loss(0.2) })).toMatchObject({ shape: 'crush', grade: 2 });
    expect(judged({ crush: loss(0.3), inFront: loss(0.1999) })).toMatchObject({ shape: 'wedge', grade: 0 });
  });
});

describe('the range of grades', () => {
  test.each([
    [0.3, 0.04, [2, 2]],
    [0.3, 0.06, [1, 2]],
    [0.3, 0.099, [1, 2]],
    [0.3, 0.101, [0, 3]],
    [0.22, 0.01, [1, 1]],
    [0.45, 0.04, [3, 3]],
    [0.45, 0.06, [2, 3]],
  ])('of %d ± %d is %j', (value, half, range) => {
    expect(judged({ wedge: loss(value, half) }).range).toEqual(range);
  });

  test('is not known of a loss without an interval', () => {
    expect(judged({ wedge: loss(0.3, null), biconcave: loss(0.1, 0.2) })).toMatchObject({ grade: 2, range: null, crushOpen: false }); // prettier-ignore
  });

  test.each([
    // The anterior loss may reach 20 %, or fall below it: both shapes count.
    [{ inFront: loss(0.19, 0.02) }, 0, [0, 2], true],
    [{ inFront: loss(0.21, 0.02) }, 2, [0, 2], true],
    // It reaches 20 % exactly from below; and lies at 20 % from above.
    [{ inFront: loss(0.19, 0.01000001) }, 0, [0, 2], true],
    [{ inFront: loss(0.19, 0.00999) }, 0, [0, 0], false],
    [{ inFront: loss(0.21, 0.00999) }, 2, [2, 2], false],
    [{ inFront: loss(0.21, 0.01001) }, 2, [0, 2], true],
    // Open, but the other shape has the same grade.
    [{ inFront: loss(0.21, 0.02), wedge: loss(0.26) }, 2, [2, 2], false],
    // Open, and the other shape is the wider one at its upper end alone.
    [{ inFront: loss(0.19, 0.02), wedge: loss(0.26, 0.02), crush: loss(0.45) }, 2, [1, 3], true],
    // No interval in front: the point value decides alone.
    [{ inFront: loss(0.19, null) }, 0, [0, 0], false],
  ] as const)('of a crush by 30 %% beside %j: grade %d, %j, open %s', (part, grade, range, crushOpen) => {
    expect(judged({ crush: loss(0.3), ...part })).toMatchObject({ grade, range, crushOpen });
  });

  test('of an open crush is not known where the other shape has no interval', () => {
    const found = judged({ crush: loss(0.3), inFront: loss(0.21, 0.02), wedge: loss(0.1, null) });
    expect(found).toMatchObject({ range: [2, 2], crushOpen: false });
  });
});

test('losses that are known exactly have the grade and the shape that they have by their measurement', () => {
  const values = [0, 0.1, CRUSH_ANTERIOR, 0.2, 0.25, 0.3, 0.4, 0.41];
  const orNone = [null, ...values];
  for (const wedge of values)
    for (const biconcave of values)
      for (const crush of orNone)
        for (const inFront of orNone) {
          const exact = { wedge, biconcave, crush, inFront };
          const { grade, shape } = judged(
            Object.fromEntries(
              Object.entries(exact).map(([name, value]) => [name, value === null ? null : loss(value)]),
            ),
          );
          expect(exactGrade(exact)).toEqual({ grade, shape });
        }
});
