/**
 * The middle of a disc as a plane, where slices are thicker than the disc is high.
 *
 * Between such slices a patch is interpolated, and its darkest and brightest places are the slices', not the disc's: the plane went 2 to
 * 3 mm into the upper body, whose lower endplate is the brighter one. But a disc leans against the slices, and each pixel of them lies
 * at another distance from its plane: sorted by that distance they are a profile that is finer than slices, and the layers that
 * explain it (`disc-layers.ts`) say where the middle is.
 *
 * Where it is wrong: a disc that lies exactly along the slices has a profile of one sample a slice.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { KERNEL_SIGMA_MM, BOX_VARIANCE } from '../../definitions/surfaces.ts';
import { frameAffine, indexToWorld, invertAffine, spacingOf, type Volume } from '../../grid/volume.ts';
import { along, cross, dot, unit } from '../../math/vector.ts';

import type { Cap, DiscMiddle } from './disc-cap.ts';
import { fitLayers, GRID_MM, responsesOf, showsDisc, type DiscProfile, type LayersFit, type Responses } from './disc-layers.ts'; // prettier-ignore

/** A profile reaches so far to both sides of the seed, in samples, mm. */
const REACH_MM = 10;
const SAMPLE_MM = 0.5;
/** Both bodies must be seen this far from the seed, mm. */
const LEAST_SEEN_MM = 6;
/** Part of the body's half axes that is looked at. */
const FOOTPRINT = 0.7;
/** Of a slice's edges, as a share of its thickness, and of bowls and of rounding to the grid, standard deviations (design values). */
const STACK_SIGMA_SHARE = 0.2;
const BOWL_SIGMA_MM = 0.6;
/** Tried at first, then in ever finer steps about the best. */
const SHIFTS_MM = steps(5, 0.5);
const GAPS_MM = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12];
const LEANS_DEGREES = { left: steps(8, 4), back: steps(12, 4) };
const FINER = [
  { degrees: 2, mm: 2 * GRID_MM },
  { degrees: 1, mm: GRID_MM },
] as const;
/** How far seeds are off, standard deviations (design values). */
const SEED_SD = { mm: 2.5, degrees: 6 } as const;
const RADIANS = Math.PI / 180;

/** Pixels about a disc, in the body's frame. */
interface Pixels {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly w: Float64Array;
  readonly hu: Float64Array;
  /** Of the images, in the frame, and their distance, mm. */
  readonly normal: Vec3;
  readonly sliceMm: number;
  readonly pixelMm: number;
}

/** Slopes of a plane: w = a + left u + back v. */
interface Slopes {
  readonly left: number;
  readonly back: number;
}

interface Found extends LayersFit {
  readonly degrees: Slopes;
  readonly responses: Responses;
}

/** @returns null where too little of either body is seen, or no layers explain the pixels */
export function discInSlices(
  ct: Volume<Int16Array>,
  frame: Frame,
  cap: Cap,
  halfAxes: readonly [number, number],
): DiscMiddle | null {
  const seed = { left: -cap.n[0] / cap.n[2], back: -cap.n[1] / cap.n[2] };
  const level = cap.d / cap.n[2];
  const pixels = pixelsAbout(ct, frame, { level, ...seed }, halfAxes);
  const leant = ({ left, back }: Slopes): Slopes => ({
    left: seed.left + Math.tan(left * RADIANS),
    back: seed.back + Math.tan(back * RADIANS),
  });
  const look = (so: Found | null, degrees: Slopes, middles: readonly number[], gaps: readonly number[]) => {
    const slopes = leant(degrees);
    const profile = profileOf(pixels, level, slopes);
    if (profile === null) return so;
    const responses = responsesAlong(pixels, slopes);
    const lean = (degrees.left ** 2 + degrees.back ** 2) / SEED_SD.degrees ** 2;
    let best = so;
    for (const middle of middles)
      for (const gap of gaps) {
        const fit = fitLayers(profile, { middle, gap }, responses);
        if (fit === null) continue;
        const cost = fit.cost + lean + (middle / SEED_SD.mm) ** 2;
        if (best === null || cost < best.cost) best = { ...fit, cost, degrees, responses };
      }
    return best;
  };
  let best: Found | null = null;
  for (const left of LEANS_DEGREES.left)
    for (const back of LEANS_DEGREES.back) best = look(best, { left, back }, SHIFTS_MM, GAPS_MM);
  if (best === null) return null;
  let finest: Found = best;
  for (const { degrees: turn, mm } of FINER) {
    const { middle, gap, degrees } = finest;
    const middles = steps(2 * mm, mm).map((off) => middle + off);
    const gaps = steps(4 * mm, 2 * mm).map((off) => Math.max(2 * GRID_MM, gap + off));
    for (const left of [-turn, 0, turn])
      for (const back of [-turn, 0, turn])
        finest =
          look(finest, { left: degrees.left + left, back: degrees.back + back }, middles, gaps) ?? finest;
  }
  return planeOf(finest, level, leant(finest.degrees));
}

function planeOf(found: Found, level: number, { left, back }: Slopes): DiscMiddle {
  const length = Math.hypot(left, back, 1);
  return {
    n: [-left / length, -back / length, 1 / length],
    d: level / length + found.middle,
    oneBand: !showsDisc(found, found.responses),
    gapMm: found.gap,
  };
}

/** Native pixels within the footprint that may be on the profile. */
function pixelsAbout(
  ct: Volume<Int16Array>,
  frame: Frame,
  { level, left, back }: Slopes & { readonly level: number },
  [halfWidth, halfDepth]: readonly [number, number],
): Pixels {
  const [a, b] = [FOOTPRINT * halfWidth, FOOTPRINT * halfDepth];
  const inverse = invertAffine(ct.affine);
  const inPatient = frameAffine(frame);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  // Leans beyond the seed's widen the box at its rim.
  const most = REACH_MM + Math.tan((LEANS_DEGREES.back.at(-1)! + 3) * RADIANS) * Math.max(a, b);
  for (const u of [-a, a])
    for (const v of [-b, b])
      for (const off of [-most, most]) {
        const place = indexToWorld(inPatient, u, v, level + left * u + back * v + off);
        const index = indexToWorld(inverse, ...place);
        for (let axis = 0; axis < 3; axis++) {
          low[axis] = Math.max(0, Math.min(low[axis]!, Math.floor(index[axis]!)));
          high[axis] = Math.min(ct.dims[axis]! - 1, Math.max(high[axis]!, Math.ceil(index[axis]!)));
        }
      }
  const found: { u: number[]; v: number[]; w: number[]; hu: number[] } = { u: [], v: [], w: [], hu: [] };
  const [nx, ny] = ct.dims;
  for (let k = low[2]!; k <= high[2]!; k++)
    for (let j = low[1]!; j <= high[1]!; j++)
      for (let i = low[0]!; i <= high[0]!; i++) {
        const off = along(indexToWorld(ct.affine, i, j, k), -1, frame.origin);
        const [u, v] = [dot(frame.left, off), dot(frame.posterior, off)];
        if ((u / a) ** 2 + (v / b) ** 2 > 1) continue;
        found.u.push(u);
        found.v.push(v);
        found.w.push(dot(frame.superior, off));
        found.hu.push(ct.data[i + nx * (j + ny * k)]!);
      }
  const column = (axis: number): Vec3 => [ct.affine[axis]!, ct.affine[4 + axis]!, ct.affine[8 + axis]!];
  const normal = unit(cross(column(0), column(1)));
  const spacing = spacingOf(ct.affine);
  return {
    u: Float64Array.from(found.u),
    v: Float64Array.from(found.v),
    w: Float64Array.from(found.w),
    hu: Float64Array.from(found.hu),
    normal: [dot(normal, frame.left), dot(normal, frame.posterior), dot(normal, frame.superior)],
    sliceMm: Math.abs(dot(column(2), normal)),
    pixelMm: Math.max(spacing[0], spacing[1]),
  };
}

/** Pixels by their distance from the plane, mm towards the head. */
function profileOf({ u, v, w, hu }: Pixels, level: number, { left, back }: Slopes): DiscProfile | null {
  const length = Math.hypot(left, back, 1);
  const count = Math.round((2 * REACH_MM) / SAMPLE_MM) + 1;
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)];
  for (let m = 0; m < hu.length; m++) {
    const d = (w[m]! - level - left * u[m]! - back * v[m]!) / length;
    const n = Math.round((d + REACH_MM) / SAMPLE_MM);
    if (n < 0 || n >= count) continue;
    sums[n]! += hu[m]!;
    counts[n]! += 1;
  }
  const usual = hu.length === 0 ? 0 : counts.reduce((sum, value) => sum + value, 0) / count;
  const reached = (from: number, to: number): boolean => counts.subarray(from, to).some((value) => value > 0);
  const seen = Math.round((REACH_MM - LEAST_SEEN_MM) / SAMPLE_MM) + 1;
  if (!reached(0, seen) || !reached(count - seen, count)) return null;
  return {
    hu: sums.map((sum, n) => (counts[n] === 0 ? 0 : sum / counts[n]!)),
    weight: counts.map((value) => Math.min(1, value / usual)),
    first: -REACH_MM,
    step: SAMPLE_MM,
  };
}

function responsesAlong({ normal, sliceMm, pixelMm }: Pixels, { left, back }: Slopes): Responses {
  const cosine = Math.abs(dot(unit([-left, -back, 1]), normal));
  const within = (1 - cosine ** 2) * (KERNEL_SIGMA_MM ** 2 + BOX_VARIANCE * pixelMm ** 2);
  const across = (cosine * STACK_SIGMA_SHARE * sliceMm) ** 2;
  return responsesOf(sliceMm * cosine, Math.sqrt(within + across + BOWL_SIGMA_MM ** 2));
}

function steps(most: number, step: number): readonly number[] {
  const half = Math.round(most / step);
  return Array.from({ length: 2 * half + 1 }, (_, n) => (n - half) * step);
}
