import { describe, expect, test } from 'vitest';

import { fractureChance, mayBeFractured } from '../../../../spine/judge/fractures/fracture-chance.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { lossesOf } from '../../../../spine/judge/fractures/reference/fracture-reference.ts';
import { bodiesOf } from '../../../../spine/judge/fractures/measured-level.ts';

import { column, type ColumnOptions } from './column.ts';

const SPREAD = 0.05;

describe('the chance that a body which reads as grade 0 is fractured', () => {
  test('is by hand: one of 20 fractured by 20 to 50 %, read as 15 % with an error of 5 %', () => {
    // Fractured: (Phi(7) - Phi(1)) / 0.3 = 0.5288; intact: phi(0.15 / 0.0707) / 0.0707 = 0.5946.
    expect(fractureChance({ value: 0.15, se: 0.05 }, SPREAD)).toBeCloseTo(
      (0.05 * 0.5288) / (0.05 * 0.5288 + 0.95 * 0.5946),
      3,
    );
  });

  test('grows with the loss, and is all but certain beyond what intact people have', () => {
    const chances = [0, 0.05, 0.1, 0.15, 0.2, 0.25].map((value) =>
      fractureChance({ value, se: 0.04 }, SPREAD),
    );
    for (let n = 1; n < chances.length; n++) expect(chances[n]).toBeGreaterThan(chances[n - 1]!);
    expect(chances[0]).toBeLessThan(1e-5);
    expect(chances.at(-1)).toBeGreaterThan(0.9);
  });

  test('is finite for an exact reading, and unknown without an error', () => {
    expect(fractureChance({ value: 0.1, se: 0 }, SPREAD)).toBeLessThan(1e-6);
    expect(fractureChance({ value: 0, se: null }, SPREAD)).toBe(1);
  });
});

function open(options: ColumnOptions): string[] {
  const bodies = bodiesOf(column({ first: 'T8', last: 'L3', ...options }));
  return [...lossesOf(bodies, null, new Map())]
    .filter(([, losses]) => mayBeFractured(losses))
    .map(([level]) => level);
}

describe('a fracture is left open', () => {
  test('at no body of an intact column whose heights are known to 1.5 mm (95 %)', () => {
    expect(open({ marginMm: 1.5 })).toEqual([]);
  });

  test('at a body that reads just below 20 %, of each shape', () => {
    for (const left of [
      [0.82, 0.91, 1],
      [1, 0.82, 1],
      [0.82, 0.82, 0.82],
    ] as const)
      expect(open({ left: { T12: left }, marginMm: 1 }), left.join()).toContain('T12');
  });

  test('where nothing is known of the error of heights', () => {
    const bodies = bodiesOf(column({ first: 'T8', last: 'L3' })).map((body) => ({
      ...body,
      anterior: { ...body.anterior, se: null },
    }));
    expect(mayBeFractured(lossesOf(bodies, null, new Map()).get('T12')!)).toBe(true);
  });
});

test('noise alone asks for no reader: at 2 mm (95 %) grades of an intact column are 0, and say so', () => {
  for (const [, { fracture, gradeRange, flags }] of gradeFractures(
    column({ first: 'T8', last: 'L3', marginMm: 2 }),
  )) {
    expect(fracture).toMatchObject({ grade: 0, needsReader: false });
    expect(gradeRange).toEqual([0, 0]);
    expect(flags.map(({ code }) => code)).not.toContain('GRADE_UNCERTAIN');
  }
});
