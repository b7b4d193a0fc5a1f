import { expect, test } from 'vitest';

import { bodyGrid } from '../../../../../spine/measure/strength/model/body-grid.ts';
import { bodyModel, heightOf, vertebraGrid } from '../../../../../spine/measure/strength/model/body-model.ts';
import { grownBody, turnedFrame } from '../../../../../spine/measure/strength/model/varied-body.ts';

import { block } from '../../block.ts';

const { ct, surface, frame } = block();
const model = bodyModel(bodyGrid({ ct, surface, frame, spacingMm: 1 }), 3);

/** Outer box of the bone, mm. */
function boxMm({ dims, spacing, body }: typeof model): number[] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  body.forEach((inside, at) => {
    if (inside === 0) return;
    [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))].forEach(
      (n, axis) => {
        low[axis] = Math.min(low[axis]!, n);
        high[axis] = Math.max(high[axis]!, n);
      },
    );
  });
  return low.map((first, axis) => spacing[axis]! * (high[axis]! - first + 1));
}

test('an outline 0.5 mm further out makes the body 1 mm larger along every axis, with the same voxels', () => {
  const grown = grownBody(model, ct, 0.5);
  boxMm(grown).forEach((mm, axis) => {
    expect(mm - boxMm(model)[axis]!).toBeCloseTo(1, 9);
  });
  expect(grown.body).toEqual(model.body);
  expect(heightOf(grown) - heightOf(model)).toBeCloseTo(1, 9);
});

test('an outline that does not move samples the same HU', () => {
  grownBody(model, ct, 0).hu.forEach((hu, at) => {
    expect(Math.abs(hu - model.hu[at]!)).toBeLessThan(1e-9);
  });
});

test('an outline further out takes in soft tissue, one further in loses the shell', () => {
  const mineral = (mm: number): number => {
    const grid = vertebraGrid(grownBody(model, ct, mm), { slope: 0.7, intercept: 0 });
    const voxel = grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
    return voxel * grid.densityMgCc.reduce((sum, density) => sum + density, 0);
  };
  // A shell of 0.7 mm at 700 mg/cm3 over about 5,000 mm2, blurred over a voxel, of 3.5 million in all.
  const [inner, middle, outer] = [-0.5, 0, 0.5].map(mineral) as [number, number, number];
  expect((middle - inner) / middle).toBeGreaterThan(0.1);
  expect((outer - middle) / middle).toBeLessThan((middle - inner) / middle);
});

test('a turned frame stays right-handed and orthonormal, its load axis off by the angle', () => {
  for (const about of ['left', 'posterior'] as const) {
    const { left, posterior, superior } = turnedFrame(frame, about, 2);
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, x, n) => sum + x * b[n]!, 0);
    expect(dot(superior, frame.superior)).toBeCloseTo(Math.cos((2 * Math.PI) / 180), 12);
    expect(dot(left, posterior)).toBeCloseTo(0, 12);
    expect(dot(left, superior)).toBeCloseTo(0, 12);
    const cross = [
      left[1] * posterior[2] - left[2] * posterior[1],
      left[2] * posterior[0] - left[0] * posterior[2],
      left[0] * posterior[1] - left[1] * posterior[0],
    ];
    expect(dot(cross, superior)).toBeCloseTo(1, 12);
  }
});
