import { describe, expect, test } from 'vitest';

import { normalNumbers } from '../../../../phantoms/random.ts';
import { pairAxes, type PairSize } from '../../../../spine/calibrate/phantom/find-pair.ts';
import { findRods } from '../../../../spine/calibrate/phantom/find-rods.ts';
import { phantomOf } from '../../../../spine/calibrate/phantom/phantom.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

const SIZE: PairSize = { radiusMm: 10, distanceMm: 22.9, evenMm: 40 };

interface Drawn {
  readonly degrees?: number;
  readonly noiseHu?: number;
  readonly rodHu?: number;
  readonly waterHu?: number;
  readonly bodyHu?: number;
  readonly radiusMm?: number;
  readonly distanceMm?: number;
  /** Of the round body, mm. */
  readonly bodyMm?: number;
  /** Slices with rods, first and one past the last. */
  readonly slices?: readonly [number, number];
  /** Beside the rods in the body: fat, HU. */
  readonly fatHu?: number;
}

/** A round body in air with two rods, slices of 3 mm, pixels of 0.8 mm. */
function drawn({
  degrees = 60,
  noiseHu = 20,
  rodHu = 300,
  waterHu = 10,
  bodyHu = 50,
  radiusMm = 10,
  distanceMm = 22.9,
  bodyMm = 50,
  slices = [4, 10],
  fatHu = bodyHu,
}: Drawn = {}): Volume<Int16Array> {
  const dims = [160, 160, 14] as const;
  const [pixel, slice] = [0.8, 3];
  const normal = normalNumbers(7);
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  const turn = (degrees * Math.PI) / 180;
  const [wx, wy] = [distanceMm * Math.cos(turn), distanceMm * Math.sin(turn)];
  for (let at = 0; at < data.length; at++) {
    const [i, j] = [at % dims[0], Math.floor(at / dims[0]) % dims[1]];
    const k = Math.floor(at / (dims[0] * dims[1]));
    const [x, y] = [pixel * (i - 82), pixel * (j - 78)];
    const within = k >= slices[0] && k < slices[1];
    let hu = Math.hypot(x, y) < bodyMm ? (y > 15 && x < -5 ? fatHu : bodyHu) : -1000;
    if (within && Math.hypot(x, y) < radiusMm) hu = rodHu;
    if (within && Math.hypot(x - wx, y - wy) < radiusMm) hu = waterHu;
    data[at] = Math.round(hu + noiseHu * normal());
  }
  return { dims, affine: [pixel, 0, 0, 0, 0, pixel, 0, 0, 0, 0, slice, 0], data };
}

describe('two rods in a round body', () => {
  test.each([0, 60, 135, 200, 310])('are found at any angle, %d degrees', (degrees) => {
    const rods = findRods(drawn({ degrees }), phantomOf('qrm-cci', null), [])!;
    expect(rods.map(({ name }) => name)).toEqual(['0', '200']);
    for (const [n, hu] of [10, 300].entries()) {
      expect(Math.abs(rods[n]!.region.meanHu - hu)).toBeLessThan(4 * rods[n]!.seHu + 0.5);
      expect(rods[n]!.region.accepted).toBe(true);
    }
    const [water, rod] = rods.map(({ region }) => region.centreMm) as readonly (readonly number[])[];
    const turn = (degrees * Math.PI) / 180;
    expect(Math.abs(water![0]! - rod![0]! - 22.9 * Math.cos(turn))).toBeLessThan(1);
    expect(Math.abs(water![1]! - rod![1]! - 22.9 * Math.sin(turn))).toBeLessThan(1);
  });

  test('are read in the slices that they fill, not in those of their ends', () => {
    expect(pairAxes(drawn({ noiseHu: 5 }), SIZE)!.slices).toEqual([4, 10]);
    expect(pairAxes(drawn({ slices: [6, 9] }), SIZE)!.slices).toEqual([6, 9]);
    expect(pairAxes(drawn({ slices: [6, 7] }), SIZE)).toBeNull();
  });

  test.each<[string, Drawn]>([
    ['of other radii', { radiusMm: 8 }],
    ['nearer to each other', { distanceMm: 21 - 0.3 }],
    ['farther apart', { distanceMm: 26 }],
    ['in a body too small to be the phantom', { bodyMm: 36 }],
    ['with fat beside them, as vessels have', { fatHu: -100 }],
    ['in a body far from water', { bodyHu: 180 }],
    ['alike', { rodHu: 50, waterHu: 50 }],
  ])('are none of this phantom: %s', (_, change) => {
    expect(pairAxes(drawn(change), SIZE)).toBeNull();
  });
});
