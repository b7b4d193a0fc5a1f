/** Which multigrid approximates K^-1: coarse boxes, or smoothed aggregation where the bone is porous. */
import { aggregationCycle, preconditionByAggregation, type AggregationCycle } from '../aggregation/cycle.ts';
import type { Context } from '../machine/context.ts';
import { boxCycle, preconditionByBoxes, type BoxCycle } from '../multigrid/cycle.ts';
import type { Preconditioned } from '../multigrid/smoothing.ts';

export type Cycle = BoxCycle | AggregationCycle;

/** Smoothing steps before and after the coarse correction of boxes. */
const SMOOTH = 2;

export function cycleOf({ layout, bounds }: Context): Cycle {
  const { aggregation } = layout;
  if (aggregation !== null) return aggregationCycle(aggregation, bounds[0], bounds.slice(1));
  return boxCycle(bounds, SMOOTH);
}

/** z from the right-hand side in `levels[0].b`. Every member gets the result after the last barrier. */
export function precondition(ctx: Context, cycle: Cycle): Preconditioned {
  if (cycle.kind === 'aggregation') return preconditionByAggregation(ctx, cycle);
  return preconditionByBoxes(ctx, cycle);
}
