import { describe, expect, test } from 'vitest';

import { sidesTouched, type Side } from '../../../spine/grid/edge-contact.ts';
import type { Affine } from '../../../spine/grid/volume.ts';

/** 100 voxels each way, of another size along each axis: the limit is in mm, not in voxels. */
const DIMS = [100, 100, 100] as const;
const inside = { low: [40, 40, 40], high: [60, 60, 60] };

function grid(x: number, y: number, z: number): { readonly dims: typeof DIMS; readonly affine: Affine } {
  return { dims: DIMS, affine: [x, 0, 0, 7, 0, y, 0, 8, 0, 0, z, 9] };
}
function box(change: Partial<Record<'low' | 'high', readonly [axis: number, at: number]>>) {
  const put = (from: readonly number[], at: readonly [number, number] | undefined) =>
    from.map((value, axis) => (axis === at?.[0] ? at[1] : value));
  return { low: put(inside.low, change.low), high: put(inside.high, change.high) };
}

describe('a box near one end of the image', () => {
  test.each<[Side, 'low' | 'high', number]>([
    ['right', 'low', 0],
    ['left', 'high', 0],
    ['anterior', 'low', 1],
    ['posterior', 'high', 1],
    ['inferior', 'low', 2],
    ['superior', 'high', 2],
  ])('touches the %s side alone, within 1.5 mm of it and no farther', (side, end, axis) => {
    const spacing = [4, 4, 4];
    const touched = (voxels: number, mm: number): readonly Side[] => {
      spacing[axis] = mm;
      const at = end === 'low' ? voxels : 99 - voxels;
      return sidesTouched(box({ [end]: [axis, at] }), grid(spacing[0]!, spacing[1]!, spacing[2]!));
    };
    expect(touched(0, 4)).toEqual([side]);
    expect(touched(1, 1.49)).toEqual([side]);
    expect(touched(1, 1.5)).toEqual([]);
    expect(touched(3, 0.49)).toEqual([side]);
    expect(touched(3, 0.5)).toEqual([]);
  });
});

test('a box in the midst touches nothing, one that fills the image every side', () => {
  expect(sidesTouched(inside, grid(0.7, 0.8, 0.9))).toEqual([]);
  expect(sidesTouched({ low: [0, 0, 0], high: [99, 99, 99] }, grid(2, 2, 2))).toEqual([
    'right',
    'left',
    'anterior',
    'posterior',
    'inferior',
    'superior',
  ]);
});
