/** A vertebral body without its arch: an elliptic cylinder with a waist, a stiff shell round a soft core. */
import { isotropicLaw, type VoxelModel } from '../../solver/fe/index.ts';

import { logUniform, randomOf } from './random.ts';

/** Half-axes of the ends and how much the waist draws in, mm; height, mm. */
const BODY = { x: 25, y: 20, height: 30, waist: 0.12 } as const;
const SHELL_MM = 2;
const SHELL_MODULUS = 5371;
const CORE = [20, 500] as const;

/** @param spacingMm 1 gives 50 x 40 x 30 voxels */
export function vertebra(spacingMm: number, seed = 3): VoxelModel {
  const random = randomOf(seed);
  const dims = [(2 * BODY.x) / spacingMm, (2 * BODY.y) / spacingMm, BODY.height / spacingMm] as const;
  const modulus = new Float64Array(dims[0] * dims[1] * dims[2]);
  for (let e = 0; e < modulus.length; e++) {
    const x = (0.5 + (e % dims[0])) * spacingMm - BODY.x;
    const y = (0.5 + (Math.floor(e / dims[0]) % dims[1])) * spacingMm - BODY.y;
    const z = (0.5 + Math.floor(e / (dims[0] * dims[1]))) * spacingMm;
    const narrowing = 1 - BODY.waist * Math.sin((Math.PI * z) / BODY.height) ** 2;
    const radius = Math.hypot(x / BODY.x, y / BODY.y) / narrowing;
    const core = logUniform(random, ...CORE);
    if (radius > 1) continue;
    const depth = Math.min((1 - radius) * BODY.y, z, BODY.height - z);
    modulus[e] = depth < SHELL_MM ? SHELL_MODULUS * (0.5 + 0.5 * random()) : core;
  }
  return modelOf(dims, spacingMm, modulus);
}

/** The same shape, one modulus. */
export function homogeneousVertebra(modulusMpa: number): VoxelModel {
  const model = vertebra(1);
  return { ...model, modulus: model.modulus.map((E) => (E > 0 ? modulusMpa : 0)) };
}

function modelOf(
  dims: readonly [number, number, number],
  spacingMm: number,
  modulus: Float64Array,
): VoxelModel {
  return {
    dims,
    spacing: [spacingMm, spacingMm, spacingMm],
    modulus,
    lawIndex: new Uint8Array(modulus.length),
    laws: [isotropicLaw(0.3)],
  };
}
