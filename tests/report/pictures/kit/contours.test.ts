import { expect, test } from 'vitest';

import { contourSegments, joinedLines } from '../../../../report/pictures/kit/contours.ts';

const SIZE = 41;
const CENTRE = 20.3;

/** A cone: its line of value `RADIUS` is a circle. */
const RADIUS = 12;
const cone = Float32Array.from({ length: SIZE * SIZE }, (_, n) =>
  Math.hypot((n % SIZE) - CENTRE, Math.floor(n / SIZE) - CENTRE),
);

test('a circle comes out as one closed line on the circle', () => {
  const lines = joinedLines(contourSegments(cone, SIZE, SIZE, RADIUS));
  expect(lines).toHaveLength(1);
  const [line] = lines;
  expect(line!.slice(0, 2)).toEqual(line!.slice(-2));
  for (let n = 0; n < line!.length; n += 2) {
    // A cone is not linear along a cell's edge: by 1 / (8 radius) pixels at most.
    expect(Math.abs(Math.hypot(line![n]! - CENTRE, line![n + 1]! - CENTRE) - RADIUS)).toBeLessThan(
      1 / (8 * RADIUS),
    );
  }
});

test('joining keeps every segment, once', () => {
  const noise = Float32Array.from(
    { length: 400 },
    (_, n) => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1,
  );
  const segments = contourSegments(noise, 20, 20, 0.5);
  const lines = joinedLines(segments);
  expect(lines.reduce((sum, line) => sum + line.length / 2 - 1, 0)).toBe(segments.length);
  const length = (x1: number, y1: number, x2: number, y2: number): number => Math.hypot(x2 - x1, y2 - y1);
  const before = segments.reduce((sum, segment) => sum + length(...segment), 0);
  let after = 0;
  for (const line of lines)
    for (let n = 2; n < line.length; n += 2)
      after += length(line[n - 2]!, line[n - 1]!, line[n]!, line[n + 1]!);
  // Sums of some hundred lengths in another order.
  expect(after).toBeCloseTo(before, 9);
});

test('a line that leaves the picture is open, and whole whichever end it is found from', () => {
  const ramp = Float32Array.from({ length: 100 }, (_, n) => n % 10);
  const lines = joinedLines(contourSegments(ramp, 10, 10, 4.5));
  expect(lines).toHaveLength(1);
  expect(lines[0]!.filter((_, n) => n % 2 === 1).toSorted((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

test('a saddle is cut into two lines about its corners', () => {
  const [top, right, bottom, left] = [[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]] as const; // prettier-ignore
  const cut = (...values: number[]) => contourSegments(Float32Array.from(values), 2, 2, 0.5);
  // Row by row: the upper left and the lower right corner are inside, then the other two.
  expect(cut(1, 0, 0, 1)).toEqual([
    [...left, ...top],
    [...right, ...bottom],
  ]);
  expect(cut(0, 1, 1, 0)).toEqual([
    [...top, ...right],
    [...bottom, ...left],
  ]);
});

test.each([
  [
    [1, 0, 0, 0],
    [0, 0.5, 0.5, 0],
  ],
  [
    [0, 1, 0, 0],
    [0.5, 0, 1, 0.5],
  ],
  [
    [0, 0, 0, 1],
    [1, 0.5, 0.5, 1],
  ],
  [
    [0, 0, 1, 0],
    [0.5, 1, 0, 0.5],
  ],
  [
    [1, 1, 0, 0],
    [0, 0.5, 1, 0.5],
  ],
  [
    [0, 1, 0, 1],
    [0.5, 0, 0.5, 1],
  ],
])('a cell of %j is cut from %j', (values, segment) => {
  const sorted = (line: readonly number[]) =>
    [line.slice(0, 2), line.slice(2)].map((end) => end.join()).sort();
  for (const signs of [values, values.map((value) => 1 - value)]) {
    const found = contourSegments(Float32Array.from(signs), 2, 2, 0.5);
    expect(found.map(sorted)).toEqual([sorted(segment)]);
  }
});
