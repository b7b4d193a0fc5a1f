/**
 * Which places along the body axis are discs: a chain with regular distances through the strongest signals.
 *
 * Viterbi over pairs of neighbouring discs, so that a distance is judged by the one before it as well as by the
 * column's depth there, under each law of spacing by depth. A crushed vertebra, a fused disc, or one that shows nothing
 * is carried by its neighbours: what a distance can cost is capped.
 */
import { AXIS_STEP_MM, type AxisPoint } from '../body-axis.ts';
import type { DiscSignal } from './disc-signal.ts';
import { pedicleSignal } from './pedicle-signal.ts';
import { expectedSpacing, spacingLaws } from './spacing-by-depth.ts';
import type { Sampler } from '../work-image.ts';
import { lowerQuantile } from '../../math/order-statistics.ts';

/** Distances between neighbouring discs along the axis, mm: crushed in the upper thoracic spine to tall in the lumbar. */
const SPACING_MM = { from: 11, to: 46 } as const;
/** A distance about what the column's own law of spacing says: SD of its logarithm (0.05 to 0.12 on six public CT). */
const OWN_SD = 0.15;
/** From one distance to the next, downwards: the logarithm falls or rises by this (VerSe 2020: +-0.05 and less but for fractures). */
const NEXT_SD = 0.11;
/** The most that a single distance costs, each way of judging it. */
const COST_CAP = 1.3;
/** Signals count relative to this quantile of their surroundings. */
const REFERENCE = { quantile: 0.88, withinMm: 70, leastHu: 15 } as const;
/** Worth of a disc whose signal equals the reference; bounds in references; what every disc costs. */
const WORTH = 1.6;
const SIGNAL_BOUNDS = [-0.7, 2.2] as const;
const DISC_COST = 0.55;
/** Worth of pedicles below and a foramen above as clear as the reference: without it a crushed body passes for a disc. */
const PEDICLE_WORTH = 0.9;

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
  const gain = strength.map((value, n) =>
    Number.isFinite(value)
      ? WORTH * bounded(value) +
        PEDICLE_WORTH * (Number.isFinite(pedicles[n]) ? bounded(pedicles[n]!) : 0) -
        DISC_COST
      : -Infinity,
  );
  const turn = Float64Array.from({ length: WIDTHS * WIDTHS }, (_, n) =>
    capped(Math.log((LOW + (n % WIDTHS)) / (LOW + Math.floor(n / WIDTHS))) / NEXT_SD),
  );
  const seen = [gain.findIndex(Number.isFinite), gain.findLastIndex(Number.isFinite)] as const;
  if (seen[0] < 0) return [];
  let best: Chain = { at: [], worth: -Infinity };
  for (const { logSteps, cost } of spacingLaws(axis, seen)) {
    const chain = bestChain(gain, turn, logSteps);
    if (chain.worth - cost > best.worth) best = { ...chain, worth: chain.worth - cost };
  }
  return best.at.map((at) => ({ at, strength: strength[at]! }));
}

interface Chain {
  /** Indices of axis points, towards the head. */
  readonly at: readonly number[];
  readonly worth: number;
}

const LOW = Math.round(SPACING_MM.from / AXIS_STEP_MM);
const WIDTHS = Math.round(SPACING_MM.to / AXIS_STEP_MM) - LOW + 1;

/** @param gain of a disc at each axis point @param turn cost of one distance after another @param logSteps as in `SpacingLaw` */
function bestChain(gain: Float64Array, turn: Float64Array, logSteps: Float64Array): Chain {
  const count = gain.length;
  // Of a chain that ends at `s` and came there over a distance of `LOW + w`.
  const best = new Float64Array(count * WIDTHS).fill(-Infinity);
  const from = new Int32Array(count * WIDTHS).fill(-1);
  let [end, most] = [-1, -Infinity];
  for (let s = LOW; s < count; s++) {
    if (!Number.isFinite(gain[s]!)) continue;
    for (let w = 0; w < WIDTHS; w++) {
      const before = s - LOW - w;
      if (before < 0 || !Number.isFinite(gain[before]!)) continue;
      let value = gain[before]!;
      for (let v = 0; v < WIDTHS; v++) {
        const reached = best[before * WIDTHS + v]! - turn[v * WIDTHS + w]!;
        if (reached > value) {
          value = reached;
          from[s * WIDTHS + w] = v;
        }
      }
      const off = (LOG_WIDTH[w]! - logSteps[(before + s) >> 1]!) / OWN_SD;
      const total = value + gain[s]! - capped(off);
      best[s * WIDTHS + w] = total;
      if (total > most) [end, most] = [s * WIDTHS + w, total];
    }
  }
  const at: number[] = [];
  for (let state = end; state >= 0;) {
    const [s, w] = [Math.floor(state / WIDTHS), state % WIDTHS];
    at.push(s);
    const before = s - LOW - w;
    const v = from[state]!;
    if (v < 0) at.push(before);
    state = v < 0 ? -1 : before * WIDTHS + v;
  }
  return { at: at.reverse(), worth: most };
}

const LOG_WIDTH = Float64Array.from({ length: WIDTHS }, (_, w) => Math.log(LOW + w));

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
