/** Smoothing of a level of boxes in f32, shared by the members of a team. */
import { summed, sweep32, type Context, type Share } from '../machine/context.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import type { ChebyshevStep } from './chebyshev.ts';

export interface Preconditioned {
  /** Pointer to z on the finest level. */
  readonly z: number;
  /** b . z */
  readonly dot: number;
}

export function other(level: LevelLayout, x: number): number {
  return x === level.even ? level.odd : level.even;
}

/** Where steps from zero leave their result: the first in `even`, the next in `odd`, and so on. */
export function afterSteps(level: LevelLayout, steps: number): number {
  return steps % 2 === 1 ? level.even : level.odd;
}

export function fromZero(ctx: Context, share: Share, steps: readonly ChebyshevStep[]): number {
  const { level, team } = share;
  const { kernels, work } = ctx;
  let x = level.even;
  for (let k = share.from; k < share.to; k++) {
    kernels.scaledPlane(level.header, k, level.b, x, steps[0].c);
  }
  team.barrier();
  for (let s = 1; s < steps.length; s++) {
    const out = other(level, x);
    const { a, c } = steps[s];
    const from = x;
    elastic32(ctx, share, from, (k) => {
      if (s === 1) kernels.smoothSecond(level.header, work, k, from, level.b, out, a, c);
      else kernels.smooth(level.header, work, k, from, level.b, out, a, c);
    });
    team.barrier();
    x = out;
  }
  return x;
}

export function correctFrom(
  ctx: Context,
  share: Share,
  steps: readonly ChebyshevStep[],
  start: number,
  wantsDot: boolean,
): Preconditioned {
  const { level, team } = share;
  const { kernels, work } = ctx;
  let x = start;
  let dot = 0;
  steps.forEach(({ a, c }, s) => {
    const out = other(level, x);
    const from = x;
    if (wantsDot && s === steps.length - 1) {
      dot = summed(ctx, share, (partials) => {
        elastic32(ctx, share, from, (k) => {
          partials[k] = kernels.smoothDot(level.header, work, k, from, level.b, out, a, c);
        });
      });
    } else {
      elastic32(ctx, share, from, (k) => {
        kernels.smooth(level.header, work, k, from, level.b, out, a, c);
      });
      team.barrier();
    }
    x = out;
  });
  return { z: x, dot };
}

export function elastic32(ctx: Context, share: Share, u: number, kernel: (k: number) => void): void {
  sweep32(ctx, share, kernel, (k) => {
    ctx.kernels.prime32(share.level.header, ctx.work, k, u);
  });
}
