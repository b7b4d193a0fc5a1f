import { expect, test } from 'vitest';

import { agreement } from '../../../report/drift/agreement.ts';
import { reclassification } from '../../../report/drift/reclassification.ts';

const OF = { measure: 'flow', label: 'Peak flow', unit: 'mm' } as const;
/** Bland JM, Altman DG, Lancet i:307, 1986, table 1: peak flow by two meters, l/min, first readings. */
const LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427];
const MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451];

test('published measurements have the published bias, limits and intervals', () => {
  const found = agreement(
    OF,
    LARGE.map((large, n) => ({ pairs: [[MINI[n]!, large]] })),
  )!;
  // As printed: -2.1 (-22.0 to 17.8), limits -79.7 and 75.5 with twice the deviation of 38.8, of which we take 1.96.
  expect(found.bias).toBeCloseTo(-2.1, 1);
  expect(found.biasInterval![0]).toBeCloseTo(-22.0, 0);
  expect(found.biasInterval![1]).toBeCloseTo(17.8, 0);
  expect((found.limits![1] - found.limits![0]) / (2 * 1.96)).toBeCloseTo(38.8, 1);
  // -114.3 and 110.1 by an error of sqrt(3/17) of the deviation about twice it; ours has 0.423 in the place of 0.420.
  expect(Math.abs(found.limitsOuter![0] - -114.3)).toBeLessThan(3);
  expect(Math.abs(found.limitsOuter![1] - 110.1)).toBeLessThan(3);
  expect([found.studies, found.pairs, found.largest]).toEqual([17, 17, 81]);
});

test('percent are of the mean of both; one study has a bias and no interval; none has nothing', () => {
  const one = agreement({ ...OF, unit: '%' }, [{ pairs: [[90, 110]] }, { pairs: [] }])!;
  expect(one).toMatchObject({ studies: 1, bias: 20, biasInterval: null, limits: null, points: [[100, 20]] });
  expect(agreement(OF, [{ pairs: [] }])).toBeNull();
});

test('levels of one study are not independent: ten that all moved together weigh as one', () => {
  const levels = { pairs: Array.from({ length: 10 }, () => [0, 4] as const) };
  const studies = [levels, { pairs: [[0, 0]] as const }, { pairs: [[0, 2]] as const }];
  const found = agreement(OF, studies)!;
  expect(found.bias).toBe(2);
  expect([found.studies, found.pairs]).toEqual([3, 12]);
  // Standard deviation 2 of the studies' means, t of two degrees of freedom (4.30, our expansion: 3.86), over the root of 3.
  expect((found.biasInterval![1] - 2) / (2 / Math.sqrt(3))).toBeGreaterThan(3.8);
});

test('classes are counted from where to where; what is no class is an error', () => {
  const found = reclassification({ what: 'c', label: 'C' }, ['a', 'b'], [['a', 'a'], ['a', 'b'], ['a', 'b'], [null, 'a'], ['b', null]]); // prettier-ignore
  expect(found.cells).toEqual([
    { from: 'a', to: 'a', count: 1 },
    { from: 'a', to: 'b', count: 2 },
    { from: 'b', to: null, count: 1 },
    { from: null, to: 'a', count: 1 },
  ]);
  expect([found.moved, found.all]).toEqual([4, 5]);
  expect(() => reclassification({ what: 'c', label: 'C' }, ['a'], [['a', 'z']])).toThrow(
    'required: one of a',
  );
});
