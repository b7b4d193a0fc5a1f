/** Where a level's words point at on the sheet. */
import { expect, test } from 'vitest';

import type { Segmentation } from '../../../../contracts/segmentation.ts';
import { marksOf } from '../../../../report/pictures/spine/level-marks.ts';
import type { SpineView } from '../../../../report/pictures/views/spine-views.ts';
import { ballsAt } from '../balls.ts';

type Lines = readonly (readonly number[])[];
const AT = { x: 100, y: 50, scale: 2 };
/** A slanted outline, from the upper left to the lower right. */
const SLANTED: Lines = [[0, 0, 4, 10, 8, 20, 12, 30]];

/** A view of pixels of 0.5 mm whose rows are heights; nothing else of it is read. */
function marks(bodies: ReadonlyMap<number, Lines>, row: number | null, vertebrae = new Map<number, Lines>()) {
  const plane = { height: 40, pixelMm: 0.5, project: () => [0, row ?? 0] };
  const view = { plane, bodies, vertebrae } as unknown as SpineView;
  const levels: Segmentation['levels'] = ballsAt([
    [0, 0, 0],
    [0, 0, -25],
  ]).levels.map((level) => (row === null ? { ...level, frame: null } : level));
  const [first, second] = levels.map(({ labelValue }) => labelValue) as [number, number];
  const named = (value: number): string =>
    value === first ? 'first' : value === second ? 'second' : 'other';
  return {
    values: [first, second] as const,
    of: marksOf(view, levels, AT).map(({ level, y, edges }) => [named(level.labelValue), y, ...edges]),
  };
}
const { values } = marks(new Map(), 0);
const [FIRST, SECOND] = values;

test('a mark ends at the edges of the body beside its middle, half a pixel within the sheet', () => {
  // Rows 8 to 12 are near 10: the point at column 4, and the sheet's pixels are 0.5 mm by 2.
  expect(marks(new Map([[FIRST, SLANTED]]), 10).of).toEqual([['first', 50 + 10.5, 100 + 4.5, 100 + 4.5]]);
  expect(marks(new Map([[FIRST, [[0, 9, 8, 11, 3, 30]]]]), 10).of).toEqual([['first', 60.5, 100.5, 108.5]]);
});

test('a body without an edge beside its middle is marked at all of its width', () => {
  expect(marks(new Map([[FIRST, SLANTED]]), 15).of).toEqual([['first', 65.5, 100.5, 112.5]]);
});

test('a middle beyond the picture is marked at its edge, one that is not known by the outline', () => {
  expect(marks(new Map([[FIRST, SLANTED]]), -9).of[0]![1]).toBe(50.5);
  expect(marks(new Map([[FIRST, SLANTED]]), 99).of[0]![1]).toBe(89.5);
  expect(marks(new Map([[FIRST, SLANTED]]), null).of[0]![1]).toBe(65.5);
});

test('the outline of the vertebra stands in for a body’s, and a level without either has no mark', () => {
  const vertebrae = new Map([[SECOND, SLANTED]]);
  expect(marks(new Map(), 10, vertebrae).of).toEqual([['second', 60.5, 104.5, 104.5]]);
  expect(marks(new Map([[SECOND, [[0, 10, 1, 10]]]]), 10, vertebrae).of).toEqual([
    ['second', 60.5, 100.5, 101.5],
  ]);
});

test('marks stand from top to bottom', () => {
  const upper: Lines = [[0, 2, 5, 2]];
  const found = marks(new Map([[FIRST, SLANTED], [SECOND, upper]]), null).of; // prettier-ignore
  expect(found.map(([name, y]) => [name, y])).toEqual([
    ['second', 52.5],
    ['first', 65.5],
  ]);
});
