/** What must hold of any model: linear fields are exact, rigid motions free, mirrored models have mirrored answers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { tripleFrom } from '../../spine/math/vector.ts';
import { isotropicLaw, orthotropicLaw, type DirichletData, type VoxelModel } from '../../solver/fe/index.ts';
import { solveLinear } from '../../solver/host/index.ts';

import { dirichlet, nodeAt, nodesOf, type Triple } from './blocks.ts';

const TIGHT = { tolerance: 1e-13, maxIterations: 400 };
const MADE = { Ex: 0.4, Ey: 0.6, Ez: 1, nuXy: 0.2, nuZx: 0.3, nuZy: 0.25, Gyz: 0.2, Gxz: 0.17, Gxy: 0.12 };
const ORTHOTROPIC = orthotropicLaw('orthotropic', MADE);

const size = fc.integer({ min: 2, max: 7 });
const sets = fc.record({
  dims: fc.tuple(size, size, size),
  seed: fc.nat(),
  filled: fc.double({ min: 0.3, max: 1, noNaN: true }),
});

function randomOf(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function voxels(
  { dims, seed, filled }: { dims: Triple; seed: number; filled: number },
  modulusOf: (r: number) => number,
) {
  const random = randomOf(seed);
  const modulus = Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, () =>
    random() < filled ? modulusOf(random()) : 0,
  );
  modulus[0] = modulusOf(0.5);
  const model: VoxelModel = {
    dims,
    spacing: [0.7, 1, 1.2],
    modulus,
    lawIndex: new Uint8Array(modulus.length),
    laws: [ORTHOTROPIC],
  };
  return model;
}

/** Elements round a node, and how many of the eight are solid. */
function solidAround({ dims, modulus }: VoxelModel, i: number, j: number, k: number): number {
  let count = 0;
  for (let c = 0; c < 8; c++) {
    const [x, y, z] = [i - (c & 1), j - ((c >> 1) & 1), k - (c >> 2)];
    if (x < 0 || y < 0 || z < 0 || x >= dims[0] || y >= dims[1] || z >= dims[2]) continue;
    if (modulus[x + dims[0] * (y + dims[1] * z)]! > 0) count++;
  }
  return count;
}

/** A linear field prescribed at every solid node with an empty side: inside, nothing pulls. */
function onSurface(model: VoxelModel, field: (x: number, y: number, z: number) => Triple): DirichletData {
  const entries: [number, number, number][] = [];
  for (const { node, i, j, k } of nodesOf(model.dims)) {
    const around = solidAround(model, i, j, k);
    if (around === 0 || around === 8) continue;
    field(...at(model, i, j, k)).forEach((value, axis) => entries.push([node, axis, value]));
  }
  return dirichlet(entries);
}

function at({ spacing }: VoxelModel, i: number, j: number, k: number): [number, number, number] {
  return [i * spacing[0], j * spacing[1], k * spacing[2]];
}

function worst(
  model: VoxelModel,
  displacement: Float64Array,
  field: (x: number, y: number, z: number) => Triple,
): number {
  let off = 0;
  for (const { node, i, j, k } of nodesOf(model.dims)) {
    if (solidAround(model, i, j, k) === 0) continue;
    field(...at(model, i, j, k)).forEach((value, axis) => {
      off = Math.max(off, Math.abs(displacement[3 * node + axis]! - value));
    });
  }
  return off;
}

test('a linear field is reproduced to 1e-10 on any set of voxels of one material', () => {
  const field = (x: number, y: number, z: number): Triple => [
    0.01 * x - 0.02 * y + 0.005 * z,
    0.004 * x + 0.013 * y - 0.007 * z,
    -0.006 * x + 0.009 * y - 0.015 * z,
  ];
  fc.assert(
    fc.property(sets, (set) => {
      const model = voxels(set, () => 500);
      const { displacement, converged } = solveLinear(model, onSurface(model, field), TIGHT);
      expect(converged).toBe(true);
      expect(worst(model, displacement, field)).toBeLessThan(1e-10);
    }),
    { numRuns: 50, seed: 5 },
  );
});

test('a rigid motion of any model, whatever its moduli, gives no force', () => {
  const motion = (x: number, y: number, z: number): Triple => [0.3 - 0.01 * y + 0.02 * z, -0.2 + 0.01 * x - 0.03 * z, 0.1 - 0.02 * x + 0.03 * y]; // prettier-ignore
  fc.assert(
    fc.property(sets, (set) => {
      const model = voxels(set, (r) => 10 * 500 ** r);
      const solution = solveLinear(model, onSurface(model, motion), TIGHT);
      expect(worst(model, solution.displacement, motion)).toBeLessThan(1e-9);
      expect(solution.force.reduce((most, f) => Math.max(most, Math.abs(f)), 0)).toBeLessThan(1e-7);
    }),
    { numRuns: 50, seed: 6 },
  );
});

/** How axes are renamed and turned: `from[a]` is the old axis that becomes axis a. */
interface Change {
  readonly from: readonly [number, number, number];
  readonly mirrored: readonly [boolean, boolean, boolean];
}

function changed(model: VoxelModel, held: DirichletData, { from, mirrored }: Change) {
  const dims = from.map((axis) => model.dims[axis]!) as [number, number, number];
  const oldIndex = (index: Triple, top: Triple): Triple => {
    const old = [0, 0, 0];
    from.forEach((axis, a) => (old[axis] = mirrored[a] ? top[axis]! - index[a]! : index[a]!));
    return tripleFrom(old);
  };
  const last = tripleFrom(model.dims.map((n) => n - 1));
  const modulus = new Float64Array(model.modulus.length);
  for (let e = 0; e < modulus.length; e++) {
    const index: Triple = [
      e % dims[0],
      Math.floor(e / dims[0]) % dims[1],
      Math.floor(e / (dims[0] * dims[1])),
    ];
    const [i, j, k] = oldIndex(index, last);
    modulus[e] = model.modulus[i + model.dims[0] * (j + model.dims[1] * k)]!;
  }
  const nodeOf = new Map<number, number>();
  for (const { node, i, j, k } of nodesOf(dims)) {
    const [x, y, z] = oldIndex([i, j, k], model.dims);
    nodeOf.set(nodeAt(model.dims, x, y, z), node);
  }
  const sign = (a: number) => (mirrored[a] ? -1 : 1);
  const newDof = (dof: number) => {
    const axis = from.indexOf(dof % 3);
    return { dof: 3 * nodeOf.get(Math.floor(dof / 3))! + axis, sign: sign(axis) };
  };
  return {
    model: {
      ...model,
      dims,
      spacing: from.map((axis) => model.spacing[axis]!) as [number, number, number],
      modulus,
      laws: [isotropicLaw(0.3)],
    },
    held: {
      dofs: held.dofs.map((dof) => newDof(dof).dof),
      values: held.values.map((value, n) => value * newDof(held.dofs[n]!).sign),
    },
    newDof,
  };
}

test.each<[string, Change]>([
  ['mirrored along x', { from: [0, 1, 2], mirrored: [true, false, false] }],
  ['mirrored along z', { from: [0, 1, 2], mirrored: [false, false, true] }],
  ['with x and z exchanged', { from: [2, 1, 0], mirrored: [false, false, false] }],
  ['turned from x to y to z, y mirrored', { from: [1, 2, 0], mirrored: [false, true, false] }],
])('a model %s has the answer so changed', (_, change) => {
  const random = randomOf(9);
  const model = {
    ...voxels({ dims: [7, 5, 6], seed: 3, filled: 0.97 }, (r) => 10 * 100 ** r),
    laws: [isotropicLaw(0.3)],
  };
  const held = onSurface(model, () => [0.1 * random(), 0.1 * random(), 0.1 * random()]);
  const one = solveLinear(model, held, TIGHT);
  const other = changed(model, held, change);
  const two = solveLinear(other.model, other.held, TIGHT);
  let off = 0;
  one.displacement.forEach((u, dof) => {
    const to = other.newDof(dof);
    off = Math.max(off, Math.abs(two.displacement[to.dof]! - to.sign * u));
  });
  expect(off).toBeLessThan(1e-10);
});

test('empty space round a model changes nothing', () => {
  const model = voxels({ dims: [5, 4, 6], seed: 8, filled: 0.9 }, (r) => 10 * 100 ** r);
  const held = onSurface(model, (x, y, z) => [0.01 * x * y, 0.02 * z, 0.01 * x * z]);
  const [dx, dy, dz] = [3, 2, 5];
  const dims: Triple = [5 + dx + 1, 4 + dy, 6 + dz + 4];
  const modulus = new Float64Array(dims[0] * dims[1] * dims[2]);
  model.modulus.forEach((E, e) => {
    const [i, j, k] = [e % 5, Math.floor(e / 5) % 4, Math.floor(e / 20)];
    modulus[i + dx + dims[0] * (j + dy + dims[1] * (k + dz))] = E;
  });
  const moved = (node: number) =>
    nodeAt(dims, (node % 6) + dx, (Math.floor(node / 6) % 5) + dy, Math.floor(node / 30) + dz);
  const dofs = held.dofs.map((dof) => 3 * moved(Math.floor(dof / 3)) + (dof % 3));
  const one = solveLinear(model, held, TIGHT);
  const two = solveLinear({ ...model, dims, modulus, lawIndex: new Uint8Array(modulus.length) }, { dofs, values: held.values }, TIGHT); // prettier-ignore
  one.displacement.forEach((u, dof) => {
    expect(two.displacement[3 * moved(Math.floor(dof / 3)) + (dof % 3)]).toBe(u);
  });
});

/** Navier's equations hold of it without body forces: the gradient of a harmonic function, and a curl of one. */
const exact = (x: number, y: number, z: number): Triple => [
  Math.exp(x) * Math.sin(y) + Math.cos(y) * Math.sinh(z),
  Math.exp(x) * Math.cos(y) + Math.sin(z) * Math.cosh(x),
  Math.sin(x) * Math.exp(y),
];

test('under refinement the error falls as h2 in displacement and as h in strain', () => {
  const errors = [8, 16, 32].map((n) => {
    const h = 1 / n;
    const model: VoxelModel = {
      dims: [n, n, n],
      spacing: [h, h, h],
      modulus: new Float64Array(n ** 3).fill(100),
      lawIndex: new Uint8Array(n ** 3),
      laws: [isotropicLaw(0.3)],
    };
    const { displacement: u } = solveLinear(model, onSurface(model, exact), TIGHT);
    return errorsOf(n, u);
  });
  const slope = (norm: 'L2' | 'H1', step: number) => Math.log2(errors[step]![norm] / errors[step + 1]![norm]);
  // Coarse grids do a little better at the Gauss points than they will.
  expect(slope('L2', 0)).toBeGreaterThan(1.95);
  expect(Math.abs(slope('L2', 1) - 2)).toBeLessThan(0.1);
  expect(Math.abs(slope('H1', 0) - 1)).toBeLessThan(0.02);
  expect(Math.abs(slope('H1', 1) - 1)).toBeLessThan(0.02);
});

/** Norms of the error by 2x2x2 Gauss points an element, the gradient by differences of the exact field. */
function errorsOf(n: number, u: Float64Array): { L2: number; H1: number } {
  const h = 1 / n;
  const dims: Triple = [n, n, n];
  const points = [0.5 - 0.5 / Math.sqrt(3), 0.5 + 0.5 / Math.sqrt(3)];
  let [L2, H1] = [0, 0];
  for (let e = 0; e < n ** 3; e++) {
    const [i, j, k] = [e % n, Math.floor(e / n) % n, Math.floor(e / (n * n))];
    const corner = Array.from({ length: 8 }, (_, c) =>
      nodeAt(dims, i + (c & 1), j + ((c >> 1) & 1), k + (c >> 2)),
    );
    for (let g = 0; g < 8; g++) {
      const p = [points[g & 1]!, points[(g >> 1) & 1]!, points[g >> 2]!];
      const x = [(i + p[0]!) * h, (j + p[1]!) * h, (k + p[2]!) * h] as const;
      for (let axis = 0; axis < 3; axis++) {
        let value = 0;
        const slope = [0, 0, 0];
        corner.forEach((node, c) => {
          const bits = [c & 1, (c >> 1) & 1, c >> 2];
          const N = bits.map((bit, a) => (bit === 1 ? p[a]! : 1 - p[a]!));
          const d = u[3 * node + axis]!;
          value += d * N[0]! * N[1]! * N[2]!;
          for (let a = 0; a < 3; a++) {
            slope[a]! += (d * (bits[a] === 1 ? 1 : -1) * N[(a + 1) % 3]! * N[(a + 2) % 3]!) / h;
          }
        });
        L2 += (value - exact(...x)[axis]!) ** 2;
        for (let a = 0; a < 3; a++) {
          const step = 1e-5;
          const shifted = (by: number) => exact(...(x.map((v, n_) => (n_ === a ? v + by : v)) as [number, number, number]))[axis]!; // prettier-ignore
          H1 += (slope[a]! - (shifted(step) - shifted(-step)) / (2 * step)) ** 2;
        }
      }
    }
  }
  return { L2: Math.sqrt(L2 / (8 * n ** 3)), H1: Math.sqrt(H1 / (8 * n ** 3)) };
}
