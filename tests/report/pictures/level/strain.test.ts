import { PNG } from 'pngjs';
import { expect, test } from 'vitest';

import { fieldColour } from '../../../../report/pictures/level/colour-map.ts';
import { strainPicture, type Cut } from '../../../../report/pictures/level/strain.ts';
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
function colours({ png }: Cut): string[][] {
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

test('a field is cut through the middle of what is strained, from the side and from the front', () => {
  // Their means are i = 1 and j = 2.
  const { sagittal, coronal, highest } = strainPicture(
    field([
      [1, 1, 1, 0.003],
      [1, 3, 0, 0.008],
      [0, 2, 1, 0.0015],
      [2, 2, 0, 0.006],
    ]),
  );
  // Of so few, the second: what strains more has the same colour.
  expect(highest).toBeCloseTo(0.006, 8);
  // Superior is up. From the side, anterior is on the left; from the front, the patient's left is on the right.
  expect(colours(sagittal)).toEqual([
    [NONE, shown(0.5), NONE, NONE],
    [NONE, NONE, NONE, shown(1)],
  ]);
  expect(colours(coronal)).toEqual([
    [shown(0.25), NONE, NONE],
    [NONE, NONE, shown(1)],
  ]);
  expect([sagittal.widthMm, sagittal.heightMm]).toEqual([4, 2]);
  expect([coronal.widthMm, coronal.heightMm]).toEqual([3, 2]);
});

test('the colours end where one element in fifty strains more', () => {
  const data = Float32Array.from({ length: 100 }, (_, n) => (n < 98 ? 0.001 : 1));
  const { highest } = strainPicture({ dims: [10, 10, 1], data } as unknown as Volume<Float32Array>);
  expect(highest).toBeCloseTo(0.001, 8);
});

test('a field without strain is white', () => {
  const { sagittal, coronal, highest } = strainPicture(field([]));
  expect(highest).toBe(1);
  expect(new Set([...colours(sagittal), ...colours(coronal)].flat())).toEqual(new Set([NONE]));
});

test('the pictures have no transparency, which a PDF would take apart in an order of its own', () => {
  const { sagittal, coronal } = strainPicture(field([[1, 1, 1, 0.003]]));
  // Colour type, in the header of a PNG.
  for (const { png } of [sagittal, coronal]) expect(png[25]).toBe(2);
});
