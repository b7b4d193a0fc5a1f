import { PNG } from 'pngjs';
import { expect, test } from 'vitest';

import { fieldColour } from '../../../../report/pictures/level/colour-map.ts';
import {
  highestStrain,
  strainCut,
  type StrainCut,
  YIELD_STRAIN,
} from '../../../../report/pictures/level/strain.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

/** Elements of 1 mm: i to the left, j posterior, k superior. */
const DIMS = [3, 4, 2] as const;
/** Pixels along an element. */
const SIDE = 6;

function field(values: readonly (readonly [i: number, j: number, k: number, strain: number])[]) {
  const data = new Float32Array(DIMS[0] * DIMS[1] * DIMS[2]);
  for (const [i, j, k, strain] of values) data[i + DIMS[0] * (j + DIMS[1] * k)] = strain;
  // Nothing else of the grid is read.
  return { dims: DIMS, data } as unknown as Volume<Float32Array>;
}

/** The colour of each element, row by row; every pixel of an element has it. */
function colours({ png }: StrainCut): string[][] {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  const at = (x: number, y: number) =>
    [...data.subarray(4 * (x + width * y), 4 * (x + width * y) + 4)].join();
  return Array.from({ length: height / SIDE }, (_, row) =>
    Array.from({ length: width / SIDE }, (__, column) => {
      const inside = Array.from({ length: SIDE * SIDE }, (___, n) =>
        at(SIDE * column + (n % SIDE), SIDE * row + Math.floor(n / SIDE)),
      );
      expect(new Set(inside).size).toBe(1);
      return inside[0]!;
    }),
  );
}

const NONE = '255,255,255,255';
const shown = (share: number): string => `${fieldColour(share).join()},255`;

test('a field is cut through the middle of what is strained, from the side', () => {
  // Their mean is i = 1.
  const strained = field([
    [1, 1, 1, 0.003],
    [1, 3, 0, 0.008],
    [0, 2, 1, 0.0015],
    [2, 2, 0, 0.006],
  ]);
  const highest = highestStrain([strained]);
  // Of so few, the second: what strains more has the same colour.
  expect(highest).toBeCloseTo(0.006, 8);
  const cut = strainCut(strained, highest);
  // Superior is up, anterior on the left.
  expect(colours(cut)).toEqual([
    [NONE, shown(0.5), NONE, NONE],
    [NONE, NONE, NONE, shown(1)],
  ]);
  expect([cut.widthMm, cut.heightMm]).toEqual([4, 2]);
});

test('the colours of all levels end where one element in fifty of the most strained one strains more', () => {
  const of = (strain: number): Volume<Float32Array> =>
    ({
      dims: [10, 10, 1],
      data: Float32Array.from({ length: 100 }, (_, n) => (n < 98 ? strain : 1)),
    }) as unknown as Volume<Float32Array>;
  expect(highestStrain([of(0.001), of(0.002), of(0.0005)])).toBeCloseTo(0.002, 8);
});

test('a line runs around what is strained beyond the yield strain, in mm from the corner', () => {
  const data = new Float32Array(6 * 6);
  // Two by two elements, from the third on, in the middle of six by six.
  for (const [j, k] of [
    [2, 2],
    [3, 2],
    [2, 3],
    [3, 3],
  ] as const)
    data[j + 6 * k] = 2 * YIELD_STRAIN;
  const { yielded } = strainCut({ dims: [1, 6, 6], data } as unknown as Volume<Float32Array>, 0.01);
  expect(yielded).toHaveLength(1);
  const across = yielded[0]!.filter((_, n) => n % 2 === 0);
  // Half-way between the middles of elements, which lie at 1.5, 2.5, 3.5 and 4.5 mm.
  const sorted = across.toSorted((a, b) => a - b);
  expect(sorted[0]).toBeCloseTo(2, 6);
  expect(sorted.at(-1)).toBeCloseTo(4, 6);
});

test('a field without strain is white, and has no line', () => {
  expect(highestStrain([field([])])).toBe(1);
  const cut = strainCut(field([]), 1);
  expect(new Set(colours(cut).flat())).toEqual(new Set([NONE]));
  expect(cut.yielded).toEqual([]);
});

test('the picture has no transparency, which a PDF would take apart in an order of its own', () => {
  // Colour type, in the header of a PNG.
  expect(strainCut(field([[1, 1, 1, 0.003]]), 1).png[25]).toBe(2);
});
