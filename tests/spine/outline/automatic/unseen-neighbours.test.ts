/** What is said of the column beyond the last disc that was found. */
import { expect, test } from 'vitest';

import { unseenNeighbours } from '../../../../spine/outline/automatic/unseen-neighbours.ts';
import type { SpineSegment } from '../../../../spine/find/find-spine.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

const SIDE = 40;
const SPACING_MM = 2;

/** L2 between discs at z = 50 and 20 mm, in an image from z = 0 to 78 mm. */
function image(metal: readonly (readonly [number, number, number])[] = []): Volume<Int16Array> {
  const data = new Int16Array(SIDE ** 3).fill(100);
  for (const [x, y, z] of metal)
    data[x / SPACING_MM + SIDE * (y / SPACING_MM + SIDE * (z / SPACING_MM))] = 3000;
  return { dims: [SIDE, SIDE, SIDE], affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0], data };
}

const NORMAL = [0, 0, 1] as const;
// Of a segment, where its ends lie.
const L2 = {
  level: 'L2',
  segment: {
    lower: { point: [40, 40, 20], normal: NORMAL },
    upper: { point: [40, 40, 50], normal: NORMAL },
    heightMm: 30,
  } as unknown as SpineSegment,
} as const;

const beyond = (ct: Volume<Int16Array>): readonly (readonly [string, string])[] =>
  unseenNeighbours(ct, { canal: [[40, 60, 0], [40, 60, 56]] }, [L2], false).refusals.map(
    ([level, { code }]) => [level, code] as const,
  ); // prettier-ignore

test('a vertebra that the image cuts is refused as cut', () => {
  expect(beyond(image())).toEqual([['L3', 'LEVEL_TRUNCATED']]);
});

test('a vertebra whose disc is hidden by screws is refused for its metal', () => {
  const screw = [56, 58, 60, 62, 64, 66, 68].map((y) => [50, y, 10] as const);
  expect(beyond(image(screw))).toEqual([['L3', 'METAL']]);
});

test('metal in the vertebra above the last disc is not counted to the one below', () => {
  const screw = [56, 58, 60, 62, 64, 66, 68].map((y) => [50, y, 34] as const);
  expect(beyond(image(screw))).toEqual([['L3', 'LEVEL_TRUNCATED']]);
});
