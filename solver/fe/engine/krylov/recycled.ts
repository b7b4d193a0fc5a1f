/**
 * The corrections of the last solves as a coarse space of their own: near a body's plateau all its tangents are soft to the same few
 * motions, which no elastic preconditioner knows, and every Newton step would have to find them anew.
 *
 * @remarks M r + W (W' A W)^-1 W' r: an additive coarse correction (as in Nicolaides RA, SIAM J Numer Anal 24:355, 1987) with
 * vectors recycled from system to system (Parks ML et al., SIAM J Sci Comput 28:1651, 2006). A w is what a solve took off its
 * residual, and costs nothing; that it belongs to an earlier tangent makes a worse preconditioner, never a wrong answer. What it
 * gains: docs/decisions/0036-strength-that-does-not-hang-on-the-elements.md.
 */
import { F32, F64 } from '../../../kernels/layout.ts';
import { componentSize, planeSize } from '../grid/padded.ts';
import { summed, type Context } from '../machine/context.ts';
import type { RecyclingLayout } from '../memory/plastic-layout.ts';
import type { Preconditioned } from '../multigrid/smoothing.ts';
import { invertIndependent } from './independent.ts';

/** A body whose solves take no more iterations than this has no soft motions, and the coarse part would only cost. */
const FEW = 20;

export class RecycledSpace {
  readonly #ctx: Context;
  readonly #at: RecyclingLayout;
  /** Entries of W' A W by slot: A of the solve that made the later one of the two. */
  readonly #energy: number[][] = [];
  #chosen: readonly number[] = [];
  #inverse: readonly (readonly number[])[] = [];
  #next = 0;
  #needed = false;

  constructor(ctx: Context, at: RecyclingLayout) {
    this.#ctx = ctx;
    this.#at = at;
  }

  /** Before a solve: keeps where it starts from. */
  begin(): void {
    const { layout } = this.#ctx;
    const { b } = this.#ctx.shares[0].level;
    const [displacement, right] = [this.#doubles(layout.displacement), this.#singles(b)];
    this.#doubles(this.#at.start).forEach((part, c) => part.set(displacement[c]));
    this.#singles(this.#at.residual).forEach((part, c) => part.set(right[c]));
    const known = this.#needed ? this.#energy : [];
    ({ chosen: this.#chosen, inverse: this.#inverse } = invertIndependent(known));
  }

  /** Adds the coarse part to z, in place; z . r with it. */
  improve({ z, dot }: Preconditioned): Preconditioned {
    if (this.#chosen.length === 0) return { z, dot };
    const { kernels, shares } = this.#ctx;
    const [{ from, to, level, team }] = shares;
    const along = this.#chosen.map((slot) => this.#dot(this.#at.vectors[slot], level.b));
    let sum = dot;
    this.#inverse.forEach((row, n) => {
      const part = row.reduce((total, entry, m) => total + entry * along[m], 0);
      sum += part * along[n];
      const w = this.#at.vectors[this.#chosen[n]];
      for (let k = from; k < to; k++) kernels.addPlane(level.header, k, w, z, part);
    });
    team.barrier();
    return { z, dot: sum };
  }

  /**
   * After a solve that converged: its correction takes the place of the oldest one.
   * @param scale of the system: the residual is in units of 1 / scale
   */
  end(scale: number, iterations: number): void {
    if (iterations > FEW) this.#needed = true;
    const { kernels, layout, shares } = this.#ctx;
    const { b } = shares[0].level;
    const { vectors, start, residual } = this.#at;
    if (vectors.length === 0) return;
    const slot = this.#next;
    const w = vectors[slot];
    const length = Math.sqrt(
      this.#sum((level, k) => kernels.differencePlane(level, k, layout.displacement, start, w)),
    );
    if (!(length > 0)) return;
    this.#next = (slot + 1) % vectors.length;
    // In the place of the residual at the start: what the solve took off it.
    this.#planes((level, k) => {
      kernels.dividePlane(level, k, w, length);
      kernels.takePlane(level, k, b, residual);
    });
    const count = Math.max(this.#energy.length, slot + 1);
    const energies = Array.from(
      { length: count },
      (_, other) => this.#dot(vectors[other], residual) / (scale * length),
    );
    this.#energy[slot] = energies;
    energies.forEach((energy, other) => (this.#energy[other][slot] = energy));
  }

  /** After a solve that broke down: of a motion that costs nothing any more, single precision keeps no sign. */
  forget(): void {
    this.#energy.length = 0;
    this.#next = 0;
  }

  #dot(a: number, b: number): number {
    return this.#sum((level, k) => this.#ctx.kernels.dotPlane(level, k, a, b));
  }

  #sum(of: (level: number, k: number) => number): number {
    const [share] = this.#ctx.shares;
    return summed(this.#ctx, share, (partials) => {
      for (let k = share.from; k < share.to; k++) partials[k] = of(share.level.header, k);
    });
  }

  /** Something to the member's planes, which the others wait for. */
  #planes(act: (level: number, k: number) => void): void {
    const [{ level, from, to, team }] = this.#ctx.shares;
    for (let k = from; k < to; k++) act(level.header, k);
    team.barrier();
  }

  #singles(at: number): Float32Array[] {
    return this.#spans(at, F32).map(([first, length]) => new Float32Array(this.#ctx.buffer, first, length));
  }

  #doubles(at: number): Float64Array[] {
    return this.#spans(at, F64).map(([first, length]) => new Float64Array(this.#ctx.buffer, first, length));
  }

  /** Where the member's planes of the three components begin, and how many numbers they hold. */
  #spans(at: number, bytes: number): (readonly [number, number])[] {
    const [{ level, from, to }] = this.#ctx.shares;
    const [plane, component] = [planeSize(level), componentSize(level)];
    return [0, 1, 2].map((c) => [at + bytes * (c * component + from * plane), (to - from) * plane] as const);
  }
}
