import { expect, test } from 'vitest';

import type { Arch } from '../../../../spine/outline/posterior/arches.ts';
import { markReach, rivalOf } from '../../../../spine/outline/posterior/rivals.ts';
import { affineFrom, indexToWorld } from '../../../../spine/grid/volume.ts';
import { along, cross, dot, unit } from '../../../../spine/math/vector.ts';
import type { Vec3 } from '../../../../contracts/primitives.ts';

/** Within so many mm of the mid-plane and behind the wall, and of the middle of the body in periods. */
const REACH = { across: 56, front: -18, back: 68, periods: 1.5 };

test.each([
  [0, 0],
  [0.3, -0.2],
  [-0.6, 0.4],
])('bone is looked for in a box that leans by %d and %d, voxel by voxel', (forward, aside) => {
  const dims = [50, 48, 40] as const;
  const affine = affineFrom([3, 0, 0, -75, 0, 3.1, 0.1, -60, 0, 0.2, 3, -60]);
  const superior = unit([aside, forward, 1]);
  const posterior = unit(along([0, 1, 0], -superior[1], superior));
  const left = cross(posterior, superior);
  const arch: Arch = {
    value: 20,
    level: 'L1',
    frame: { origin: [1, 2, -3], left: [...left], posterior: [...posterior], superior: [...superior] },
    wallMm: 15,
    heightMm: 25,
    halfWidthMm: 20,
    periodMm: 30,
    canal: [0, 8],
  };
  const grid = { dims, affine, data: new Uint8Array(dims[0] * dims[1] * dims[2]) };
  const sought = new Uint8Array(grid.data.length);
  markReach(grid, rivalOf(grid, arch), sought);
  let marked = 0;
  sought.forEach((yes, at) => {
    const place = indexToWorld(
      affine,
      at % dims[0],
      Math.floor(at / dims[0]) % dims[1],
      Math.floor(at / (dims[0] * dims[1])),
    );
    const d: Vec3 = along(place, -1, arch.frame.origin);
    const [u, t, w] = [dot(d, left), dot(d, posterior) - arch.wallMm, dot(d, superior)];
    const within =
      Math.abs(u) < REACH.across &&
      t > REACH.front &&
      t < REACH.back &&
      Math.abs(w) <= REACH.periods * arch.periodMm;
    if (yes !== (within ? 1 : 0)) throw new Error(`voxel ${at} at ${u}, ${t}, ${w}: ${yes}`);
    marked += yes;
  });
  expect(marked).toBeGreaterThan(10_000);
});
