import { expect, test } from 'vitest';

import { applyLoad, isotropicLaw, type VoxelModel } from '../../../../../solver/fe/index.ts';
import { componentSize, heldOn } from '../../../../../solver/fe/engine/grid/padded.ts';
import { solveElastic } from '../../../../../solver/fe/engine/krylov/elastic.ts';
import { cycleOf } from '../../../../../solver/fe/engine/krylov/preconditioner.ts';
import { RecycledSpace } from '../../../../../solver/fe/engine/krylov/recycled.ts';
import { contextOf, sweep32 } from '../../../../../solver/fe/engine/machine/context.ts';
import { plasticLayoutOf } from '../../../../../solver/fe/engine/memory/plastic-layout.ts';
import { fill, prepare } from '../../../../../solver/fe/engine/prepare.ts';
import { SOLO } from '../../../../../solver/fe/engine/team/team.ts';
import { hostOf } from '../../../../../solver/host/index.ts';

const DIMS = [9, 8, 14] as const;
const COUNT = DIMS[0] * DIMS[1] * DIMS[2];
const OPTIONS = { tolerance: 1e-5, energyTolerance: 0, maxIterations: 200 };

/** Bone of four decades by chance. */
const model: VoxelModel = {
  dims: DIMS,
  spacing: [1, 1, 1],
  modulus: Float64Array.from(
    { length: COUNT },
    (_, e) => 10 ** (((37 * e + 11 * (e % 7) * (e % 5)) % 41) / 10),
  ),
  lawIndex: new Uint8Array(COUNT),
  laws: [isotropicLaw(0.3)],
};

/** The solver's memory with a space in it, and what loads and solves the body again. */
function bench() {
  const loads = ([0.1, 0.3] as const).map((shorteningMm) =>
    applyLoad(model, { kind: 'compression', shorteningMm, sideways: 'held' }),
  );
  const prepared = prepare(model, loads[0]!.dirichlet, 1);
  const { layout } = prepared;
  const plastic = plasticLayoutOf(layout);
  const machine = hostOf(1).machine(plastic.bytes);
  const ctx = contextOf(machine.buffer, machine.kernels, layout, fill(machine, prepared), SOLO);
  const level = layout.levels[0]!;
  const size = 3 * componentSize(level);
  const u = new Float64Array(machine.buffer, layout.displacement, size);
  const recycled = new RecycledSpace(ctx, plastic.recycling);
  const solve = (load: 0 | 1, space?: RecycledSpace) => {
    const held = heldOn(level, prepared.trim.renumber(loads[load]!.dirichlet));
    u.fill(0);
    held.at.forEach((at, n) => (u[at] = held.values[n]!));
    const start = u.slice();
    const options = space === undefined ? OPTIONS : { ...OPTIONS, recycled: space };
    const { iterations, converged } = solveElastic(ctx, cycleOf(ctx), options);
    expect(converged).toBe(true);
    return { iterations, displacement: u.slice(), correction: u.map((value, n) => value - start[n]!) };
  };
  /** r = K w in the residual's place, 0 where nodes are held; then what the space adds to z = 0. */
  const added = (w: Float64Array): Float32Array => {
    const even = new Float32Array(machine.buffer, level.even, size);
    const r = new Float32Array(machine.buffer, level.b, size);
    const diagonal = new Float32Array(machine.buffer, level.diagonal, size);
    even.set(w);
    const apply = (k: number) => void machine.kernels.apply32(level.header, ctx.work, k, level.even, level.b);
    sweep32(ctx, ctx.shares[0]!, apply, () => undefined);
    r.forEach((value, n) => (r[n] = diagonal[n] === 0 ? 0 : value));
    recycled.begin();
    even.fill(0);
    const { z, dot } = recycled.improve({ z: level.even, dot: 0 });
    const out = new Float32Array(machine.buffer, z, size).slice();
    const along = out.reduce((sum, value, n) => sum + value * r[n]!, 0);
    expect(Math.abs(dot - along)).toBeLessThanOrEqual(1e-4 * Math.abs(along));
    return out;
  };
  return { recycled, solve, added };
}

function off(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [most, apart] = [0, 0];
  for (let n = 0; n < b.length; n++) {
    most = Math.max(most, Math.abs(b[n]!));
    apart = Math.max(apart, Math.abs(a[n]! - b[n]!));
  }
  return apart / most;
}

test('on its own corrections the coarse part is the inverse', () => {
  const { recycled, solve, added } = bench();
  const first = solve(0, recycled);
  expect(first.iterations).toBeGreaterThan(20);
  expect(off(added(first.correction), first.correction)).toBeLessThan(1e-3);
  const { correction } = solve(1, recycled);
  expect(off(added(correction), correction)).toBeLessThan(1e-3);
});

test('a body that is solved in few iterations gets none', () => {
  const { recycled, solve, added } = bench();
  solve(0);
  expect(added(solve(0).correction).every((value) => value === 0)).toBe(true);
  recycled.end(1, 5);
  expect(added(solve(1).correction).every((value) => value === 0)).toBe(true);
});

test('the answer is the one without it, however often the space was renewed', () => {
  const { recycled, solve } = bench();
  const alone = solve(1).displacement;
  for (let n = 0; n < 7; n++) {
    solve(n % 2 === 0 ? 0 : 1, recycled);
    expect(off(solve(1, recycled).displacement, alone)).toBeLessThan(1e-3);
  }
});
