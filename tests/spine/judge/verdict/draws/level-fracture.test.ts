import { describe, expect, test } from 'vitest';

import type { GradedLevel, LossDoubt } from '../../../../../spine/judge/fractures/genant-grade.ts';
import { drawLevel } from '../../../../../spine/judge/verdict/draws/level-fracture.ts';
import { normalCdf } from '../../../../../spine/math/normal.ts';
import { drawsOf } from '../../../../../spine/math/random/latin-hypercube.ts';

type Graded = Pick<GradedLevel, 'fracture' | 'doubt'>;

const BEYOND = { wedge: true, biconcave: true, crush: true };
const COUNT = 10_000;

/** Of one wedge; the other losses are far from any grade. */
function wedge(
  value: number,
  se: number | null,
  part: Partial<LossDoubt> = {},
  grade: 0 | 1 | 2 | 3 = 0,
): Graded {
  const none = { value: -1, se: 0 };
  return {
    fracture: {
      grade,
      shape: null,
      needsReader: false,
      lossPercent: { wedge: 0, biconcave: 0, crush: null },
      reference: 'test',
    },
    doubt: {
      losses: { wedge: { value, se }, biconcave: none, crush: null, inFront: null },
      beyondIntact: BEYOND,
      deformed: false,
      ...part,
    },
  };
}
function shares(graded: Graded, word: 'fractured' | 'intact' | null = null) {
  const { grade, fractured } = drawLevel('L1', graded, word, drawsOf('test', COUNT));
  const share = (of: Uint8Array, holds: (one: number) => boolean): number => of.filter(holds).length / COUNT;
  return {
    fractured: share(fractured, (one) => one === 1),
    grades: [0, 1, 2, 3].map((wanted) => share(grade, (one) => one === wanted)),
  };
}

describe('a loss without an error', () => {
  test.each([
    [0.1, 0],
    [0.22, 0.033],
    [0.25, 1],
    [0.5, 1],
  ])('of %d is fractured with %d', (loss, chance) => {
    expect(shares(wedge(loss, 0)).fractured).toBeCloseTo(chance, 3);
  });

  test('that intact people have too is one in half of all', () => {
    const unsure = { beyondIntact: { ...BEYOND, wedge: false } };
    expect(shares(wedge(0.3, 0, unsure)).fractured).toBeCloseTo(0.5, 3);
  });
});

test('a loss with an error has each grade by the tails of a normal distribution', () => {
  const { grades, fractured } = shares(wedge(0.27, 0.04));
  const below = (limit: number): number => normalCdf((limit - 0.27) / 0.04);
  const expected = [below(0.2), below(0.25) - below(0.2), below(0.4) - below(0.25), 1 - below(0.4)];
  // Two standard normals add up to one: independent draws, 0.005 standard error.
  grades.forEach((share, grade) => expect(Math.abs(share - expected[grade]!)).toBeLessThan(0.015));
  expect(Math.abs(fractured - (0.033 * expected[1]! + expected[2]! + expected[3]!))).toBeLessThan(0.015);
});

test('a crush wants the front lost as well', () => {
  const losses = {
    wedge: { value: 0, se: 0 },
    biconcave: { value: 0, se: 0 },
    crush: { value: 0.3, se: 0 },
    inFront: { value: 0.19, se: 0 },
  };
  expect(shares(wedge(0, 0, { losses })).fractured).toBe(0);
  expect(shares(wedge(0, 0, { losses: { ...losses, inFront: { value: 0.2, se: 0 } } })).fractured).toBe(1);
});

test('a ratio that intact people do not have is a grade 1 at least', () => {
  expect(shares(wedge(0.1, 0, { deformed: true })).grades[1]).toBe(1);
});

test('what a reader says stands, and the grade stays as measured', () => {
  expect(shares(wedge(0.1, 0), 'fractured')).toEqual({ fractured: 1, grades: [1, 0, 0, 0] });
  expect(shares(wedge(0.5, 0), 'intact')).toEqual({ fractured: 0, grades: [0, 0, 0, 1] });
});

test('heights without an error leave a grade 2 a fracture in half of all', () => {
  expect(shares(wedge(0.3, null)).fractured).toBeCloseTo(0.5, 3);
  expect(shares({ ...wedge(0, 0, {}, 2), doubt: null }).fractured).toBeCloseTo(0.5, 3);
});
