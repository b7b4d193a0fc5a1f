/** What tests of the plastic kernels share. */
import { contextOf, sweep32, sweep64 } from '../../../solver/fe/engine/machine/context.ts';
import { fillLevels } from '../../../solver/fe/engine/multigrid/fill.ts';
import { plasticLayoutOf } from '../../../solver/fe/engine/memory/plastic-layout.ts';
import { layoutOf } from '../../../solver/fe/engine/memory/layout.ts';
import { SOLO } from '../../../solver/fe/engine/team/team.ts';
import { strainDisplacement, type Dilatation } from '../../../solver/fe/hexahedron.ts';
import type { ElasticLaw, VoxelModel, YieldSurface } from '../../../solver/fe/index.ts';
import { meshOf } from '../../../solver/fe/mesh.ts';
import { hostOf } from '../../../solver/host/index.ts';

import { F64, NODES_A_CHUNK, STRAIN_BYTES } from '../../../solver/kernels/layout.ts';

import { gridOf, padded } from './plain-twins.ts';
import { fillPlastic } from '../../../solver/fe/engine/plastic/fill.ts';

const SPACING = [0.9, 1.1, 1.3] as const;
const GAUSS = [0.5 - 0.5 / Math.sqrt(3), 0.5 + 0.5 / Math.sqrt(3)];

/** At the eight points; with a mean dilatation, that of the eight in the place of each one's own. */
function strainMatrices(dilatation: Dilatation | undefined): Float64Array[] {
  const own = Array.from({ length: 8 }, (_, g) =>
    strainDisplacement(SPACING, [GAUSS[g & 1]!, GAUSS[(g >> 1) & 1]!, GAUSS[g >> 2]!]),
  );
  if (dilatation !== 'mean') return own;
  const traces = own.map((B) => Array.from({ length: 24 }, (_, d) => B[d]! + B[24 + d]! + B[48 + d]!));
  const mean = (d: number) => traces.reduce((sum, trace) => sum + trace[d]!, 0) / 8;
  return own.map((B, g) =>
    B.map((value, at) => (at < 72 ? value + (mean(at % 24) - traces[g]![at % 24]!) / 3 : value)),
  );
}

/** Internal force from B matrices and a stress a Gauss point, given its strain, modulus and strength. */
export function plainForce(
  model: VoxelModel,
  strength: Float64Array,
  stressOf: (strain: readonly number[], E: number, strength: number) => number[],
  u: Float64Array,
): Float64Array {
  const { elements, corners, nodes } = meshOf(model);
  const out = new Float64Array(u.length);
  const weight = (SPACING[0] * SPACING[1] * SPACING[2]) / 8;
  const matrices = strainMatrices(model.dilatation);
  elements.forEach((e, n) => {
    for (let g = 0; g < 8; g++) {
      const B = matrices[g]!;
      const dof = (d: number) => 3 * nodes[corners[8 * n + Math.floor(d / 3)]!]! + (d % 3);
      const strain = [0, 1, 2, 3, 4, 5].map((r) => {
        let sum = 0;
        for (let d = 0; d < 24; d++) sum += B[24 * r + d]! * u[dof(d)]!;
        return sum;
      });
      const stress = stressOf(strain, model.modulus[e]!, strength[e]!);
      for (let d = 0; d < 24; d++) {
        for (let r = 0; r < 6; r++) out[dof(d)]! += weight * B[24 * r + d]! * stress[r]!;
      }
    }
  });
  return out;
}

export interface Case {
  readonly dims: [number, number, number];
  /** mm, of nodes at random */
  readonly stretch: number;
  readonly dilatation: Dilatation;
  readonly seed: number;
}

/** A random body on the kernels: its force, and what the tests look at. */
export function workbench({ dims, stretch, dilatation, seed }: Case, law: ElasticLaw, surface: YieldSurface) {
  let state = seed + 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const count = dims[0] * dims[1] * dims[2];
  const modulus = Float64Array.from({ length: count }, (_, e) =>
    e === 0 || random() < 0.8 ? Math.fround(100 * 10 ** random()) : 0,
  );
  const strength = modulus.map((E) => (random() < 0.2 ? Infinity : 0.01 * E));
  const model: VoxelModel = {
    dims,
    spacing: SPACING,
    modulus,
    lawIndex: new Uint8Array(count),
    laws: [law],
    dilatation,
  };
  const layout = layoutOf(dims, SPACING, 1, 1);
  const plastic = plasticLayoutOf(layout);
  const { buffer, kernels } = hostOf(1).machine(plastic.bytes);
  const nodes = (dims[0] + 1) * (dims[1] + 1) * (dims[2] + 1);
  const bounds = fillLevels(buffer, layout, model, [law], new Uint8Array(count), new Uint8Array(3 * nodes));
  fillPlastic(buffer, plastic, law, surface, model);
  const ctx = contextOf(buffer, kernels, layout, bounds, SOLO);
  const share = ctx.shares[0]!;
  const { level } = share;
  const grid = gridOf(level);
  const limits = new Float64Array(buffer, plastic.strength, grid.size);
  modulus.forEach((E, e) => {
    const at = grid.at(e % dims[0], Math.floor(e / dims[0]) % dims[1], Math.floor(e / (dims[0] * dims[1])));
    limits[at] = E > 0 ? strength[e]! : Infinity;
  });
  const touched = new Set(meshOf(model).nodes);
  const field = (scale: number) =>
    Float64Array.from({ length: 3 * nodes }, (_, d) =>
      touched.has(Math.floor(d / 3)) ? scale * (2 * random() - 1) : 0,
    );
  const x = new Float64Array(buffer, layout.displacement, 3 * grid.size);
  const force = (u: Float64Array): Float64Array => {
    x.set(padded(grid, u));
    new Uint8Array(buffer, level.b, 24 * grid.size).fill(0);
    sweep64(
      ctx,
      share,
      (k) => kernels.forcePlastic(level.header, ctx.work, k, layout.displacement, level.b, plastic.header),
      () => undefined,
    );
    return Float64Array.from(new Float64Array(buffer, level.b, 3 * grid.size));
  };
  /** What the last displacement makes flow becomes the state. */
  const settle = (): void => {
    for (let k = 0; k < share.to; k++)
      kernels.settlePlastic(level.header, ctx.work, k, layout.displacement, plastic.header);
  };
  const strains = new Float64Array(buffer, plastic.plasticStrain, (grid.size * STRAIN_BYTES) / (2 * F64));
  const yielded = new Uint8Array(buffer, plastic.yielded, grid.size / NODES_A_CHUNK);
  /** The tangent at u times d. */
  const tangent = (u: Float64Array, d: Float64Array): Float32Array => {
    force(u);
    new Uint8Array(buffer, level.b, 36 * grid.size).fill(0);
    new Float32Array(buffer, level.even, 3 * grid.size).set(padded(grid, d));
    sweep32(
      ctx,
      share,
      (k) => void kernels.applyTangent(level.header, ctx.work, k, level.even, level.odd, plastic.header),
      () => undefined,
    );
    return new Float32Array(buffer, level.odd, 3 * grid.size).slice();
  };
  /** The same by differences. */
  const slope = (u: Float64Array, d: Float64Array): Float64Array => {
    const h = 1e-7;
    const ahead = force(u.map((value, n) => value + h * d[n]!));
    const behind = force(u.map((value, n) => value - h * d[n]!));
    return ahead.map((value, n) => (value - behind[n]!) / (2 * h));
  };
  return { model, strength, grid, force, settle, strains, yielded, tangent, slope, u: field(stretch), field };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let n = 0; n < values.length; n++) most = Math.max(most, Math.abs(values[n]!));
  return most;
}

export function off(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let n = 0; n < a.length; n++) most = Math.max(most, Math.abs(a[n]! - b[n]!));
  return most / largest(b);
}
