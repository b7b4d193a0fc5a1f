/** The models that solvers are compared on: bottom held, top moved down by 1 % of the height, both bonded; nu 0.3. */
import { isotropicLaw, type VoxelModel } from '../../solver/fe/index.ts';

import { porous } from './porous.ts';
import { logUniform, randomOf } from './random.ts';
import { homogeneousVertebra, vertebra } from './vertebra.ts';

export const MODELS: Readonly<Record<string, () => VoxelModel>> = {
  vert1: () => vertebra(1),
  vert05: () => vertebra(0.5),
  het32: () => heterogeneous(32),
  het64: () => heterogeneous(64),
  het128: () => heterogeneous(128),
  het192: () => heterogeneous(192),
  por64: () => porous(64),
  porSmooth64: () => porous(64, 'smooth'),
  por128: () => porous(128),
  vertH: () => homogeneousVertebra(500),
};

/** As the document calls them. */
export const TITLES: Readonly<Record<string, string>> = {
  vert1: 'vertebral body, 1 mm',
  vert05: 'the same at 0.5 mm',
  het32: 'random moduli, 32³',
  het64: 'random moduli, 64³',
  het128: 'random moduli, 128³',
  het192: 'random moduli, 192³',
  porSmooth64: 'trabecular-like, 64³, moduli over three decades',
  por64: 'the same, moduli by chance from voxel to voxel',
  por128: 'trabecular-like, 128³, moduli by chance',
  vertH: 'vertebral body, homogeneous',
};

/** A block of random moduli, 10 to 10,000 MPa, voxel by voxel. */
function heterogeneous(n: number, seed = 1): VoxelModel {
  const random = randomOf(seed);
  return {
    dims: [n, n, n],
    spacing: [1, 1, 1],
    modulus: Float64Array.from({ length: n ** 3 }, () => logUniform(random, 10, 10_000)),
    lawIndex: new Uint8Array(n ** 3),
    laws: [isotropicLaw(0.3)],
  };
}
