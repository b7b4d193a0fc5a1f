import { expect, test } from 'vitest';

import { patchOf, PATCH_MM, type Box } from '../../../../spine/outline/body/patch.ts';
import { METAL_HU } from '../../../../spine/definitions/hounsfield.ts';
import { affineFrom, indexToWorld, invertAffine, sampleLinear } from '../../../../spine/grid/volume.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';

const DIMS = [24, 20, 18] as const;
const AFFINE = affineFrom([0.7, 0, 0.02, -8, 0, 0.7, 0, -7, 0, 0.01, 1, -9]);
const TAPS = [0.0545, 0.2442, 0.4026, 0.2442, 0.0545];
const [cos, sin] = [Math.cos(0.2), Math.sin(0.2)];
const FRAME: Frame = {
  origin: [0.3, -0.2, 0.1],
  left: [1, 0, 0],
  posterior: [0, cos, sin],
  superior: [0, -sin, cos],
};

function noise(): Int16Array {
  let state = 5;
  return Int16Array.from({ length: DIMS[0] * DIMS[1] * DIMS[2] }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % 1500;
  });
}

/** One axis after the other, the outermost values repeated beyond the ends. */
function blurred(hu: Float32Array, dims: readonly number[]): Float32Array {
  return [1, dims[0]!, dims[0]! * dims[1]!].reduce((values, stride, axis) => {
    const last = dims[axis]! - 1;
    return values.map((_, at) => {
      const place = Math.floor(at / stride) % dims[axis]!;
      return TAPS.reduce((sum, tap, n) => {
        const held = Math.max(0, Math.min(last, place + n - 2));
        return sum + tap * values[at + (held - place) * stride]!;
      }, 0);
    });
  }, hu);
}

test.each([
  [
    'within the image',
    [
      [-4, 4],
      [-3, 3],
      [-3, 3],
    ],
  ],
  [
    'beyond it on all sides',
    [
      [-12, 12],
      [-11, 11],
      [-12, 12],
    ],
  ],
  [
    'of one point across',
    [
      [-4, 4],
      [0, 0],
      [-1, 0],
    ],
  ],
] as readonly (readonly [string, Box])[])(
  'a patch %s holds what was sampled and smoothed axis by axis',
  (_, box) => {
    const ct = { dims: DIMS, affine: AFFINE, data: noise() };
    const { dims, low, hu, metal } = patchOf(ct, FRAME, box);
    const toIndex = invertAffine(AFFINE);
    const raw = Float32Array.from(hu, (_value, at) => {
      const [i, j, k] = [
        at % dims[0],
        Math.floor(at / dims[0]) % dims[1],
        Math.floor(at / (dims[0] * dims[1])),
      ];
      const [u, v, w] = [low[0] + PATCH_MM * i, low[1] + PATCH_MM * j, low[2] + PATCH_MM * k];
      const place = [0, 1, 2].map(
        (n) => FRAME.origin[n]! + u * FRAME.left[n]! + v * FRAME.posterior[n]! + w * FRAME.superior[n]!,
      ) as [number, number, number];
      const held = indexToWorld(toIndex, ...place).map((x, n) =>
        Math.max(0, Math.min(DIMS[n]! - 1 - 1e-4, x)),
      );
      return sampleLinear(ct, held[0]!, held[1]!, held[2]!, Number.NaN);
    });
    expect(metal).toBeNull();
    // Single precision of 1500 HU, three times over.
    blurred(raw, dims).forEach((wanted, at) => {
      if (!(Math.abs(wanted - hu[at]!) < 1e-3)) throw new Error(`point ${at}: ${hu[at]}, wanted ${wanted}`);
    });
  },
);

test('a single voxel of metal marks what is near it', () => {
  const data = noise();
  data[12 + DIMS[0] * (10 + DIMS[1] * 9)] = 8 * METAL_HU;
  const { metal } = patchOf({ dims: DIMS, affine: AFFINE, data }, FRAME, [
    [-4, 4],
    [-3, 3],
    [-3, 3],
  ]);
  expect(metal?.some((near) => near !== 0)).toBe(true);
});
