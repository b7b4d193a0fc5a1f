/**
 * What is not known of a hazard, as a distribution of the logarithm of its ratio to a base hazard.
 *
 * Each independent unknown is a short list of cases with weights (smoker or not; a ratio at three places of its
 * interval). Their sum is convolved on a grid, a normal part is added at the end: exact up to the step, deterministic,
 * and as fast for twenty unknowns as for two, where listing every combination would not be.
 */
import { normalCdf } from '../../../math/normal.ts';

/** Cases of one unknown; the weights sum to 1. */
export type Unknown = readonly { readonly weight: number; readonly logRatio: number }[];

export interface LogHazard {
  /** Weight of each step, ascending. */
  readonly weights: Float64Array;
  /** Logarithm of the ratio at the first step. */
  readonly lowest: number;
}

/** Of the grid, in ln ratio: 0.5 % of a hazard. A case between two steps is shared, which keeps the mean. */
const STEP = 0.005;
/** Where a quantile is looked for beyond the grid, in standard deviations of the normal part. */
const REACH = 6;
const BISECTIONS = 40;

export function combined(unknowns: readonly Unknown[]): LogHazard {
  let found: LogHazard = { weights: Float64Array.of(1), lowest: 0 };
  for (const unknown of unknowns) found = convolved(found, unknown);
  return found;
}

function convolved({ weights, lowest }: LogHazard, unknown: Unknown): LogHazard {
  let [least, most] = [Infinity, -Infinity];
  for (const { logRatio } of unknown) {
    least = Math.min(least, logRatio);
    most = Math.max(most, logRatio);
  }
  const out = new Float64Array(weights.length + Math.ceil((most - least) / STEP) + 1);
  for (const { weight, logRatio } of unknown) {
    const shift = (logRatio - least) / STEP;
    const at = Math.floor(shift);
    const share = shift - at;
    for (let n = 0; n < weights.length; n++) {
      out[n + at]! += weight * (1 - share) * weights[n]!;
      out[n + at + 1]! += weight * share * weights[n]!;
    }
  }
  return { weights: out, lowest: lowest + least };
}

/** Mean of 1 - exp(-hazard ratio) over what is not known. */
export function expectedProbability({ weights, lowest }: LogHazard, hazard: number): number {
  let sum = 0;
  for (let n = 0; n < weights.length; n++)
    sum += weights[n]! * -Math.expm1(-hazard * Math.exp(lowest + n * STEP));
  return sum;
}

/** Share of the distribution, widened by a normal part, below a logarithm of the ratio. */
function shareBelow({ weights, lowest }: LogHazard, { mean, sd }: Normal, logRatio: number): number {
  let sum = 0;
  for (let n = 0; n < weights.length; n++) {
    if (weights[n] === 0) continue;
    sum += weights[n]! * normalCdf((logRatio - mean - lowest - n * STEP) / sd);
  }
  return sum;
}

export interface Normal {
  readonly mean: number;
  /** Above 0. */
  readonly sd: number;
}

/** The logarithm of the ratio below which a share `q` of the distribution lies. */
export function quantile(distribution: LogHazard, normal: Normal, q: number): number {
  const { weights, lowest } = distribution;
  let low = lowest + normal.mean - REACH * normal.sd;
  let high = lowest + weights.length * STEP + normal.mean + REACH * normal.sd;
  for (let n = 0; n < BISECTIONS; n++) {
    const middle = (low + high) / 2;
    if (shareBelow(distribution, normal, middle) < q) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
