import { describe, expect, test } from 'vitest';

import { frameBody } from '../../../../spine/outline/assess/body-frame.ts';
import { posteriorBySymmetry } from '../../../../spine/outline/assess/symmetry.ts';
import type { Vec3 } from '../../../../contracts/primitives.ts';
import { tripleFrom, cross, distance, dot, unit } from '../../../../spine/math/vector.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

interface Shape {
  readonly superior: Vec3;
  readonly posterior: Vec3;
  /** Loss of height at the front edge, part of the height. */
  readonly wedge?: number;
  readonly voxel: readonly [number, number, number];
  readonly kidney?: boolean;
}

const [WIDTH, DEPTH, HEIGHT] = [42, 32, 26];
const CENTRE: Vec3 = [3.3, -2.1, 7.7];

function degrees(a: Vec3, b: Vec3): number {
  return (180 / Math.PI) * Math.acos(Math.min(1, dot(a, b)));
}

/** An elliptic cylinder, hollow behind where asked, in its own axes. */
function cylinder({ superior, posterior, wedge = 0, voxel, kidney = false }: Shape): Volume<Uint8Array> {
  const up = unit(superior);
  const left = unit(cross(posterior, up));
  const back = cross(up, left);
  const dims = tripleFrom(voxel.map((mm) => Math.ceil(64 / mm)));
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let at = 0; at < data.length; at++) {
    const p: Vec3 = [
      (at % dims[0]) * voxel[0] - 32 - CENTRE[0],
      (Math.floor(at / dims[0]) % dims[1]) * voxel[1] - 32 - CENTRE[1],
      Math.floor(at / (dims[0] * dims[1])) * voxel[2] - 32 - CENTRE[2],
    ];
    const [u, v, w] = [dot(p, left), dot(p, back), dot(p, up)];
    const half = (HEIGHT / 2) * (1 - wedge * (0.5 - v / DEPTH));
    const hollow = kidney && Math.hypot(u / 10, (v - DEPTH / 2) / 6) < 1;
    const inside = ((2 * u) / WIDTH) ** 2 + ((2 * v) / DEPTH) ** 2 <= 1 && Math.abs(w) <= half && !hollow;
    data[at] = inside ? 1 : 0;
  }
  return {
    dims,
    affine: [voxel[0], 0, 0, -32, 0, voxel[1], 0, -32, 0, 0, voxel[2], -32],
    data,
  };
}

const HINT = { superior: [0, 0, 1], posterior: [0, 1, 0] } as const;

describe('the frame of a tilted cylinder', () => {
  const tilts: readonly (readonly [string, Vec3])[] = [
    ['upright', [0, 0, 1]],
    ['leaning back by 12 degrees', [0, Math.sin(0.21), Math.cos(0.21)]],
    ['leaning forward by 35 degrees, as L5 does', [0, -Math.sin(0.61), Math.cos(0.61)]],
    ['scoliotic by 25 degrees', [Math.sin(0.44), 0.1, Math.cos(0.44)]],
  ];
  const voxels = [
    ['1 mm', [1, 1, 1], 0.7],
    ['0.7 x 0.7 x 2.5 mm', [0.7, 0.7, 2.5], 1],
    // A voxel of 3 mm over a footprint of 30 mm: half a step of 3 mm on one side would be 3 degrees.
    ['3 mm', [3, 3, 3], 2],
  ] as const;
  for (const [pose, superior] of tilts) {
    for (const [size, voxel, tolerance] of voxels) {
      test(`${pose}, on voxels of ${size}: within ${tolerance} degrees`, () => {
        const framed = frameBody(cylinder({ superior, posterior: [0, 1, 0], voxel }), HINT)!;
        expect(degrees(framed.frame.superior as Vec3, unit(superior))).toBeLessThan(tolerance);
        const coarsest = voxel.reduce((most, mm) => Math.max(most, mm), 0);
        const off = distance(framed.frame.origin, CENTRE);
        expect(off).toBeLessThan(0.2 * coarsest + 0.2);
        // A mask that lies along its slices can itself be too tall by up to one of them.
        expect(Math.abs(framed.heightMm - HEIGHT)).toBeLessThan(0.7 * coarsest);
        const { left, posterior, superior: up } = framed.frame as Record<string, Vec3>;
        expect(degrees(cross(left!, posterior!), up!)).toBeLessThan(1e-4);
      });
    }
  }
});

test('superior of a wedge lies midway between its endplates, and their angle is the wedge', () => {
  const wedge = 0.3;
  const framed = frameBody(
    cylinder({ superior: [0, 0, 1], posterior: [0, 1, 0], wedge, voxel: [1, 1, 1] }),
    HINT,
  )!;
  expect(degrees(framed.frame.superior as Vec3, [0, 0, 1])).toBeLessThan(1);
  const angle = (360 / Math.PI) * Math.atan((wedge * HEIGHT) / 2 / DEPTH);
  expect(Math.abs(framed.endplateAngleDegrees - angle)).toBeLessThan(1);
});

test('a body that is hollow behind turns posterior towards the hollow', () => {
  for (const turn of [-0.3, -0.1, 0.2]) {
    const posterior: Vec3 = [Math.sin(turn), Math.cos(turn), 0];
    const mask = cylinder({ superior: [0, 0, 1], posterior, voxel: [1, 1, 1], kidney: true });
    const { frame } = frameBody(mask, HINT)!;
    expect(degrees(posteriorBySymmetry(mask, frame), posterior)).toBeLessThan(2);
  }
});

test('a round body keeps the posterior that it came with', () => {
  const mask = cylinder({ superior: [0, 0, 1], posterior: [0, 1, 0], voxel: [1, 1, 1] });
  const round = { ...mask, data: mask.data.map((_, at) => (inBall(at, mask.dims) ? 1 : 0)) };
  const { frame } = frameBody(round, HINT)!;
  expect(degrees(posteriorBySymmetry(round, frame), frame.posterior as Vec3)).toBeLessThan(2);
});

test('an empty mask has no frame', () => {
  const mask = cylinder({ superior: [0, 0, 1], posterior: [0, 1, 0], voxel: [1, 1, 1] });
  const empty = { ...mask, data: mask.data.map(() => 0) };
  expect(frameBody(empty, HINT)).toBeNull();
});

function inBall(at: number, [nx, ny]: readonly [number, number, number]): boolean {
  const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
  return Math.hypot(i - 32, j - 32) <= 18 && Math.abs(k - 32) <= 12;
}
