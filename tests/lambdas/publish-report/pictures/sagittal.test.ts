import { PNG } from 'pngjs';
import { expect, test } from 'vitest';

import { sagittalPicture } from '../../../../lambdas/publish-report/pictures/sagittal.ts';
import type { Segmentation } from '../../../../lambdas/shared/contracts/segmentation.ts';
import { LABEL_VALUE } from '../../../../lambdas/shared/levels.ts';
import type { Affine } from '../../../../lambdas/shared/volume.ts';

const DIMS = [40, 60, 50] as const;
const SPACING = [2, 1, 3] as const;
const AFFINE: Affine = [SPACING[0], 0, 0, -40, 0, SPACING[1], 0, -30, 0, 0, SPACING[2], 0];
/** Two balls far apart from left to right: a flat sagittal cut can't meet both. */
const CENTRES = { L1: [-15, 0, 110], L2: [15, 5, 50] } as const;
const RADIUS = 12;

const levels: Segmentation['levels'] = (['L1', 'L2'] as const).map((level) => ({
  level,
  labelValue: LABEL_VALUE[level],
  frame: { origin: [...CENTRES[level]], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] },
  bodyVolumeMm3: 7000,
  truncated: false,
  refusal: null,
  qc: { light: 'green', flags: [] },
}));

function scene() {
  const ct = new Int16Array(DIMS[0] * DIMS[1] * DIMS[2]).fill(-500);
  const bodies = new Uint8Array(ct.length);
  for (let at = 0; at < ct.length; at++) {
    const [i, j, k] = [
      at % DIMS[0],
      Math.floor(at / DIMS[0]) % DIMS[1],
      Math.floor(at / (DIMS[0] * DIMS[1])),
    ];
    for (const level of ['L1', 'L2'] as const) {
      const [x, y, z] = CENTRES[level];
      if (Math.hypot(SPACING[0] * i - 40 - x, SPACING[1] * j - 30 - y, SPACING[2] * k - z) > RADIUS) continue;
      ct[at] = 900;
      bodies[at] = LABEL_VALUE[level];
    }
  }
  return {
    ct: { dims: DIMS, affine: AFFINE, data: ct },
    bodies: { dims: DIMS, affine: AFFINE, data: bodies },
  };
}

test('the cut follows the bodies, shows both at their full size and in true proportion', () => {
  const { ct, bodies } = scene();
  const picture = sagittalPicture(ct, bodies, levels)!;
  for (const level of ['L1', 'L2'] as const) {
    const [column, row] = picture.plane.project([...CENTRES[level]]);
    expect(picture.plane.at(column, row)[0]).toBeCloseTo(CENTRES[level][0], 6);
    const points = picture.outlines.get(level)!.flat();
    const across = points.filter((_, n) => n % 2 === 0);
    const down = points.filter((_, n) => n % 2 === 1);
    for (const [ends, step] of [
      [across, SPACING[1]],
      [down, SPACING[2]],
    ] as const) {
      const sorted = ends.toSorted((a, b) => a - b);
      const size = (sorted.at(-1)! - sorted[0]!) * picture.plane.pixelMm;
      // A ball of voxels is up to a voxel wider or narrower than the ball.
      expect(Math.abs(size - 2 * RADIUS)).toBeLessThanOrEqual(step);
    }
  }
});

test('the picture ends where the CT ends', () => {
  const { ct, bodies } = scene();
  const { plane, png } = sagittalPicture(ct, bodies, levels)!;
  // From front to back the CT is 59 mm wide, less than what is shown around bodies in a larger one.
  expect(plane.width * plane.pixelMm).toBeCloseTo(59, 0);
  const { data, width } = PNG.sync.read(Buffer.from(png));
  const [column, row] = plane.project([...CENTRES.L1]);
  // Bone of 900 HU lies at the top of the window, -500 HU below it.
  expect(data[4 * (Math.round(column) + width * Math.round(row))]).toBe(255);
  expect(data[0]).toBe(0);
});

test('without a body that has a frame there is no picture', () => {
  const { ct, bodies } = scene();
  const unframed = levels.map((level) => ({ ...level, frame: null }));
  expect(sagittalPicture(ct, bodies, unframed)).toBeNull();
});
