/**
 * Trabecular-like: a third of the volume is bone, in struts and plates about three voxels thick.
 *
 * White noise, smoothed by six passes of a (1, 2, 1) filter along each axis and cut where the brightest 34 % begin; of
 * that the largest piece is kept. Moduli cover three decades: by chance, voxel by voxel, which is harder than any bone; or
 * `smooth`, denser towards the middle of a strut, as partial volume and mineral make them.
 */
import { isotropicLaw, type VoxelModel } from '../../solver/fe/index.ts';
import { largestComponent } from '../../solver/voxel/index.ts';
import { upperQuantile } from '../../spine/math/order-statistics.ts';

import { logUniform, randomOf } from './random.ts';

const BONE_FRACTION = 0.34;
const PASSES = 6;

export function porous(n: number, moduli: 'rough' | 'smooth' = 'rough', seed = 7): VoxelModel {
  const random = randomOf(seed);
  const dims = [n, n, n] as const;
  const field = smoothed(Float32Array.from({ length: n ** 3 }, random), n);
  const level = upperQuantile(field, 1 - BONE_FRACTION);
  const bone = largestComponent(
    Uint8Array.from(field, (value) => (value > level ? 1 : 0)),
    dims,
  );
  const brightest = field.reduce((most, value) => Math.max(most, value), 0);
  const modulus = Float64Array.from(bone, (is, e) => {
    if (is === 0) return 0;
    return moduli === 'rough'
      ? logUniform(random, 10, 10_000)
      : 10 ** (1 + (3 * (field[e]! - level)) / (brightest - level));
  });
  return { dims, spacing: [1, 1, 1], modulus, lawIndex: new Uint8Array(n ** 3), laws: [isotropicLaw(0.3)] };
}

/** Periodic, so that the border is like the inside. */
function smoothed(field: Float32Array, n: number): Float32Array {
  let from = field;
  for (let pass = 0; pass < PASSES; pass++) {
    for (const stride of [1, n, n * n]) {
      const to = new Float32Array(from.length);
      for (let e = 0; e < from.length; e++) {
        const at = Math.floor(e / stride) % n;
        const before = at === 0 ? e + (n - 1) * stride : e - stride;
        const after = at === n - 1 ? e - (n - 1) * stride : e + stride;
        to[e] = 0.25 * from[before]! + 0.5 * from[e]! + 0.25 * from[after]!;
      }
      from = to;
    }
  }
  return from;
}
