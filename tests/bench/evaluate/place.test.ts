/** Which body is held against which, and when a name counts as right. */
import { describe, expect, it } from 'vitest';

import {
  identified,
  inOthers,
  inPlaceOf,
  overlapsOf,
  ownerOf,
  shiftOf,
  trueIsReported,
} from '../../../bench/evaluate/place.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Volume } from '../../../spine/grid/volume.ts';

/** Ten voxels in a row: each level over its range, first included, last not. */
function row(levels: Partial<Record<Level, readonly [number, number]>>): Volume<Uint8Array> {
  const data = new Uint8Array(10);
  for (const [level, [from, to]] of Object.entries(levels)) data.fill(LABEL_VALUE[level as Level], from, to);
  return { dims: [10, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], data };
}

describe('places', () => {
  it('are found whatever the names are', () => {
    const overlaps = overlapsOf(row({ L2: [0, 4], L3: [4, 8] }), row({ L1: [0, 5], L2: [5, 9] }));
    expect(inPlaceOf('L1', overlaps)).toBe('L2');
    expect(inPlaceOf('L2', overlaps)).toBe('L3');
  });

  it('are not shared by bodies that only touch', () => {
    const overlaps = overlapsOf(row({ L1: [0, 5] }), row({ L1: [0, 4], L2: [4, 10] }));
    expect(inPlaceOf('L2', overlaps)).toBeNull();
  });

  it('tell how much of a body lies in another vertebra', () => {
    const overlaps = overlapsOf(row({ L1: [0, 5] }), row({ L1: [0, 4], L2: [4, 10] }));
    expect(inOthers('L1', 'L1', overlaps)).toBeCloseTo(20, 12);
    expect(ownerOf('L1', overlaps)).toBe('L1');
  });

  it('tell a body that belongs to no vertebra', () => {
    expect(ownerOf('L3', overlapsOf(row({ L3: [6, 10] }), row({ L1: [0, 4] })))).toBeNull();
  });
});

describe('names', () => {
  const at = (z: number): Vec3 => [0, 0, z];

  it('are right where the nearest centre bears them, within 20 mm', () => {
    const reference = new Map<Level, Vec3>([['L1', at(60)], ['L2', at(30)], ['L3', at(0)]]); // prettier-ignore
    const found = new Map<Level, Vec3>([['L1', at(58)], ['L2', at(9)], ['L3', at(-19)]]); // prettier-ignore
    // L2's centre is 21 mm off; L3's is 19 mm off, but L2's is nearer.
    expect(identified(reference, found)).toEqual(['L1']);
  });

  it('are counted off in levels, whether or not T13 is among them', () => {
    expect([shiftOf('T12', 'L1'), shiftOf('L1', 'T12'), shiftOf('L5', 'L6'), shiftOf('T4', 'T4')]).toEqual([
      1, -1, 1, 0,
    ]);
  });

  it('are reported where the second choice undoes the shift of the first', () => {
    expect(trueIsReported([0], null)).toBe(true);
    expect(trueIsReported([1], -1)).toBe(true);
    expect(trueIsReported([-1], -1)).toBe(false);
    expect(trueIsReported([0, 1], -1)).toBe(false);
  });
});
