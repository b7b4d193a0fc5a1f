/** Outlines of label maps: one a label, on the label's edge, closed where it lies within the picture. */
import { describe, expect, test } from 'vitest';

import type { Vec3 } from '../../../../contracts/primitives.ts';
import { spineViews, type SpineView } from '../../../../report/pictures/views/spine-views.ts';
import { distance } from '../../../../spine/math/vector.ts';

import { BALL_MM, ballsAt } from '../balls.ts';

const CENTRES: readonly Vec3[] = [
  [2, 1, 60],
  [0, -2, 30],
  [1, 0, 0],
];

/** Distances of a label's outline from its centre, mm, line by line. */
function radii(view: SpineView, value: number, centre: Vec3): number[][] {
  return (view.vertebrae.get(value) ?? []).map((line) =>
    line.flatMap((column, n) => (n % 2 === 0 ? [distance(view.plane.at(column, line[n + 1]!), centre)] : [])),
  );
}

describe.each([
  ['voxels of 1 mm', [1, 1, 1], 0],
  ['flat voxels', [0.8, 0.8, 2], 0],
  ['a turned grid', [1, 1, 1], 30],
] as const)('whole vertebrae in %s', (_, spacing, degrees) => {
  const spine = ballsAt(CENTRES, spacing, degrees);
  const { sagittal, coronal } = spineViews({ ...spine, vertebrae: spine.bodies })!;

  test.each(CENTRES.map((centre, n) => [spine.levels[n]!.labelValue, centre] as const))(
    'label %d has one closed line on its edge in both views',
    (value, centre) => {
      for (const view of [sagittal, coronal]) {
        expect([...view.vertebrae.keys()].sort()).toEqual(
          spine.levels.map(({ labelValue }) => labelValue).sort(),
        );
        const [line, ...more] = radii(view, value, centre);
        expect(more).toEqual([]);
        const points = view.vertebrae.get(value)![0]!;
        expect(points.slice(0, 2)).toEqual(points.slice(-2));
        // A mask's edge lies within half a voxel's diagonal of the ball's.
        const diagonal = Math.hypot(spacing[0], spacing[1], spacing[2]);
        for (const mm of line!) expect(Math.abs(mm - BALL_MM)).toBeLessThan(diagonal / 2);
        // Voxels count by their middles: on the whole the outline is the ball's.
        const mean = line!.reduce((sum, mm) => sum + mm, 0) / line!.length;
        expect(Math.abs(mean - BALL_MM)).toBeLessThan(0.35);
      }
    },
  );
});

test('two labels that touch share their border, and each has its own line', () => {
  const spine = ballsAt([[0, 0, 0], [0, 0, -30]]); // prettier-ignore
  const [nx, ny] = spine.bodies.dims;
  const { data, affine } = spine.bodies;
  const [upper, lower] = spine.levels.map(({ labelValue }) => labelValue) as [number, number];
  // One ball cut in two halves, by slices.
  const halved = data.map((value, at) => {
    const z = affine[11] + Math.floor(at / (nx * ny));
    return value === upper && z < 0 ? lower : value === upper ? upper : 0;
  });
  const { coronal } = spineViews({ ...spine, vertebrae: { ...spine.bodies, data: halved } })!;
  const heights = (value: number) => {
    const [line, ...more] = coronal.vertebrae.get(value)!;
    expect(more).toEqual([]);
    const zs = line!.flatMap((column, n) =>
      n % 2 === 0 ? [coronal.plane.at(column, line![n + 1]!)[2]] : [],
    );
    const sorted = zs.toSorted((a, b) => a - b);
    return [sorted[0]!, sorted.at(-1)!] as const;
  };
  const [above, below] = [heights(upper), heights(lower)];
  // The border lies between the slices at -1 and 0 mm.
  expect(above[0]).toBeCloseTo(-0.5, 1);
  expect(below[1]).toBeCloseTo(-0.5, 1);
  expect(Math.abs(above[1] - BALL_MM)).toBeLessThan(1);
  expect(Math.abs(below[0] + BALL_MM)).toBeLessThan(1);
});

test('whichever of a grid’s axes runs across the picture, the outline is the same', () => {
  const spine = ballsAt(CENTRES, [1, 1, 1.5]);
  const { dims, affine: a, data } = spine.bodies;
  const [nx, ny, nz] = dims;
  const swapped = new Uint8Array(data.length);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) swapped[k + nz * (j + ny * i)] = data[i + nx * (j + ny * k)]!;
  const vertebrae = {
    dims: [nz, ny, nx] as const,
    affine: [a[2], a[1], a[0], a[3], a[6], a[5], a[4], a[7], a[10], a[9], a[8], a[11]] as const,
    data: swapped,
  };
  const [plain, other] = [spine.bodies, vertebrae].map((labels) =>
    spineViews({ ...spine, vertebrae: labels })!,
  );
  for (const name of ['sagittal', 'coronal'] as const)
    for (const [n, { labelValue }] of spine.levels.entries()) {
      const [own, swap] = [plain!, other!].map((views) => radii(views[name], labelValue, CENTRES[n]!));
      expect(swap).toHaveLength(1);
      // Sums in another order.
      swap![0]!.forEach((mm, at) => expect(mm).toBeCloseTo(own![0]![at]!, 3));
    }
});
