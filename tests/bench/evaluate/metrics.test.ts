/** Overlap and surface distances of shapes whose answers are known on paper. */
import { describe, expect, it } from 'vitest';

import { dice, surfaceDistances } from '../../../bench/evaluate/metrics.ts';
import type { Affine, Volume } from '../../../spine/grid/volume.ts';

type Inside = (x: number, y: number, z: number) => boolean;

/** Voxels whose centres (mm) are inside. */
function mask(
  dims: readonly [number, number, number],
  spacing: readonly number[],
  inside: Inside,
): Volume<Uint8Array> {
  const [dx, dy, dz] = spacing as [number, number, number];
  const affine: Affine = [dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0];
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let at = 0; at < data.length; at++) {
    const i = at % dims[0];
    const j = Math.floor(at / dims[0]) % dims[1];
    const k = Math.floor(at / (dims[0] * dims[1]));
    if (inside(i * dx, j * dy, k * dz)) data[at] = 1;
  }
  return { dims, affine, data };
}

/** Voxels from `low` to below `high` along each axis. */
function box(low: readonly number[], high: readonly number[]): Inside {
  return (...p) => p.every((x, axis) => x >= low[axis]! && x < high[axis]!);
}

function ball(centre: readonly number[], radius: number): Inside {
  return (x, y, z) => Math.hypot(x - centre[0]!, y - centre[1]!, z - centre[2]!) <= radius;
}

function diceOf(a: Volume<Uint8Array>, b: Volume<Uint8Array>): number {
  const count = (of: (at: number) => boolean): number => a.data.reduce((n, _, at) => n + Number(of(at)), 0);
  return dice(
    count((at) => a.data[at] === 1 && b.data[at] === 1),
    count((at) => a.data[at] === 1),
    count((at) => b.data[at] === 1),
  );
}

describe('Dice', () => {
  it('is that of two balls that overlap in a lens', () => {
    const [radius, apart] = [15, 8];
    const dims = [60, 50, 50] as const;
    const a = mask(dims, [1, 1, 1], ball([20.3, 25.1, 24.8], radius));
    const b = mask(dims, [1, 1, 1], ball([20.3 + apart, 25.1, 24.8], radius));
    // Lens of two equal balls: (4 r + d) (2 r - d)^2 pi / 12.
    const lens = ((4 * radius + apart) * (2 * radius - apart) ** 2 * Math.PI) / 12;
    // 14,000 voxels, one in five at the surface: their count is right to 0.3 %.
    expect(Math.abs(diceOf(a, b) - lens / ((4 / 3) * Math.PI * radius ** 3))).toBeLessThan(0.005);
  });

  it('is 1 for the same mask, 0 for masks apart, and 1 for two empty ones', () => {
    expect([dice(7, 7, 7), dice(0, 7, 9), dice(0, 0, 0)]).toEqual([1, 0, 1]);
  });
});

describe('surface distances', () => {
  it('are 0 between a mask and itself', () => {
    const a = mask([20, 20, 20], [0.7, 0.7, 2.5], ball([7, 7, 20], 6));
    expect(surfaceDistances(a, a)).toEqual({ meanMm: 0, hd95Mm: 0 });
  });

  it('are those of a cube moved along one axis', () => {
    const dims = [30, 20, 20] as const;
    const a = mask(dims, [1, 1, 1], box([5, 5, 5], [15, 15, 15]));
    const b = mask(dims, [1, 1, 1], box([8, 5, 5], [18, 15, 15]));
    // Of a's six faces of 100 mm2: the one behind lies 3 mm from b's (but for its rim, which meets nothing nearer),
    // the one in front 3 mm inside b, nearest to a side wall near its rim. Four side walls: the 3 mm that stand out
    // are 0.5, 1.5, 2.5 mm from b's rear wall or side walls, the rest lies on b's.
    const { meanMm, hd95Mm } = surfaceDistances(a, b)!;
    const front = insideDistances();
    const sides = 4 * 10 * sideDistances().reduce((sum, d) => sum + d, 0);
    expect(meanMm).toBeCloseTo((300 + front.reduce((sum, d) => sum + d, 0) + sides) / 600, 5);
    expect(hd95Mm).toBe(3);
  });

  it('count every face by its area, so that thick slices weigh no less', () => {
    // A slab that grows by 2 mm to one side: 1 of 2 large faces moves by 2 mm, whatever the voxels.
    const of = (spacing: readonly [number, number, number]) => {
      const dims = [50, 50, 20].map((mm, axis) => Math.round(mm / spacing[axis]!)) as [
        number,
        number,
        number,
      ];
      const a = mask(dims, spacing, box([4, 4, 4], [44, 44, 8]));
      const b = mask(dims, spacing, box([4, 4, 4], [44, 44, 10]));
      return surfaceDistances(a, b)!.meanMm;
    };
    const [fine, thick] = [of([1, 1, 1]), of([1, 1, 2])];
    // 1,600 of 3,840 mm2 at 2 mm one way, of 4,160 the other; side walls of 320 mm2 stand out by 0.5 and 1.5, or 1 mm.
    expect(fine).toBeCloseTo((3200 / 3840 + (3200 + 320) / 4160) / 2, 1);
    // Measured 0.014, from the rims; with every face counted alike it would be 0.09.
    expect(Math.abs(thick / fine - 1)).toBeLessThan(0.02);
  });

  it('follow a ball that grows by 2 mm, on voxels that are no cubes', () => {
    const spacing = [0.8, 0.8, 1.6] as const;
    const dims = [60, 60, 30] as const;
    const a = mask(dims, spacing, ball([24, 24, 24], 16));
    const b = mask(dims, spacing, ball([24, 24, 24], 18));
    const { meanMm, hd95Mm } = surfaceDistances(a, b)!;
    // Staircases: off by a fraction of half a voxel diagonal (1 mm).
    expect(Math.abs(meanMm - 2)).toBeLessThan(0.2);
    expect(Math.abs(hd95Mm - 2)).toBeLessThan(0.9);
  });

  it('take the 95th percentile: a thin spike does not count', () => {
    const dims = [40, 30, 30] as const;
    const a = mask(dims, [1, 1, 1], box([5, 5, 5], [20, 20, 20]));
    const spike = box([20, 12, 12], [30, 13, 13]);
    const b = mask(dims, [1, 1, 1], (...p) => box([5, 5, 5], [20, 20, 20])(...p) || spike(...p));
    // 41 of 1,391 mm2.
    const { meanMm, hd95Mm } = surfaceDistances(a, b)!;
    expect(hd95Mm).toBe(0);
    expect(meanMm).toBeGreaterThan(0.05);
  });

  it('are not defined without a surface', () => {
    const empty = mask([5, 5, 5], [1, 1, 1], () => false);
    expect(surfaceDistances(empty, mask([5, 5, 5], [1, 1, 1], ball([2, 2, 2], 1)))).toBeNull();
  });
});

/** From each unit face of a's front wall, 3 mm inside b, to b's nearest: 3 mm to the rear wall, or to a side wall's middle. */
function insideDistances(): number[] {
  const out: number[] = [];
  for (let j = 0; j < 10; j++) {
    for (let k = 0; k < 10; k++) {
      // Faces of side walls have their middles half a voxel off in x, and half a voxel beyond the last row.
      const wall = Math.min(j, 9 - j, k, 9 - k) + 0.5;
      out.push(Math.min(7, Math.hypot(0.5, wall), 3));
    }
  }
  return out;
}

/** From the faces of a side wall that stand out behind b, for one line of them, to the rim of b. */
function sideDistances(): number[] {
  return [0.5, 1.5, 2.5].map((x) => Math.min(Math.hypot(x, 0.5), x + 0.5));
}
