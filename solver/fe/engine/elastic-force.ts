/** f = K u of the displacement in place, in f64. */
import { sweep64, type Context } from './context.ts';

/** Puts this member's planes of K u into three f64 vectors at `out`. */
export function elasticForceInto(ctx: Context, out: number): void {
  const { kernels, layout, work } = ctx;
  const share = ctx.shares[0];
  const { header } = share.level;
  sweep64(
    ctx,
    share,
    (k) => {
      kernels.apply64(header, work, k, layout.displacement, out);
    },
    (k) => {
      kernels.prime64(header, work, k, layout.displacement);
    },
  );
}
