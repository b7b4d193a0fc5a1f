/** Surfaces in pictures: their section, closed, at its own place. */
import { expect, test } from 'vitest';

import type { Vec3 } from '../../../../contracts/primitives.ts';
import { curvedPlanes } from '../../../../report/pictures/views/curved-planes.ts';
import { sagittalCut } from '../../../../report/pictures/views/frame-planes.ts';
import { surfaceOutline } from '../../../../report/pictures/views/surface-outlines.ts';
import { distance } from '../../../../spine/math/vector.ts';

import { box, ellipsoid, together } from '../../../spine/grid/mesh/meshes.ts';
import { levelsAt } from '../balls.ts';

const CENTRE: Vec3 = [3, -4, 60];
const FRAME = levelsAt([CENTRE])[0]!.frame!;
const EXTENT = { left: -28, right: 28, top: -23, bottom: 23 };
const points = (line: readonly number[]): (readonly [number, number])[] =>
  line.flatMap((column, n) => (n % 2 === 0 ? [[column, line[n + 1]!] as const] : []));

test('a flat cut through a ball is its great circle, one closed line', () => {
  const plane = sagittalCut(FRAME, EXTENT, 0.5);
  const lines = surfaceOutline(ellipsoid(CENTRE, [11, 11, 11], 4), plane);
  expect(lines).toHaveLength(1);
  expect(lines[0]!.slice(0, 2)).toEqual(lines[0]!.slice(-2));
  // Chords of an icosphere of 2,562 corners lie up to 0.06 mm within.
  for (const [column, row] of points(lines[0]!))
    expect(Math.abs(distance(plane.at(column, row), CENTRE) - 11)).toBeLessThan(0.07);
});

test('the side of a box runs where the box ends, to rounding', () => {
  const plane = sagittalCut(FRAME, EXTENT, 0.5);
  const [line] = surfaceOutline(box([-5, -14.3, 52.6], [11, 5.9, 67.1]), plane);
  const places = points(line!).map(([column, row]) => plane.at(column, row));
  for (const [axis, low, high] of [
    [1, -14.3, 5.9],
    [2, 52.6, 67.1],
  ] as const) {
    // prettier-ignore
    expect(places.reduce((least, place) => Math.min(least, place[axis]), Infinity)).toBeCloseTo(low, 4);
    expect(places.reduce((most, place) => Math.max(most, place[axis]), -Infinity)).toBeCloseTo(high, 4);
  }
});

test('two parts are two lines, one beside the plane is none, one beyond the picture is open', () => {
  const plane = sagittalCut(FRAME, EXTENT, 0.5);
  const two = together(ellipsoid([3, -16, 60], [4, 4, 4]), ellipsoid([3, 8, 60], [5, 5, 5]));
  expect(surfaceOutline(two, plane)).toHaveLength(2);
  expect(surfaceOutline(ellipsoid([20, -4, 60], [11, 11, 11]), plane)).toEqual([]);
  const lines = surfaceOutline(ellipsoid([3, 20, 60], [9, 9, 9], 4), plane);
  expect(lines).toHaveLength(1);
  expect(lines[0]!.slice(0, 2)).not.toEqual(lines[0]!.slice(-2));
  for (const [column] of points(lines[0]!)) expect(column).toBeLessThanOrEqual(plane.width - 1);
});

test('a curved cut through leaning bodies meets each where its own surface is', () => {
  const centres: readonly Vec3[] = [[-18, 12, 130], [-4, 2, 101], [10, -6, 72], [16, -8, 42]]; // prettier-ignore
  const { sagittal, coronal } = curvedPlanes(levelsAt(centres).map(({ frame }) => frame!))!;
  for (const plane of [sagittal, coronal]) {
    for (const centre of centres) {
      const lines = surfaceOutline(ellipsoid(centre, [11, 11, 11], 4), plane);
      expect(lines).toHaveLength(1);
      for (const [column, row] of points(lines[0]!)) {
        const place = plane.at(column, row);
        expect(Math.abs(distance(place, centre) - 11)).toBeLessThan(0.1);
        expect(Math.abs(plane.side(place))).toBeLessThan(1e-3);
      }
    }
  }
});
