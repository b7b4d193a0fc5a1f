/** Which bone the arm of forward bending is measured to, and about which axis. The moment: `plastic.test.ts`. */
import { expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import { forwardBending } from '../../../../../spine/measure/strength/solves/bending.ts';

const { plastic, ...materials } = PARAMETER_SETS['osteon-default-4'];

/**
 * Bone of 5 x 6 x 4 voxels in a larger grid: two empty rows before it, one behind it, one column to its right. `dense` rows
 * of it, counted from the front, are as dense as 300 mg/cm3, the others as 100.
 */
function body({
  spacing = [1, 1, 1] as readonly [number, number, number],
  dense = [0, 0] as readonly [from: number, to: number],
} = {}) {
  const dims = [6, 9, 4] as const;
  const count = dims[0] * dims[1] * dims[2];
  const grid = {
    dims,
    spacing,
    densityMgCc: new Float64Array(count).fill(100),
    body: new Uint8Array(count),
    caps: new Uint8Array(count),
  };
  for (let at = 0; at < count; at++) {
    const [i, j] = [at % 6, Math.floor(at / 6) % 9];
    if (i < 1 || j < 2 || j > 7) continue;
    grid.body[at] = 1;
    if (j - 2 >= dense[0] && j - 2 < dense[1]) grid.densityMgCc[at] = 300;
  }
  return { grid, heightMm: 4 * spacing[2], materials, plastic, strains: [0.004, 0.008] };
}

test('the arm ends at the foremost bone, not at the edge of the grid', () => {
  // The middle of bone six rows deep lies three rows behind its front face.
  expect(forwardBending(body())!.angleRad).toBeCloseTo((0.008 * 4) / 3, 12);
  expect(forwardBending(body({ spacing: [1, 2, 1.5] }))!.angleRad).toBeCloseTo((0.008 * 6) / 6, 12);
});

test('rows before the bone change neither arm nor moment', () => {
  const padded = body();
  const bare = { ...padded, grid: cropped(padded.grid) };
  const [a, b] = [forwardBending(padded)!, forwardBending(bare)!];
  expect(b.angleRad).toBeCloseTo(a.angleRad, 12);
  expect(b.moment / a.moment).toBeCloseTo(1, 4);
});

test('dense bone at the front face bends at a higher moment than as much of it in the middle', () => {
  const at = (dense: readonly [number, number]): number => forwardBending(body({ dense }))!.moment;
  expect(at([0, 2])).toBeGreaterThan(1.2 * at([2, 4]));
});

/** The grid without its empty rows and columns. */
function cropped(grid: ReturnType<typeof body>['grid']): ReturnType<typeof body>['grid'] {
  const kept = [...grid.body.keys()].filter((at) => grid.body[at] === 1);
  const dims = [5, 6, 4] as unknown as typeof grid.dims; // The type of the larger grid, whose size is literal.
  return {
    dims,
    spacing: grid.spacing,
    densityMgCc: Float64Array.from(kept, (at) => grid.densityMgCc[at]!),
    body: new Uint8Array(kept.length).fill(1),
    caps: new Uint8Array(kept.length),
  };
}
