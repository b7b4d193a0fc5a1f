/**
 * Perfect von Mises plasticity under growing prescribed displacements: Newton's method on equilibrium, each step by
 * conjugate gradients on the consistent tangent with the elastic V-cycle as preconditioner.
 *
 * @remarks Newton-Krylov with a forcing term: Dembo RS, Eisenstat SC, Steihaug T, SIAM J Numer Anal 19:400, 1982.
 */
import { WORK_HELD_SUM } from '../../../kernels/layout.ts';
import { type Held, componentSize, planeSize } from '../grid/padded.ts';
import { iterate, type System } from '../krylov/conjugate-gradients.ts';
import { solveElastic } from '../krylov/elastic.ts';
import type { Cycle } from '../krylov/preconditioner.ts';
import { RecycledSpace } from '../krylov/recycled.ts';
import { summed, sweep32, sweep64, type Context } from '../machine/context.ts';
import type { PlasticLayout } from '../memory/plastic-layout.ts';
import { clearVectors } from '../multigrid/fill.ts';
import { shorten } from './line-search.ts';

export interface NewtonOptions {
  /** Stop where the imbalance of the free nodes is below this part of the reaction, the largest so far (Euclidean norms). */
  readonly tolerance: number;
  readonly maxNewton: number;
  readonly maxKrylov: number;
  /** An increment is cut in two at most this often before it is given up. */
  readonly maxCuts: number;
}

export interface IncrementResult {
  readonly converged: boolean;
  /** Parts that the increment was cut into. */
  readonly parts: number;
  readonly newtonIterations: number;
  readonly krylovIterations: number;
  /** Norm of the imbalance relative to the reaction's, the largest so far. */
  readonly imbalance: number;
}

/** Part of the imbalance that a Newton step's linear solve may leave. */
const FORCING = 0.1;
const PREDICTOR_TOLERANCE = 1e-3;
/** An imbalance that grows by this in a Newton step, past the reaction itself, will not come back. */
const DIVERGED = 20;
/** As many Newton steps in a row without a smaller imbalance lead nowhere. */
const STALLED = 2;

export class PlasticSolver {
  readonly #ctx: Context;
  readonly #cycle: Cycle;
  readonly #plastic: PlasticLayout;
  readonly #recycled: RecycledSpace;
  readonly #u: Float64Array;
  readonly #last: Float64Array;
  readonly #beforeLast: Float64Array;
  /** Of residuals in single precision: one over a reaction of this loading, whichever; 0 before there is one. */
  #scale = 0;
  /** Largest reaction of the states in equilibrium: that of a body that is unloaded again is no measure. */
  #most = 0;
  /** Whether `beforeLast` holds a state: the one that the last step went out from. */
  #stepped = false;

  constructor(ctx: Context, cycle: Cycle, plastic: PlasticLayout) {
    this.#ctx = ctx;
    this.#cycle = cycle;
    this.#plastic = plastic;
    this.#recycled = new RecycledSpace(ctx, plastic.recycling);
    const size = 3 * componentSize(ctx.layout.levels[0]);
    this.#u = new Float64Array(ctx.buffer, ctx.layout.displacement, size);
    this.#last = new Float64Array(ctx.buffer, plastic.last, size);
    this.#beforeLast = new Float64Array(ctx.buffer, plastic.beforeLast, size);
  }

  /** From the last state in equilibrium to `held`; the displacement there is left in place. */
  advance(held: Held, options: NewtonOptions): IncrementResult {
    const from = valuesAt(held.at, this.#last);
    let done = 0;
    let part = 1;
    let parts = 0;
    let cuts = 0;
    let newton = 0;
    let krylov = 0;
    let imbalance = Infinity;
    while (done < 1) {
      const to = Math.min(1, done + part);
      const values = held.values.map((v, n) => from[n] + to * (v - from[n]));
      const result = this.#attempt({ at: held.at, values }, options);
      newton += result.newton;
      krylov += result.krylov;
      imbalance = result.imbalance;
      if (result.converged) {
        parts++;
        done = to;
        this.#settle();
      } else {
        this.#own(() => {
          this.#u.set(this.#last);
        });
        if (++cuts > options.maxCuts) break;
        part /= 2;
      }
    }
    return { converged: done >= 1, parts, newtonIterations: newton, krylovIterations: krylov, imbalance };
  }

  /** Internal force of the present displacement into three f64 vectors at `b`, on planes that hold prescribed nodes; 0 elsewhere. */
  forceAt({ at }: Held): void {
    const { kernels, work, layout } = this.#ctx;
    const share = this.#ctx.shares[0];
    const { level } = share;
    const state = this.#plastic.header;
    const [size, plane] = [componentSize(level), planeSize(level)];
    const planes = new Set(Array.from(at, (n) => Math.floor((n % size) / plane)));
    this.#own(() => {
      clearVectors(this.#ctx.buffer, level);
    });
    for (let from = share.from; from < share.to; from++) {
      if (!planes.has(from)) continue;
      sweep64(
        this.#ctx,
        { ...share, from, to: from + 1 },
        (k) => {
          kernels.forcePlastic(level.header, work, k, layout.displacement, level.b, state);
        },
        (k) => {
          kernels.primePlastic(level.header, work, k, layout.displacement, state);
        },
      );
    }
    share.team.barrier();
  }

  #attempt(
    held: Held,
    options: NewtonOptions,
  ): { converged: boolean; newton: number; krylov: number; imbalance: number } {
    let krylov = this.#predict(held);
    if (this.#scale === 0) this.#scale = 1 / this.#imbalance(0).reaction;
    const scale = this.#scale;
    let { free, reaction } = this.#imbalance(scale);
    let worst = Infinity;
    let stalled = 0;
    for (let newton = 0; ; newton++) {
      const relative = free / Math.max(reaction, this.#most);
      if (relative <= options.tolerance) {
        this.#scale = 1 / reaction;
        this.#most = Math.max(reaction, this.#most);
        return { converged: true, newton, krylov, imbalance: relative };
      }
      stalled = relative < worst ? 0 : stalled + 1;
      const hopeless =
        !(relative < DIVERGED * Math.min(1, worst)) || stalled >= STALLED || newton >= options.maxNewton;
      if (hopeless || krylov >= options.maxKrylov)
        return { converged: false, newton, krylov, imbalance: relative };
      worst = Math.min(worst, relative);
      const before = free;
      const forcing = Math.max(FORCING, (0.5 * options.tolerance) / relative);
      const solved = iterate(this.#ctx, this.#cycle, this.#system(scale), scale * free, 0, {
        tolerance: scale * forcing * free,
        energyTolerance: 0,
        maxIterations: options.maxKrylov - krylov,
        recycled: this.#recycled,
      });
      krylov += solved.iterations;
      if (!solved.converged) this.#recycled.forget();
      ({ free, reaction } = this.#imbalance(scale));
      let gone = 1;
      const goTo = (part: number): number => {
        this.#scaleStep(part / gone);
        gone = part;
        ({ free, reaction } = this.#imbalance(scale));
        return free / before;
      };
      const workAt = (part: number): number => this.#along() / part / scale;
      shorten({ work: solved.work, goTo, workAt }, free / before);
    }
  }

  /** The step since the last linear solve began, made `by` times as long. */
  #scaleStep(by: number): void {
    const { start } = this.#plastic.recycling;
    this.#own(() => {
      const from = new Float64Array(this.#ctx.buffer, start, this.#u.length);
      for (let n = 0; n < this.#u.length; n++) this.#u[n] = from[n] + by * (this.#u[n] - from[n]);
    });
  }

  /** Of the imbalance in place along that step, N mm in units of 1 / scale. */
  #along(): number {
    const share = this.#ctx.shares[0];
    const { level } = share;
    const [plane, size] = [planeSize(level), componentSize(level)];
    const from = new Float64Array(this.#ctx.buffer, this.#plastic.recycling.start, this.#u.length);
    const imbalance = new Float32Array(this.#ctx.buffer, level.b, this.#u.length);
    return summed(this.#ctx, share, (partials) => {
      for (let k = share.from; k < share.to; k++) {
        partials[k] = 0;
        for (let first = k * plane; first < 3 * size; first += size) {
          for (let n = first; n < first + plane; n++) partials[k] += (this.#u[n] - from[n]) * imbalance[n];
        }
      }
    });
  }

  /** A first guess: the last step again, in proportion, where the load goes on the same way; else an elastic step. */
  #predict(held: Held): number {
    const values = valuesAt(held.at, this.#last);
    const wanted = held.values.map((v, n) => v - values[n]);
    const before = valuesAt(held.at, this.#beforeLast);
    const step = values.map((v, n) => v - before[n]);
    const ratio = this.#stepped ? proportion(wanted, step) : null;
    if (ratio !== null) {
      const { kernels, layout } = this.#ctx;
      const { last, beforeLast } = this.#plastic;
      const { level } = this.#ctx.shares[0];
      this.#own(() => {
        for (let k = 0; k < level.nodes[2]; k++)
          kernels.goOnPlane(level.header, k, last, beforeLast, layout.displacement, ratio);
        this.#hold(held);
      });
      return 0;
    }
    this.#own(() => {
      this.#u.fill(0);
      this.#hold({ at: held.at, values: wanted });
    });
    const { iterations } = solveElastic(this.#ctx, this.#cycle, {
      tolerance: PREDICTOR_TOLERANCE,
      energyTolerance: 0,
      maxIterations: 1000,
    });
    this.#ctx.team.barrier();
    this.#own(() => {
      addInto(this.#u, this.#last);
      this.#hold(held);
    });
    return iterations;
  }

  #hold({ at, values }: Held): void {
    for (let n = 0; n < at.length; n++) this.#u[at[n]] = values[n];
  }

  /** Takes the present displacement as a state in equilibrium, its plastic strain included. */
  #settle(): void {
    const { kernels, work, layout } = this.#ctx;
    const { header } = this.#ctx.shares[0].level;
    for (let k = this.#ctx.shares[0].from; k < this.#ctx.shares[0].to; k++) {
      kernels.settlePlastic(header, work, k, layout.displacement, this.#plastic.header);
    }
    this.#ctx.team.barrier();
    this.#own(() => {
      this.#beforeLast.set(this.#last);
      this.#last.set(this.#u);
    });
    this.#stepped = true;
  }

  #imbalance(scale: number): { free: number; reaction: number } {
    const { kernels, work, layout, buffer } = this.#ctx;
    const share = this.#ctx.shares[0];
    const { header, b } = share.level;
    const { displacement: u } = layout;
    const state = this.#plastic.header;
    const prime = (k: number): void => {
      kernels.primePlastic(header, work, k, u, state);
    };
    const heldSum = new Float64Array(buffer, work + WORK_HELD_SUM, 1);
    const held = new Float64Array(share.to - share.from);
    const free = summed(this.#ctx, share, (partials) => {
      sweep64(
        this.#ctx,
        share,
        (k) => {
          partials[k] = kernels.imbalancePlastic(header, work, k, u, b, scale, state);
          held[k - share.from] = heldSum[0];
        },
        prime,
      );
    });
    const reaction = summed(this.#ctx, share, (partials) => {
      partials.set(held, share.from);
    });
    return { free: Math.sqrt(free), reaction: Math.sqrt(reaction) };
  }

  #system(scale: number): System {
    const { kernels, work } = this.#ctx;
    const share = this.#ctx.shares[0];
    const { header } = share.level;
    const state = this.#plastic.header;
    return {
      scale,
      refresh: null,
      apply: (p, q) =>
        summed(this.#ctx, share, (partials) => {
          sweep32(
            this.#ctx,
            share,
            (k) => void (partials[k] = kernels.applyTangent(header, work, k, p, q, state)),
            (k) => {
              kernels.primeTangent(header, work, k, p, state);
            },
          );
        }),
    };
  }

  /** Something that one member does for all. */
  #own(act: () => void): void {
    this.#ctx.team.barrier();
    if (this.#ctx.team.rank === 0) act();
    this.#ctx.team.barrier();
  }
}

function addInto(to: Float64Array, more: Float64Array): void {
  for (let n = 0; n < to.length; n++) to[n] += more[n];
}

function valuesAt(at: Int32Array, vector: Float64Array): Float64Array {
  const values = new Float64Array(at.length);
  for (let n = 0; n < at.length; n++) values[n] = vector[at[n]];
  return values;
}

/** a / b where a is a positive multiple of b, null where it is not. */
function proportion(a: Float64Array, b: Float64Array): number | null {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let n = 0; n < a.length; n++) {
    ab += a[n] * b[n];
    aa += a[n] * a[n];
    bb += b[n] * b[n];
  }
  return ab > 0 && ab * ab > (1 - 1e-9) * aa * bb ? ab / bb : null;
}
