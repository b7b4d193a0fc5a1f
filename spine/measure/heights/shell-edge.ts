/**
 * Where a thin dense shell ends, from a line of HU that crosses it: finer than a voxel.
 *
 *      y1 (fixed)   ___
 *                  |   |                 I(z) = y0 + (y1 - y0) P((z - z1) / s) + (y2 - y1) P((z - z2) / s)
 *      y0 _________|   |
 *                      |__________ y2    P the normal distribution, s the blur of the scan along the line
 *                  z1  z2
 *
 * A shell thinner than the blur shows its area and its place, not its thickness: HU of compact bone must be assumed,
 * and then z2 follows. Half of the peak, the usual criterion, would put the edge outwards of it.
 */
import { normalDensity } from '../../math/normal.ts';
import { preciseNormalCdf } from '../../math/precise-normal.ts';
import { solveDense } from '../../math/normal-equations.ts';
import { ABOVE_PEAK, NEXT_BONE, SHELL_HU } from '../../definitions/surfaces.ts';

export interface ShellEdge {
  /** z2, mm along the line. */
  readonly outer: number;
  /** Root mean square of what the model leaves, HU. */
  readonly residual: number;
}

export interface ShellProfile {
  /** HU at `start + n step`, from inside the bone outwards. */
  readonly hu: Float64Array;
  /** mm */
  readonly start: number;
  readonly step: number;
}

/** Greatest share of the shell's rise over its surroundings that the model may leave. */
const GREATEST_RESIDUAL = 0.25;
/** Area of the shell over its surroundings below which there is none to see, HU mm. */
const LEAST_AREA = 100;
/** A second peak counts as one where it rises this share of the brightest (design value). */
const OTHER_PEAK = 0.5;
const MAX_ITERATIONS = 40;
/** Entries of a symmetric matrix of the four parameters. */
const PAIRS = 10;
/** Area and centre of gravity are taken this many blurs beyond the edges. */
const MOMENT_SIGMAS = 3;
const MOMENT_ITERATIONS = 8;
/** mm */
const CONVERGED = 1e-4;
const LEAST_THICKNESS = 0.05;
const GREATEST_THICKNESS = 5;

type Parameters = readonly [y0: number, z1: number, z2: number, y2: number];

/**
 * @param guess where the edge is thought to be, mm
 * @param sigma blur of the scan along the line, mm
 * @returns null where the line shows no shell, or none that the model fits
 * @remarks Levenberg-Marquardt on y0, z1, z2 and y2, then moments; on digital spines the moments lower the spread of
 * heights from 0.12 to 0.10 mm at slices of 1 mm and from 0.27 to 0.20 mm at 1.5 mm.
 */
export function shellEdge(profile: ShellProfile, guess: number, sigma: number): ShellEdge | null {
  const line = aroundPeak(profile, guess);
  if (line === null) return null;
  const { hu, start, step, peak } = line;
  const y1 = Math.max(SHELL_HU, ABOVE_PEAK * hu[peak]!);
  const [y0, y2] = [hu[0]!, hu[hu.length - 1]!];
  const area = hu.reduce((sum, value, n) => sum + step * (value - (n < peak ? y0 : y2)), 0);
  if (!(area > LEAST_AREA)) return null;
  const thickness = Math.min(area / (y1 - (y0 + y2) / 2), GREATEST_THICKNESS / 2);
  const centre = start + peak * step;
  const fitted = levenbergMarquardt(line, y1, sigma, [
    y0,
    centre - thickness / 2,
    centre + thickness / 2,
    y2,
  ]);
  if (fitted === null) return null;
  const { parameters, residual } = fitted;
  const rise = hu[peak]! - (parameters[0] + parameters[3]) / 2;
  const thick = parameters[2] - parameters[1];
  const inLine = parameters[2] > start && parameters[2] < start + step * (hu.length - 1);
  if (!inLine || thick > GREATEST_THICKNESS || residual > GREATEST_RESIDUAL * rise) return null;
  return { outer: momentsEdge(line, y1, sigma, parameters), residual };
}

/**
 * The edge moved so that area and centre of gravity of the line are kept, which no symmetric blur and no interpolation
 * between slices change; the fit's shape, which slices thicker than the shell do change, gives only the levels y0 and y2.
 */
function momentsEdge(line: ShellProfile, y1: number, sigma: number, [y0, z1, z2, y2]: Parameters): number {
  const { hu, start, step } = line;
  const from = Math.max(0, Math.round((z1 - MOMENT_SIGMAS * sigma - start) / step));
  const to = Math.min(hu.length - 1, Math.round((z2 + MOMENT_SIGMAS * sigma - start) / step));
  const centre = (z1 + z2) / 2;
  let area = 0;
  let moment = 0;
  for (let n = from; n <= to; n++) {
    const z = start + n * step - centre;
    const weight = n === from || n === to ? step / 2 : step;
    area += weight * hu[n]!;
    moment += weight * z * hu[n]!;
  }
  const [a, b] = [start + from * step - centre, start + to * step - centre];
  // y0 (p - a) + y1 (q - p) + y2 (b - q) = area, and the same of z; Newton from the fit.
  let [p, q] = [z1 - centre, z2 - centre];
  for (let iteration = 0; iteration < MOMENT_ITERATIONS; iteration++) {
    const f = area - (y0 * (p - a) + y1 * (q - p) + y2 * (b - q));
    const g =
      moment +
      ((y2 - y0) * sigma * sigma) / 2 -
      (y0 * (p * p - a * a) + y1 * (q * q - p * p) + y2 * (b * b - q * q)) / 2;
    const [fp, fq, gp, gq] = [y0 - y1, y1 - y2, (y0 - y1) * p, (y1 - y2) * q];
    const determinant = fp * gq - fq * gp;
    if (Math.abs(determinant) < 1e-6) break;
    p += (f * gq - fq * g) / determinant;
    q += (fp * g - f * gp) / determinant;
  }
  return q + centre;
}

interface Linearised {
  readonly normal: number[][];
  readonly gradient: number[];
  readonly cost: number;
}

interface PeakLine extends ShellProfile {
  readonly peak: number;
}

/** The part of the line that holds one shell: the brightest peak near the guess, up to the next bone on either side. */
function aroundPeak({ hu, start, step }: ShellProfile, guess: number): PeakLine | null {
  const middle = Math.round((guess - start) / step);
  const reach = Math.round(2 / step);
  let peak = -1;
  for (let n = Math.max(0, middle - reach); n <= Math.min(hu.length - 1, middle + reach); n++) {
    if (peak < 0 || hu[n]! > hu[peak]!) peak = n;
  }
  if (peak < 0) return null;
  peak = nearerPeak(hu, peak, middle, reach);
  const from = lastBeforeRise(hu, peak, -1);
  const to = lastBeforeRise(hu, peak, 1);
  if (peak - from < 2 || to - peak < 2) return null;
  return { hu: hu.slice(from, to + 1), start: start + from * step, step, peak: peak - from };
}

/** Across a narrow disc the neighbour's endplate may be the brighter one: the peak that the guess is nearer to counts. */
function nearerPeak(hu: Float64Array, brightest: number, middle: number, reach: number): number {
  const direction = middle < brightest ? -1 : 1;
  const valley = lastBeforeRise(hu, brightest, direction);
  let other = valley;
  for (let n = valley; n >= 0 && n < hu.length && Math.abs(n - middle) <= reach; n += direction)
    if (hu[n]! > hu[other]!) other = n;
  const isPeak = hu[other]! - hu[valley]! > OTHER_PEAK * (hu[brightest]! - hu[valley]!);
  return isPeak && Math.abs(other - middle) < Math.abs(brightest - middle) ? other : brightest;
}

/** From the peak in one direction: the end of the line, or the lowest sample where it rises again after it. */
function lastBeforeRise(hu: Float64Array, peak: number, direction: 1 | -1): number {
  let lowest = peak;
  let n = peak;
  for (; n >= 0 && n < hu.length && Number.isFinite(hu[n]); n += direction) {
    if (hu[n]! < hu[lowest]!) lowest = n;
    if (hu[n]! - hu[lowest]! > NEXT_BONE * (hu[peak]! - hu[lowest]!)) return lowest;
  }
  return n - direction;
}

function levenbergMarquardt(
  line: ShellProfile,
  y1: number,
  sigma: number,
  first: Parameters,
): { readonly parameters: Parameters; readonly residual: number } | null {
  let parameters = first;
  let damping = 1e-3;
  let current = linearised(line, y1, sigma, parameters);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { normal, gradient } = current;
    const damped = normal.map((row, i) =>
      row.map((value, j) => (i === j ? value * (1 + damping) + 1e-9 : value)),
    );
    const step = solveDense(damped, gradient);
    const [y0, z1, z2, y2] = parameters;
    const next = clamped([y0 + step[0]!, z1 + step[1]!, z2 + step[2]!, y2 + step[3]!]);
    if (!next.every(Number.isFinite)) return null;
    const trial = linearised(line, y1, sigma, next);
    if (trial.cost > current.cost) {
      damping *= 10;
      if (damping > 1e8) break;
      continue;
    }
    const moved = Math.max(Math.abs(next[1] - parameters[1]), Math.abs(next[2] - parameters[2]));
    [parameters, current] = [next, trial];
    damping = Math.max(damping / 10, 1e-9);
    if (moved < CONVERGED) break;
  }
  return { parameters, residual: Math.sqrt(current.cost / line.hu.length) };
}

function clamped([y0, z1, z2, y2]: Parameters): Parameters {
  if (z2 - z1 >= LEAST_THICKNESS) return [y0, z1, z2, y2];
  const middle = (z1 + z2) / 2;
  return [y0, middle - LEAST_THICKNESS / 2, middle + LEAST_THICKNESS / 2, y2];
}

/** J^T J, J^T r and r^T r of the model at `parameters`. */
function linearised(
  { hu, start, step }: ShellProfile,
  y1: number,
  sigma: number,
  [y0, z1, z2, y2]: Parameters,
): Linearised {
  const sums = new Float64Array(PAIRS);
  const gradient = [0, 0, 0, 0];
  const slopes = new Float64Array(4);
  let cost = 0;
  for (let n = 0; n < hu.length; n++) {
    const a = (start + n * step - z1) / sigma;
    const b = (start + n * step - z2) / sigma;
    const pa = preciseNormalCdf(a);
    const pb = preciseNormalCdf(b);
    const residual = hu[n]! - (y0 + (y1 - y0) * pa + (y2 - y1) * pb);
    slopes[0] = 1 - pa;
    slopes[1] = (-(y1 - y0) * normalDensity(a)) / sigma;
    slopes[2] = (-(y2 - y1) * normalDensity(b)) / sigma;
    slopes[3] = pb;
    for (let i = 0, at = 0; i < 4; i++) {
      gradient[i] = gradient[i]! + slopes[i]! * residual;
      for (let j = 0; j <= i; j++, at++) sums[at]! += slopes[i]! * slopes[j]!;
    }
    cost += residual * residual;
  }
  const normal = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => sums[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]!),
  );
  return { normal, gradient, cost };
}
