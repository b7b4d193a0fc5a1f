/** Every kernel against its plain twin, on random grids with holes, of random laws, thin ones and odd ones included. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { contextOf, sweep32, sweep64 } from '../../../solver/fe/engine/machine/context.ts';
import { interpolation } from '../../../solver/fe/engine/multigrid/cycle.ts';
import { layoutOf } from '../../../solver/fe/engine/memory/layout.ts';
import { clearVectors, fillLevels } from '../../../solver/fe/engine/multigrid/fill.ts';
import { SOLO, type Team } from '../../../solver/fe/engine/team/team.ts';
import { denseOperator } from '../../../solver/fe/reference/dense-operator.ts';
import { isotropicLaw, orthotropicLaw, type VoxelModel } from '../../../solver/fe/index.ts';
import { meshOf } from '../../../solver/fe/mesh.ts';
import { hostOf } from '../../../solver/host/index.ts';

import { gridOf, interpolated, padded, restricted, unpadded } from './plain-twins.ts';

const ORTHOTROPIC = orthotropicLaw('orthotropic', {
  Ex: 0.4, Ey: 0.6, Ez: 1, nuXy: 0.2, nuZx: 0.3, nuZy: 0.25, Gyz: 0.2, Gxz: 0.17, Gxy: 0.12,
}); // prettier-ignore
const TRANSVERSE = orthotropicLaw('transversely isotropic', {
  Ex: 1 / 3, Ey: 1 / 3, Ez: 1, nuXy: 0.381, nuZx: 0.312, nuZy: 0.312, Gyz: 0.157, Gxz: 0.157, Gxy: 0.121,
}); // prettier-ignore
const LAWS = [isotropicLaw(0.3), TRANSVERSE, ORTHOTROPIC];

const size = fc.integer({ min: 1, max: 11 });
const models = fc.record({
  dims: fc.tuple(size, size, size),
  spacing: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.4, max: 3, noNaN: true }))) as fc.Arbitrary<
    [number, number, number]
  >,
  laws: fc.integer({ min: 1, max: 3 }),
  filled: fc.double({ min: 0.1, max: 1, noNaN: true }),
  emptyLayer: fc.boolean(),
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

function workbench({ dims, spacing, laws, filled, emptyLayer, seed }: Input) {
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
  const model: VoxelModel = { dims, spacing, modulus, lawIndex, laws: LAWS.slice(0, laws) };
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

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let n = 0; n < values.length; n++) most = Math.max(most, Math.abs(values[n]!));
  return most;
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, relative: number): void {
  let off = 0;
  for (let n = 0; n < wanted.length; n++) off = Math.max(off, Math.abs(got[n]! - wanted[n]!));
  expect(off).toBeLessThanOrEqual(relative * (largest(wanted) + 1e-30));
}

const RUNS = { numRuns: 60, seed: 743 };
/** f32 has 24 bits; a node's force sums some 200 products that partly cancel. */
const SINGLE = 2e-5;
const DOUBLE = 1e-12;

test('K u: f32 and f64 sweeps equal the 24x24 matrices, and say u . K u', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { ctx, share, level, vector, dense, grid, kernels, buffer, layout } = workbench(input);
      const u = vector(level.even);
      const wanted = dense(u);
      let dot = 0;
      sweep32(
        ctx,
        share,
        (k) => (dot += kernels.apply32(level.header, ctx.work, k, level.even, level.odd)),
        none,
      );
      expectClose(new Float32Array(buffer, level.odd, 3 * grid.size), wanted, SINGLE);
      const exact = wanted.reduce((sum, f, n) => sum + f * u[n]!, 0);
      expect(Math.abs(dot - exact)).toBeLessThanOrEqual(SINGLE * (largest(wanted) * grid.size + 1e-30));
      const x = new Float64Array(buffer, layout.displacement, 3 * grid.size);
      x.set(u);
      clearVectors(buffer, level);
      sweep64(
        ctx,
        share,
        (k) => kernels.apply64(level.header, ctx.work, k, layout.displacement, level.b),
        none,
      );
      expectClose(new Float64Array(buffer, level.b, 3 * grid.size), wanted, DOUBLE);
    }),
    RUNS,
  );
});

test('a slab that begins in the middle gives the same, to the bit', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { ctx, share, level, vector, grid, kernels, buffer, layout } = workbench(input);
      vector(level.even);
      sweep32(
        ctx,
        share,
        (k) => void kernels.apply32(level.header, ctx.work, k, level.even, level.odd),
        none,
      );
      const whole = Float32Array.from(new Float32Array(buffer, level.odd, 3 * grid.size));
      for (let rank = 0; rank < 2; rank++) {
        const team: Team = { rank, size: 2, barrier: none };
        const half = contextOf(buffer, kernels, { ...layout, workBytes: 0 }, ctx.bounds, team);
        const from = Math.floor((level.nodes[2] * rank) / 2);
        const to = Math.floor((level.nodes[2] * (rank + 1)) / 2);
        sweep32(
          half,
          { ...share, from, to },
          (k) => void kernels.apply32(level.header, half.work, k, level.even, level.b),
          (k) => kernels.prime32(level.header, half.work, k, level.even),
        );
      }
      expect(new Float32Array(buffer, level.b, 3 * grid.size)).toEqual(whole);
    }),
    RUNS,
  );
});

test('residual and Chebyshev steps equal their formulas', () => {
  fc.assert(
    fc.property(models, fc.double({ min: 0, max: 1, noNaN: true }), (input, a) => {
      const { ctx, share, level, vector, dense, grid, kernels, buffer, diagonal } = workbench(input);
      const c = 0.3;
      const x = Float32Array.from(vector(level.even));
      const old = vector(level.odd).slice();
      const b = vector(level.b).slice();
      const K = dense(x);
      const out = new Float32Array(buffer, level.odd, 3 * grid.size);
      const restore = () => {
        out.set(old);
      };
      const scale = largest(K) + 1;
      const near = (wanted: (n: number) => number, tolerance: number) => {
        for (let n = 0; n < out.length; n++)
          expect(Math.abs(out[n]! - wanted(n))).toBeLessThanOrEqual(tolerance);
      };
      sweep32(
        ctx,
        share,
        (k) => kernels.residual(level.header, ctx.work, k, level.even, level.b, level.odd),
        none,
      );
      near(
        (n) => (diagonal[n] === 0 ? (x[n] === 0 && K[n] === 0 ? out[n]! : 0) : b[n]! - K[n]!),
        SINGLE * scale,
      );
      const step = (n: number) => c * diagonal[n]! * (b[n]! - K[n]!);
      const stepSize = c * largest(diagonal) * scale;
      restore();
      sweep32(
        ctx,
        share,
        (k) => kernels.smooth(level.header, ctx.work, k, level.even, level.b, level.odd, a, c),
        none,
      );
      near((n) => x[n]! + a * (x[n]! - old[n]!) + step(n), SINGLE * (stepSize + 3));
      restore();
      sweep32(
        ctx,
        share,
        (k) => kernels.smoothSecond(level.header, ctx.work, k, level.even, level.b, level.odd, a, c),
        none,
      );
      near((n) => x[n]! + a * x[n]! + step(n), SINGLE * (stepSize + 3));
      restore();
      let dot = 0;
      sweep32(
        ctx,
        share,
        (k) => (dot += kernels.smoothDot(level.header, ctx.work, k, level.even, level.b, level.odd, a, c)),
        none,
      );
      const exact = out.reduce((sum, value, n) => sum + value * b[n]!, 0);
      expect(Math.abs(dot - exact)).toBeLessThanOrEqual(1e-6 * (1 + grid.size * largest(out)));
    }),
    RUNS,
  );
});

test('transfers equal trilinear interpolation and its transpose, to the top plane of an odd grid', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { ctx, level, vector, grid, kernels, buffer, diagonal, layout, random } = workbench({
        ...input,
        dims: input.dims.map((n) => n + 7) as [number, number, number],
      });
      const coarseLevel = layout.levels[1]!;
      const coarse = gridOf(coarseLevel);
      const coarseDiagonal = new Float32Array(buffer, coarseLevel.diagonal, 3 * coarse.size);
      const e = new Float32Array(buffer, coarseLevel.even, 3 * coarse.size);
      for (let n = 0; n < e.length; n++) e[n] = coarseDiagonal[n] === 0 ? 0 : random();
      const x = new Float32Array(buffer, level.even, 3 * grid.size).fill(0);
      for (let k = 0; k < level.nodes[2]; k++) {
        const { low, wLow, wHigh } = interpolation(level, coarseLevel, k);
        kernels.prolongPlane(
          level.header,
          coarseLevel.header,
          k,
          low,
          coarseLevel.even,
          level.even,
          wLow,
          wHigh,
        );
      }
      expectClose(
        x,
        interpolated(grid, coarse, e, (c, n) => diagonal[c * grid.size + n] !== 0),
        SINGLE,
      );
      const r = vector(level.odd);
      for (let k = 0; k < coarseLevel.nodes[2]; k++) {
        const weight = (z: number): number => {
          if (z < 0 || z >= level.nodes[2]) return 0;
          const { low, wLow, wHigh } = interpolation(level, coarseLevel, z);
          return low === k ? wLow : low + 1 === k ? wHigh : 0;
        };
        kernels.restrictPlane(
          level.header, coarseLevel.header, k, level.odd, coarseLevel.b, ctx.work,
          weight(2 * k - 1), weight(2 * k), weight(2 * k + 1),
        ); // prettier-ignore
      }
      const wanted = restricted(grid, coarse, r, (c, n) => coarseDiagonal[c * coarse.size + n] !== 0);
      expectClose(new Float32Array(buffer, coarseLevel.b, 3 * coarse.size), wanted, SINGLE);
    }),
    RUNS,
  );
});

test('vectors: scaled, direction and advance equal their formulas', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { level, vector, grid, kernels, buffer, diagonal, layout } = workbench(input);
      const planes = Array.from({ length: level.nodes[2] }, (_, k) => k);
      const b = vector(level.b);
      const scaled = new Float32Array(buffer, level.odd, 3 * grid.size);
      const dot = planes.reduce(
        (s, k) => s + kernels.scaledPlane(level.header, k, level.b, level.odd, 0.7),
        0,
      );
      expectClose(
        scaled,
        b.map((r, n) => 0.7 * diagonal[n]! * r),
        1e-6,
      );
      expect(dot).toBeCloseTo(
        scaled.reduce((s, v, n) => s + v * b[n]!, 0),
        5,
      );
      const z = vector(level.even);
      const p = vector(layout.direction);
      const p0 = p.slice();
      for (const k of planes) kernels.directionPlane(level.header, k, level.even, layout.direction, 0.4);
      expectClose(
        p,
        z.map((v, n) => v + 0.4 * p0[n]!),
        1e-6,
      );
      const x = new Float64Array(buffer, layout.displacement, 3 * grid.size).fill(1);
      const r0 = b.slice();
      const rr = planes.reduce(
        (s, k) =>
          s +
          kernels.advancePlane(
            level.header,
            k,
            layout.displacement,
            layout.direction,
            level.b,
            level.even,
            3,
            0.2,
          ),
        0,
      );
      expectClose(
        x,
        Float64Array.from(p, (d) => 1 + 3 * d),
        1e-12,
      );
      const wanted = r0.map((r, n) => (diagonal[n] === 0 ? 0 : r - 0.2 * z[n]!));
      expectClose(b, wanted, 1e-6);
      expect(rr).toBeCloseTo(
        wanted.reduce((s, r) => s + r * r, 0),
        3,
      );
    }),
    RUNS,
  );
});

function none(): void {
  // One member alone has nobody to wait for, and no slab below.
}
