/** Every kernel against its plain twin, on random grids with holes, of random laws, thin ones and odd ones included. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { contextOf, sweep32, sweep64 } from '../../../solver/fe/engine/machine/context.ts';
import { interpolation } from '../../../solver/fe/engine/multigrid/cycle.ts';
import { clearVectors } from '../../../solver/fe/engine/multigrid/fill.ts';
import type { Team } from '../../../solver/fe/engine/team/team.ts';

import { gridOf, interpolated, restricted } from './plain-twins.ts';
import { DOUBLE, expectClose, largest, models, none, RUNS, SINGLE, workbench } from './workbench.ts';

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

test('vectors: dot and add equal their formulas', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { level, vector, kernels } = workbench(input);
      const planes = Array.from({ length: level.nodes[2] }, (_, k) => k);
      const [x, y] = [vector(level.even), vector(level.odd)];
      const before = y.slice();
      const dot = planes.reduce((s, k) => s + kernels.dotPlane(level.header, k, level.even, level.odd), 0);
      expect(dot).toBeCloseTo(
        x.reduce((s, v, n) => s + v * y[n]!, 0),
        4,
      );
      for (const k of planes) kernels.addPlane(level.header, k, level.even, level.odd, -0.3);
      expectClose(
        y,
        before.map((v, n) => v - 0.3 * x[n]!),
        1e-6,
      );
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

test('vectors: differences, quotients and going on are those of JavaScript, to the bit', () => {
  fc.assert(
    fc.property(models, (input) => {
      const { level, vector, grid, kernels, buffer, layout, random } = workbench(input);
      const planes = Array.from({ length: level.nodes[2] }, (_, k) => k);
      const size = 3 * grid.size;
      const a = new Float64Array(buffer, layout.displacement, size).map(() => random());
      new Float64Array(buffer, layout.displacement, size).set(a);
      // Three vectors of f32 side by side hold one of f64, and one of f32 behind it.
      const other = new Float64Array(buffer, level.b, size);
      for (let n = 0; n < size; n++) other[n] = random();
      const b = other.slice();
      const out = new Float32Array(buffer, layout.direction, size);
      const square = planes.reduce(
        (sum, k) =>
          sum + kernels.differencePlane(level.header, k, layout.displacement, level.b, layout.direction),
        0,
      );
      const difference = Float32Array.from(a, (value, n) => value - b[n]!);
      expect(out).toEqual(difference);
      expect(square).toBeCloseTo(
        difference.reduce((sum, value) => sum + value * value, 0),
        4,
      );
      for (const k of planes) kernels.goOnPlane(level.header, k, layout.displacement, level.b, level.b, 0.3);
      expect(other).toEqual(a.map((value, n) => value + 0.3 * (value - b[n]!)));
      const [x, y] = [vector(level.even), vector(level.odd)];
      const [x0, y0] = [x.slice(), y.slice()];
      for (const k of planes) kernels.dividePlane(level.header, k, level.even, 0.7);
      expect(x).toEqual(x0.map((value) => value / 0.7));
      for (const k of planes) kernels.takePlane(level.header, k, level.even, level.odd);
      expect(y).toEqual(y0.map((value, n) => value - x[n]!));
    }),
    RUNS,
  );
});
