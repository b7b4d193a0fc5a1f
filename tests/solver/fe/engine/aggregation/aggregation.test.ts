/** The coarse spaces of porous bone, against plain arithmetic on a model small enough for it. */
import { expect, test } from 'vitest';

import { porous } from '../../../../../bench/models/porous.ts';
import { aggregatesOf } from '../../../../../solver/fe/engine/coarsening/aggregates.ts';
import { OMEGA } from '../../../../../solver/fe/engine/aggregation/fill.ts';
import { gridGraph } from '../../../../../solver/fe/engine/coarsening/graph.ts';
import { isPorous } from '../../../../../solver/fe/engine/coarsening/plan.ts';
import { addComponent, orthonormaliser } from '../../../../../solver/fe/engine/aggregation/rigid-modes.ts';
import { contextOf } from '../../../../../solver/fe/engine/machine/context.ts';
import { fill, prepare } from '../../../../../solver/fe/engine/prepare.ts';
import { SOLO } from '../../../../../solver/fe/engine/team/team.ts';
import { denseOperator } from '../../../../../solver/fe/reference/dense-operator.ts';
import { applyLoad, isotropicLaw, type VoxelModel } from '../../../../../solver/fe/index.ts';
import { meshOf } from '../../../../../solver/fe/mesh.ts';
import { solveLinear as solvePlain } from '../../../../../solver/fe/reference/solve-linear.ts';
import { hostOf } from '../../../../../solver/host/machine.ts';
import { solveLinear, solvePlastic } from '../../../../../solver/host/index.ts';
import { cycleOf, precondition } from '../../../../../solver/fe/engine/krylov/preconditioner.ts';
import { paddedGrid } from '../../../../../solver/fe/engine/grid/padded.ts';

function compressed(model: VoxelModel) {
  return applyLoad(model, { kind: 'compression', shorteningMm: 0.1, sideways: 'held' }).dirichlet;
}

function filled(n: number, kind: 'rough' | 'smooth') {
  const model = porous(n, kind);
  const prepared = prepare(model, compressed(model), 1);
  const machine = hostOf(1).machine(prepared.layout.bytes);
  const bounds = fill(machine, prepared);
  return { model, prepared, machine, bounds };
}

test('struts that share a block but no element are two aggregates', () => {
  const modulus = new Float64Array(5 * 2 * 1);
  for (const e of [0, 5, 3, 8]) modulus[e] = 1;
  const dims = [5, 2, 1] as const;
  const { of, count } = aggregatesOf(gridGraph(modulus, dims, paddedGrid(dims)), 6);
  expect(count).toBe(2);
  expect(of).toEqual(
    Int32Array.from([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]),
  );
});

test('modes are orthonormal, and those that an aggregate is too small for are 0', () => {
  const gramOf = (nodes: readonly [number, number, number][]) => {
    const gram = new Float64Array(36);
    for (const d of nodes) for (let c = 0; c < 3; c++) addComponent(gram, c, d);
    return gram;
  };
  const kept = (gram: Float64Array) => {
    const T = new Float64Array(36);
    orthonormaliser(gram, T);
    const at = (r: number, s: number) => {
      let sum = 0;
      for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) sum += T[6 * a + r]! * gram[6 * a + b]! * T[6 * b + s]!;
      return sum;
    };
    const diagonal = Array.from({ length: 6 }, (_, r) => Math.round(at(r, r)));
    for (let r = 0; r < 6; r++) for (let s = 0; s < 6; s++) expect(at(r, s)).toBeCloseTo(r === s ? diagonal[r]! : 0, 9);
    return diagonal;
  };
  expect(kept(gramOf([[1, 2, 3], [2, 2, 3], [1, 4, 3], [1, 2, 5]]))).toEqual([1, 1, 1, 1, 1, 1]);
  expect(kept(gramOf([[0, 0, 0]]))).toEqual([1, 1, 1, 0, 0, 0]);
  // A rod along x does not feel the rotation about itself.
  expect(kept(gramOf([[-1, 0, 0], [1, 0, 0]]))).toEqual([1, 1, 1, 0, 1, 1]);
}); // prettier-ignore

test("the first coarse matrix is P' K P of the prolongator by its definition", () => {
  const { model, prepared, machine, bounds } = filled(10, 'smooth');
  const memory = prepared.layout.aggregation!;
  const { steps, grid } = prepared.plan!;
  const mesh = meshOf(prepared.trim.model);
  const K = denseOperator(prepared.trim.model, mesh);
  const [nx, ny] = prepared.trim.model.dims.map((n) => n + 1) as [number, number, number];
  const nodes = grid.at.length;
  expect(K.size).toBe(3 * nodes);
  const gridNode = (n: number) =>
    grid.place[3 * n]! + nx * (grid.place[3 * n + 1]! + ny * grid.place[3 * n + 2]!);
  for (let n = 0; n < nodes; n++) expect(mesh.nodes[n]).toBe(gridNode(n));
  const diagonal = K.diagonal();
  const free = (dof: number) => prepared.held[3 * gridNode(Math.floor(dof / 3)) + (dof % 3)] === 0;
  const { count, of } = steps[0]!.aggregates;
  const basis = new Float64Array(machine.buffer, memory.basis, 36 * count);
  const centre = new Float64Array(machine.buffer, memory.centre, 3 * count);
  const columns = Array.from({ length: 6 * count }, (_, column) => {
    const a = Math.floor(column / 6);
    const t = Array.from({ length: 6 }, (_, i) => basis[36 * a + 6 * i + (column % 6)]!);
    const tentative = new Float64Array(3 * nodes);
    for (let n = 0; n < nodes; n++) {
      if (of[n] !== a) continue;
      const [x, y, z] = [0, 1, 2].map((c) => grid.place[3 * n + c]! * model.spacing[c]! - centre[3 * a + c]!) as [number, number, number]; // prettier-ignore
      tentative[3 * n] = t[0]! + z * t[4]! - y * t[5]!;
      tentative[3 * n + 1] = t[1]! + x * t[5]! - z * t[3]!;
      tentative[3 * n + 2] = t[2]! + y * t[3]! - x * t[4]!;
    }
    const P = tentative.map((value, dof) => (free(dof) ? value : 0));
    const KP = new Float64Array(P.length);
    K.applyInto(KP, P);
    return P.map((value, dof) =>
      free(dof) ? value - ((OMEGA / bounds[0]!) * KP[dof]!) / diagonal[dof]! : 0,
    );
  });
  const level = memory.levels[0]!;
  const row = new Int32Array(machine.buffer, level.row, level.rows + 1);
  const column = new Int32Array(machine.buffer, level.column, level.blocks);
  const values = new Float32Array(machine.buffer, level.values, 36 * level.blocks);
  let [off, most, dropped] = [0, 0, 0];
  const image = new Float64Array(3 * nodes);
  for (let r = 0; r < columns.length; r++) {
    K.applyInto(image, columns[r]!);
    const expected = columns.map((P) => P.reduce((sum, value, dof) => sum + value * image[dof]!, 0));
    const found = new Float64Array(columns.length);
    const a = Math.floor(r / 6);
    for (let p = row[a]!; p < row[a + 1]!; p++) {
      for (let s = 0; s < 6; s++) found[6 * column[p]! + s] = values[36 * p + 6 * (r % 6) + s]!;
    }
    if (columns[r]!.every((value) => value === 0)) {
      expected[r] = 1;
      dropped++;
    }
    expected.forEach((value, s) => {
      off = Math.max(off, Math.abs(value - found[s]!));
      most = Math.max(most, Math.abs(value));
    });
  }
  expect(off / most).toBeLessThan(1e-6);
  expect(dropped).toBeGreaterThan(0);
});

test('a cycle is symmetric and positive', () => {
  const { prepared, machine, bounds } = filled(20, 'rough');
  const { layout } = prepared;
  expect(layout.aggregation!.levels.length).toBeGreaterThan(1);
  const ctx = contextOf(machine.buffer, machine.kernels, layout, bounds, SOLO);
  const cycle = cycleOf(ctx);
  const [level] = layout.levels as [(typeof layout.levels)[0]];
  const size = 3 * level.stride * level.nodes[1] * level.nodes[2];
  const inverse = new Float32Array(machine.buffer, level.diagonal, size);
  const b = new Float32Array(machine.buffer, level.b, size);
  const vectors = [3, 5].map((seed) => inverse.map((d, n) => (d === 0 ? 0 : Math.sin(seed * n * n))));
  const results = vectors.map((v) => {
    b.set(v);
    const { z, dot } = precondition(ctx, cycle);
    expect(dot).toBeGreaterThan(0);
    return new Float32Array(machine.buffer, z, size).slice();
  });
  const dot = (u: Float32Array, v: Float32Array) => u.reduce((sum, x, n) => sum + x * v[n]!, 0);
  const [one, two] = [dot(vectors[0]!, results[1]!), dot(vectors[1]!, results[0]!)];
  expect(Math.abs(one - two) / dot(vectors[0]!, results[0]!)).toBeLessThan(1e-5);
});

test.each(['smooth', 'rough'] as const)(
  "%s porous bone: the plain twin's answer, in few iterations",
  (kind) => {
    const model = porous(24, kind);
    expect(isPorous(model)).toBe(true);
    const dirichlet = compressed(model);
    const options = { tolerance: 1e-9, maxIterations: 5000 };
    const plain = solvePlain(model, dirichlet, options);
    const fast = solveLinear(model, dirichlet, options);
    expect(fast.converged).toBe(true);
    expect(solveLinear(model, dirichlet, { ...options, tolerance: 1e-6 }).iterations).toBeLessThan(kind === 'smooth' ? 30 : 55); // prettier-ignore
    const most = plain.force.reduce((top, f) => Math.max(top, Math.abs(f)), 0);
    const off = plain.displacement.reduce(
      (worst, u, n) => Math.max(worst, Math.abs(u - fast.displacement[n]!)),
      0,
    );
    const offForce = plain.force.reduce((worst, f, n) => Math.max(worst, Math.abs(f - fast.force[n]!)), 0);
    expect(off).toBeLessThan(1e-6);
    expect(offForce / most).toBeLessThan(1e-6);
  },
);

test('porous bone flows to equilibrium, in few iterations', () => {
  const bone = porous(20, 'smooth');
  const { increments, converged, yieldedFraction } = solvePlastic(
    { ...bone, strength: bone.modulus.map((E) => 0.007 * E) },
    [compressed(bone)],
  );
  expect(converged).toBe(true);
  expect(yieldedFraction.some((part) => part > 0)).toBe(true);
  expect(increments[0]!.krylovIterations).toBeLessThan(100);
});

test('a solid block is not porous, whatever its moduli, nor where the grid ends within a cell', () => {
  for (const n of [10, 9, 5]) {
    const modulus = Float64Array.from({ length: n ** 3 }, (_, e) => 1 + (e % 7));
    expect(isPorous({ dims: [n, n, n], spacing: [1, 1, 1], modulus, lawIndex: new Uint8Array(n ** 3), laws: [isotropicLaw(0.3)] })).toBe(false); // prettier-ignore
  }
});
