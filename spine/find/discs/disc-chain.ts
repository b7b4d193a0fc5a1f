/**
 * Which places along the body axis are discs: a chain with regular distances through the strongest signals.
 *
 * Viterbi over pairs of neighbouring discs, so that a distance is judged by the one before it as well as by the
 * column's depth there. A crushed vertebra, a fused disc, or one that shows nothing is carried by its neighbours: what a
 * distance can cost is capped.
 */
import { AXIS_STEP_MM, type AxisPoint } from '../body-axis.ts';
import type { DiscSignal } from './disc-signal.ts';
import { pedicleSignal } from './pedicle-signal.ts';
import type { Sampler } from '../work-image.ts';
import { lowerQuantile } from '../../math/order-statistics.ts';

/** Distances between neighbouring discs along the axis, mm: crushed in the upper thoracic spine to tall in the lumbar. */
const SPACING_MM = { from: 11, to: 46 } as const;
/** Expected distance over the column's depth: 10 mm + 0.72 depth (T1 16/20, T6 23/24, T12 28/31, L3 33/34 mm), SD of its logarithm. */
const SPACING_OF_DEPTH = { offsetMm: 10, slope: 0.72, sd: 0.17 } as const;
/** From one distance to the next, downwards: the logarithm falls or rises by this (VerSe 2020: +-0.05 and less but for fractures). */
const NEXT_SD = 0.11;
/** The most that a single distance costs, each way of judging it. */
const COST_CAP = 1.3;
/** Signals count relative to this quantile of their surroundings. */
const REFERENCE = { quantile: 0.88, withinMm: 70, leastHu: 15 } as const;
/** Worth of a disc whose signal equals the reference; bounds in references; what every disc costs. */
const WORTH = 1.6;
const SIGNAL_BOUNDS = [-0.7, 2.2] as const;
const DISC_COST = 0.45;
/** Worth of pedicles below and a foramen above as clear as the reference. */
const PEDICLE_WORTH = 0.6;

export interface DiscPlace {
  /** Index of the axis point. */
  readonly at: number;
  /** Signal in units of its reference. */
  readonly strength: number;
}

/** Towards the head; empty where the axis is shorter than a vertebra. */
export function discChain(
  axis: readonly AxisPoint[],
  signal: DiscSignal,
  sample: Sampler,
): readonly DiscPlace[] {
  const strength = relative(signal.contrast);
  const pedicles = relative(pedicleSignal(axis, (n) => expectedSpacing(axis[n]!), sample));
  const count = axis.length;
  const low = Math.round(SPACING_MM.from / AXIS_STEP_MM);
  const widths = Math.round(SPACING_MM.to / AXIS_STEP_MM) - low + 1;
  const gain = strength.map((value, n) =>
    Number.isFinite(value)
      ? WORTH * bounded(value) +
        PEDICLE_WORTH * (Number.isFinite(pedicles[n]) ? bounded(pedicles[n]!) : 0) -
        DISC_COST
      : -Infinity,
  );
  const turn = Float64Array.from({ length: widths * widths }, (_, n) =>
    capped(Math.log((low + (n % widths)) / (low + Math.floor(n / widths))) / NEXT_SD),
  );
  // Of a chain that ends at `s` and came there over a distance of `low + w`.
  const best = new Float64Array(count * widths).fill(-Infinity);
  const from = new Int32Array(count * widths).fill(-1);
  let [end, most] = [-1, -Infinity];
  for (let s = low; s < count; s++) {
    if (!Number.isFinite(gain[s]!)) continue;
    for (let w = 0; w < widths; w++) {
      const before = s - low - w;
      if (before < 0 || !Number.isFinite(gain[before]!)) continue;
      let value = gain[before]!;
      for (let v = 0; v < widths; v++) {
        const reached = best[before * widths + v]! - turn[v * widths + w]!;
        if (reached > value) {
          value = reached;
          from[s * widths + w] = v;
        }
      }
      const total = value + gain[s]! - depthCost(axis, before, s);
      best[s * widths + w] = total;
      if (total > most) [end, most] = [s * widths + w, total];
    }
  }
  const places: DiscPlace[] = [];
  for (let state = end; state >= 0;) {
    const [s, w] = [Math.floor(state / widths), state % widths];
    places.push({ at: s, strength: strength[s]! });
    const before = s - low - w;
    const v = from[state]!;
    if (v < 0) places.push({ at: before, strength: strength[before]! });
    state = v < 0 ? -1 : before * widths + v;
  }
  return places.reverse();
}

function depthCost(axis: readonly AxisPoint[], a: number, b: number): number {
  const expected = expectedSpacing(axis[(a + b) >> 1]!);
  return capped(Math.log(((b - a) * AXIS_STEP_MM) / expected) / SPACING_OF_DEPTH.sd);
}

/** mm */
function expectedSpacing({ depthMm }: AxisPoint): number {
  return SPACING_OF_DEPTH.offsetMm + SPACING_OF_DEPTH.slope * depthMm;
}

function bounded(value: number): number {
  return Math.min(SIGNAL_BOUNDS[1], Math.max(SIGNAL_BOUNDS[0], value));
}

function capped(deviations: number): number {
  return Math.min(COST_CAP, 0.5 * deviations * deviations);
}

/** Signals over their reference: what is strong in the upper thoracic spine is weak in the lumbar. */
function relative(contrast: Float64Array): Float64Array {
  const reach = Math.round(REFERENCE.withinMm / AXIS_STEP_MM);
  return contrast.map((value, n) => {
    if (!Number.isFinite(value)) return Number.NEGATIVE_INFINITY;
    const around = contrast.slice(Math.max(0, n - reach), n + reach + 1).filter(Number.isFinite);
    const reference = lowerQuantile(around, REFERENCE.quantile);
    return value / Math.max(reference, REFERENCE.leastHu);
  });
}
