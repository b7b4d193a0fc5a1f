/** Random grids with holes, of random laws, thin ones and odd ones included, and a machine that holds them. */
import fc from 'fast-check';
import { expect } from 'vitest';

import { contextOf } from '../../../solver/fe/engine/machine/context.ts';
import { layoutOf } from '../../../solver/fe/engine/memory/layout.ts';
import { fillLevels } from '../../../solver/fe/engine/multigrid/fill.ts';
import { SOLO } from '../../../solver/fe/engine/team/team.ts';
import { denseOperator } from '../../../solver/fe/reference/dense-operator.ts';
import { isotropicLaw, orthotropicLaw, type VoxelModel } from '../../../solver/fe/index.ts';
import { meshOf } from '../../../solver/fe/mesh.ts';
import { hostOf } from '../../../solver/host/index.ts';

import { gridOf, padded, unpadded } from './plain-twins.ts';

const ORTHOTROPIC = orthotropicLaw('orthotropic', {
  Ex: 0.4, Ey: 0.6, Ez: 1, nuXy: 0.2, nuZx: 0.3, nuZy: 0.25, Gyz: 0.2, Gxz: 0.17, Gxy: 0.12,
}); // prettier-ignore
const TRANSVERSE = orthotropicLaw('transversely isotropic', {
  Ex: 1 / 3, Ey: 1 / 3, Ez: 1, nuXy: 0.381, nuZx: 0.312, nuZy: 0.312, Gyz: 0.157, Gxz: 0.157, Gxy: 0.121,
}); // prettier-ignore
const LAWS = [isotropicLaw(0.3), TRANSVERSE, ORTHOTROPIC];

const size = fc.integer({ min: 1, max: 11 });
export const models = fc.record({
  dims: fc.tuple(size, size, size),
  spacing: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.4, max: 3, noNaN: true }))) as fc.Arbitrary<
    [number, number, number]
  >,
  laws: fc.integer({ min: 1, max: 3 }),
  filled: fc.double({ min: 0.1, max: 1, noNaN: true }),
  emptyLayer: fc.boolean(),
  dilatation: fc.constantFrom('pointwise' as const, 'mean' as const),
  seed: fc.nat(),
});

function randomOf(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Input = typeof models extends fc.Arbitrary<infer T> ? T : never;

export function workbench({ dims, spacing, laws, filled, emptyLayer, dilatation, seed }: Input) {
  const random = randomOf(seed);
  const count = dims[0] * dims[1] * dims[2];
  const modulus = new Float64Array(count);
  const lawIndex = new Uint8Array(count);
  for (let e = 0; e < count; e++) {
    lawIndex[e] = Math.floor(laws * random());
    const layer = Math.floor(e / (dims[0] * dims[1]));
    if (random() < filled && !(emptyLayer && layer === Math.floor(dims[2] / 2) && dims[2] > 1))
      modulus[e] = Math.fround(10 * 1000 ** random());
  }
  modulus[0] = 100;
  lawIndex[0] = 0;
  const model: VoxelModel = { dims, spacing, modulus, lawIndex, laws: LAWS.slice(0, laws), dilatation };
  const held = new Uint8Array(3 * (dims[0] + 1) * (dims[1] + 1) * (dims[2] + 1)).map(() =>
    random() < 0.1 ? 1 : 0,
  );
  const layout = layoutOf(dims, spacing, laws, 1);
  const { buffer, kernels } = hostOf(1).machine(layout.bytes);
  const bounds = fillLevels(buffer, layout, model, model.laws, lawIndex, held);
  const ctx = contextOf(buffer, kernels, layout, bounds, SOLO);
  const share = ctx.shares[0]!;
  const { level } = share;
  const grid = gridOf(level);
  const mesh = meshOf(model);
  const diagonal = new Float32Array(buffer, level.diagonal, 3 * grid.size);
  const touched = new Uint8Array(3 * grid.size);
  for (const node of mesh.nodes) {
    const at = grid.at(
      node % level.nodes[0],
      Math.floor(node / level.nodes[0]) % level.nodes[1],
      Math.floor(node / (level.nodes[0] * level.nodes[1])),
    );
    for (let c = 0; c < 3; c++) touched[c * grid.size + at] = 1;
  }
  /** A vector with values at nodes that elements touch, as the solver keeps them. */
  const vector = (pointer: number) => {
    const v = new Float32Array(buffer, pointer, 3 * grid.size);
    for (let n = 0; n < v.length; n++) v[n] = touched[n] === 1 ? 2 * random() - 1 : 0;
    return v;
  };
  /** K u by 24x24 matrices. */
  const dense = (u: ArrayLike<number>): Float64Array => {
    const whole = unpadded(grid, u);
    const compact = new Float64Array(3 * mesh.nodes.length);
    mesh.nodes.forEach((node, n) => {
      for (let c = 0; c < 3; c++) compact[3 * n + c] = whole[3 * node + c]!;
    });
    const force = new Float64Array(compact.length);
    denseOperator(model, mesh).applyInto(force, compact);
    const out = new Float64Array(whole.length);
    mesh.nodes.forEach((node, n) => {
      for (let c = 0; c < 3; c++) out[3 * node + c] = force[3 * n + c]!;
    });
    return padded(grid, out);
  };
  return { ctx, share, level, grid, diagonal, vector, dense, random, kernels, buffer, layout };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let n = 0; n < values.length; n++) most = Math.max(most, Math.abs(values[n]!));
  return most;
}

export function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, relative: number): void {
  let off = 0;
  for (let n = 0; n < wanted.length; n++) off = Math.max(off, Math.abs(got[n]! - wanted[n]!));
  expect(off).toBeLessThanOrEqual(relative * (largest(wanted) + 1e-30));
}

export const RUNS = { numRuns: 60, seed: 743 };
/** f32 has 24 bits; a node's force sums some 200 products that partly cancel. */
export const SINGLE = 2e-5;
export const DOUBLE = 1e-12;

export function none(): void {
  // One member alone has nobody to wait for, and no slab below.
}
