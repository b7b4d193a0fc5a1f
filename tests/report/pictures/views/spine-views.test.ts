import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';

import type { Vec3 } from '../../../../contracts/primitives.ts';
import { curvedPlanes } from '../../../../report/pictures/views/curved-planes.ts';
import { greyPng, spineViews, type SpineView } from '../../../../report/pictures/views/spine-views.ts';
import { withSurfaces } from '../../../../spine/outline/index.ts';
import { distance } from '../../../../spine/math/vector.ts';

import { BALL_MM, ballsAt, boundsOf, levelsAt } from '../balls.ts';

/** Bends to the left and right, and to the front and back, as no flat cut could follow. */
const BENT: readonly Vec3[] = [
  [-18, 12, 130],
  [-4, 2, 101],
  [10, -6, 72],
  [16, -8, 42],
  [9, 0, 12],
];
const LEAN = Math.PI / 6;
/** A straight column that leans by 30 degrees to the patient's left. */
const LEANING: readonly Vec3[] = [0, 1, 2, 3].map((n) => [
  30 * n * Math.sin(LEAN),
  0,
  100 - 30 * n * Math.cos(LEAN),
]);

const framesOf = (centres: readonly Vec3[]) => levelsAt(centres).map(({ frame }) => frame!);

/** Per level the distance of every outline point from the ball's surface, mm. */
function offsets(view: SpineView, centres: readonly Vec3[]): number[] {
  return levelsAt(centres).flatMap(({ labelValue }, n) =>
    view.bodies.get(labelValue)!.flatMap((line) =>
      line.flatMap((column, at) => {
        if (at % 2 === 1) return [];
        const point = view.plane.at(column, line[at + 1]!);
        return [distance(point, centres[n]!) - BALL_MM];
      }),
    ),
  );
}

describe('the curved cuts', () => {
  test('pass through the centre of every body', () => {
    const planes = curvedPlanes(framesOf(BENT))!;
    for (const plane of [planes.sagittal, planes.coronal])
      for (const centre of BENT)
        // The curve is a polyline of 0.5 mm pieces through the centres.
        expect(distance(plane.at(...plane.project(centre)), centre)).toBeLessThan(0.01);
  });

  test('unroll without stretching: a pixel is a pixel wide everywhere and in every direction', () => {
    const planes = curvedPlanes(framesOf(BENT))!;
    for (const plane of [planes.sagittal, planes.coronal])
      for (let row = 0; row + 1 < plane.height; row += 7)
        for (const [dc, dr] of [
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const length = distance(plane.at(9, row), plane.at(9 + dc, row + dr));
          expect(length / (plane.pixelMm * Math.hypot(dc, dr))).toBeCloseTo(1, 3);
        }
  });

  test('show a leaning column at its true length, where equal steps of z would lose 13 %', () => {
    const { sagittal } = curvedPlanes(framesOf(LEANING))!;
    const rows = LEANING.map((centre) => sagittal.project(centre)[1] * sagittal.pixelMm);
    rows.slice(1).forEach((row, n) => expect(row - rows[n]!).toBeCloseTo(30, 6));
  });

  test('keep a straight line along the column straight', () => {
    const { sagittal, coronal } = curvedPlanes(framesOf(LEANING))!;
    const points = LEANING.map(([x, y, z]): Vec3 => [x, y + 20, z]);
    const columns = points.map((point) => sagittal.project(point)[0]);
    for (const column of columns) expect(column).toBeCloseTo(columns[0]!, 6);
    const [first, second, third] = LEANING.map((centre) => coronal.project(centre)) as [number, number][];
    const slope = (a: readonly number[], b: readonly number[]): number => (b[0]! - a[0]!) / (b[1]! - a[1]!);
    expect(slope(first!, second!)).toBeCloseTo(slope(second!, third!), 6);
    expect(slope(first!, second!)).toBeCloseTo(Math.tan(LEAN), 6);
  });

  test('have the front on the left from the side, and the right on the left from the front', () => {
    const { sagittal, coronal } = curvedPlanes(framesOf(BENT))!;
    const [x, y, z] = BENT[2]!;
    expect(sagittal.project([x, y - 10, z])[0]).toBeLessThan(sagittal.project([x, y + 10, z])[0]);
    expect(coronal.project([x - 10, y, z])[0]).toBeLessThan(coronal.project([x + 10, y, z])[0]);
    expect(sagittal.project([x, y, z + 10])[1]).toBeLessThan(sagittal.project([x, y, z - 10])[1]);
  });

  test('turn with a patient who lies turned', () => {
    const turn = Math.PI / 9;
    const turned = framesOf(LEANING).map((frame) => ({
      ...frame,
      posterior: [Math.sin(turn), Math.cos(turn), 0] as const,
    }));
    const { sagittal } = curvedPlanes(
      turned.map(({ posterior, ...frame }) => ({ ...frame, posterior: [...posterior] })),
    )!;
    const [a, b] = [sagittal.at(0, 50), sagittal.at(10, 50)];
    expect((b[0] - a[0]) / (b[1] - a[1])).toBeCloseTo(Math.tan(turn), 6);
  });
});

test('a vertebra that the field of view cuts does not bend the cuts', () => {
  const spine = ballsAt(LEANING);
  const straight = spineViews(spine)!.coronal.plane;
  const [first, ...others] = spine.levels;
  const askew = { ...first!.frame!, origin: [-40, 45, 102] as [number, number, number] };
  const levels = [{ ...first!, frame: askew, truncated: true }, ...others];
  const { plane } = spineViews({ ...spine, levels })!.coronal;
  const middle = LEANING[2]!;
  for (const rows of [-80, 0, 80]) {
    const [column, row] = straight.project(middle);
    const [other, otherRow] = plane.project(middle);
    expect(distance(plane.at(other, otherRow + rows), straight.at(column, row + rows))).toBeLessThan(0.01);
  }
});

describe('outlines', () => {
  test.each([
    ['voxels of 1 mm', [1, 1, 1], 0],
    ['slices of 3 mm', [0.8, 0.8, 3], 0],
    ['an oblique grid', [1, 1, 1.5], 25],
  ] as const)('lie on the surface of the label, with %s', (_, spacing, turn) => {
    const spine = ballsAt(BENT, [...spacing], turn);
    const { sagittal, coronal } = spineViews(spine)!;
    for (const view of [sagittal, coronal]) {
      const off = offsets(view, BENT);
      // A mask's own surface runs between the voxels that are in it and those beside: half a voxel's diagonal at most.
      const voxel = Math.hypot(spacing[0], spacing[1], spacing[2]) / 2;
      for (const mm of off) expect(Math.abs(mm)).toBeLessThan(voxel);
      const mean = off.reduce((sum, mm) => sum + mm, 0) / off.length;
      expect(Math.abs(mean)).toBeLessThan(0.5 * sagittal.plane.pixelMm);
    }
  });

  test('lie halfway between a voxel of the label and one beside it, to half a pixel', () => {
    const spine = ballsAt([[0, 0, 60]]);
    const block = spine.bodies.data.fill(0);
    const { dims, affine } = spine.bodies;
    for (let at = 0; at < block.length; at++) {
      const [i, j, k] = [
        at % dims[0],
        Math.floor(at / dims[0]) % dims[1],
        Math.floor(at / (dims[0] * dims[1])),
      ];
      const [x, y, z] = [i + affine[3], j + affine[7], k + affine[11]];
      if (Math.abs(x) <= 15 && Math.abs(y) <= 10 && Math.abs(z - 60) <= 8)
        block[at] = spine.levels[0]!.labelValue;
    }
    const { surfaces } = withSurfaces({ bodies: spine.bodies });
    const { plane, bodies } = spineViews({ ...spine, surfaces })!.sagittal;
    const points = bodies
      .get(spine.levels[0]!.labelValue)!
      .flatMap((line) => line.flatMap((column, n) => (n % 2 === 0 ? [plane.at(column, line[n + 1]!)] : [])));
    const [low, high] = boundsOf(points);
    const half = plane.pixelMm / 2;
    for (const [seen, wanted] of [
      [low[1], -10.5],
      [high[1], 10.5],
      [low[2], 51.5],
      [high[2], 68.5],
    ] as const)
      expect(Math.abs(seen - wanted)).toBeLessThan(half);
  });

  test('close, and are one line a body', () => {
    const { sagittal } = spineViews(ballsAt(BENT))!;
    for (const lines of sagittal.bodies.values()) {
      expect(lines).toHaveLength(1);
      expect(lines[0]!.slice(0, 2)).toEqual(lines[0]!.slice(-2));
    }
  });
});

describe('the picture', () => {
  test('ends where the CT ends, and shows bone white on black', () => {
    const spine = ballsAt(BENT);
    const { sagittal } = spineViews(spine)!;
    const { plane } = sagittal;
    // The balls' volume ends 50 mm behind the rearmost, 12, and 50 mm in front of the foremost, -8; shown are 36 and 68.
    expect(plane.width * plane.pixelMm).toBeCloseTo(36 + 20 + 50, -0.5);
    const { data, width, height } = PNG.sync.read(Buffer.from(greyPng(sagittal)));
    expect([width, height]).toEqual([plane.width, plane.height]);
    for (const centre of BENT) {
      const [column, row] = plane.project(centre);
      expect(data[4 * (Math.round(column) + width * Math.round(row))]).toBe(255);
    }
    // 0 HU stands at (0 - 250) / 1300 + 1/2 of the window.
    expect(data[4 * 3]).toBe(Math.round(255 * (0.5 - 250 / 1300)));
  });

  test('follows the middles of the labels where no body has a frame', () => {
    const spine = ballsAt(BENT, [1, 1, 1.5], 20);
    const levels = spine.levels.map((level) => ({ ...level, frame: null }));
    const { sagittal, coronal } = spineViews({ ...spine, levels })!;
    for (const { plane } of [sagittal, coronal])
      for (const centre of BENT)
        // The middle of a ball's voxels lies within a tenth of a voxel of the ball's.
        expect(distance(plane.at(...plane.project(centre)), centre)).toBeLessThan(0.15);
  });

  test('is none where no vertebra was seen', () => {
    const spine = ballsAt([[0, 0, 60]]);
    spine.bodies.data.fill(0);
    expect(spineViews({ ...spine, levels: [] })).toBeNull();
  });
});
