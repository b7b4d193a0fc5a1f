/**
 * The column of bodies before the canal, and its endplates.
 *
 * Along an axis through the bodies, mean HU over a small disc-shaped patch is taken at every half millimetre, for
 * several leans of the patch. An endplate is a peak of it, whatever the trabecular bone beneath: in osteoporosis
 * that is no brighter than a disc. Which peaks are upper and which lower endplates follows from their distances.
 */
import type { Vec3 } from '../../shared/contracts/primitives.ts';

import type { Canal } from './canal.ts';
import type { Sampler, WorkImage } from './work-image.ts';
import { along, cross, dot, unit } from '../../shared/vector.ts';

/** An endplate where the axis meets it. */
export interface Endplate {
  readonly point: Vec3;
  /** Unit, towards the head. */
  readonly normal: Vec3;
  /** Height of the peak over its surroundings, HU. */
  readonly contrast: number;
}

export interface BodySeed {
  readonly upper: Endplate;
  readonly lower: Endplate;
}

export interface Column {
  /** Whole bodies, cranial to caudal. */
  readonly bodies: readonly BodySeed[];
  /** Endplates whose partner the field of view cuts off. */
  readonly cut: { readonly above: boolean; readonly below: boolean };
  /** The longer of the two ends of the axis in which no endplate was found, mm. */
  readonly unexplainedMm: number;
}

/** From the canal's centre to the middle of the body, mm. */
const BODY_BEFORE_CANAL_MM = 25;
const STEP_MM = 0.5;
/** Patch: half axes left-right and front-back, and distance of its samples, mm. */
const PATCH_MM = { left: 8, posterior: 7, sample: 2 } as const;
/** Leans tried, degrees. */
const SAGITTAL_LEANS = [-20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20];
const CORONAL_LEANS = [-8, -4, 0, 4, 8];
/** A peak rises this far (HU) over the lowest values within this distance (mm) on both sides. */
const PEAK = { contrastHu: 60, withinMm: 9, separationMm: 2.5 } as const;
/** Distances between endplates, mm. */
const BODY_MM = [11, 42] as const;
const DISC_MM = [3, 16] as const;
/** An endplate in the chain is worth at most this much, and one left out of the middle costs its half. */
const CONTRAST_CAP_HU = 300;
const SKIPPED_SHARE = 0.5;

const RADIANS = Math.PI / 180;

export function findColumn(image: WorkImage, canal: Canal, sample: Sampler): Column {
  const axis = bodyAxis(image, canal);
  const patch = patchPoints();
  const profile = axis.map((at) => strongestLean(at, patch, sample));
  const peaks = findPeaks(profile.map(({ hu }) => hu));
  const endplates = peaks.map(({ at, contrast }): Endplate => ({
    point: axis[at]!.point,
    normal: profile[at]!.normal,
    contrast,
  }));
  const positions = peaks.map(({ at }) => at * STEP_MM);
  const chain = bestChain(
    positions,
    peaks.map(({ contrast }) => contrast),
  );
  const [first, last] = [chain[0], chain.at(-1)];
  const length = axis.length * STEP_MM;
  if (first === undefined || last === undefined)
    return { bodies: [], cut: { above: false, below: false }, unexplainedMm: length };
  return {
    bodies: pairUp(endplates, chain),
    cut: { above: first.role === 'lower', below: last.role === 'upper' },
    unexplainedMm: Math.max(positions[first.peak]!, length - positions[last.peak]!),
  };
}

interface AxisPoint {
  readonly point: Vec3;
  readonly tangent: Vec3;
  readonly left: Vec3;
}

/** Points every half millimetre, from the top down; the tangent looks up. */
function bodyAxis({ dims, origin, step }: WorkImage, canal: Canal): readonly AxisPoint[] {
  const nz = dims[2];
  const nodes: Vec3[] = [];
  for (let k = nz - 1; k >= 0; k--) {
    const [a, b] = [Math.max(0, k - 2), Math.min(nz - 1, k + 2)];
    const t = unit([canal.x[b]! - canal.x[a]!, canal.y[b]! - canal.y[a]!, (b - a) * step[2]]);
    const back = unit([-t[1] * t[0], 1 - t[1] * t[1], -t[1] * t[2]]);
    nodes.push(along([canal.x[k]!, canal.y[k]!, origin[2] + k * step[2]], -BODY_BEFORE_CANAL_MM, back));
  }
  const points = resample(nodes);
  return points.map((point, n) => {
    const span = Math.round(6 / STEP_MM);
    const [above, below] = [points[Math.max(0, n - span)]!, points[Math.min(points.length - 1, n + span)]!];
    const tangent = unit(along(above, -1, below));
    return { point, tangent, left: unit(cross([0, 1, 0], tangent)) };
  });
}

/** Equal steps along the polyline. */
function resample(nodes: readonly Vec3[]): Vec3[] {
  const points: Vec3[] = [nodes[0]!];
  let left = STEP_MM;
  for (let n = 1; n < nodes.length; n++) {
    const [a, b] = [nodes[n - 1]!, nodes[n]!];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    let done = 0;
    while (length - done >= left) {
      done += left;
      points.push(along(a, done / length, along(b, -1, a)));
      left = STEP_MM;
    }
    left -= length - done;
  }
  return points;
}

function patchPoints(): readonly (readonly [number, number])[] {
  const points: [number, number][] = [];
  const { left: a, posterior: b, sample: d } = PATCH_MM;
  for (let u = -Math.floor(a / d) * d; u <= a; u += d) {
    for (let v = -Math.floor(b / d) * d; v <= b; v += d) {
      if ((u / a) ** 2 + (v / b) ** 2 <= 1) points.push([u, v]);
    }
  }
  return points;
}

/** The lean that makes the patch brightest: in an endplate, that of the endplate. */
function strongestLean(
  { point, tangent, left }: AxisPoint,
  patch: ReturnType<typeof patchPoints>,
  sample: Sampler,
): { hu: number; normal: Vec3 } {
  const posterior = cross(tangent, left);
  let best = { hu: -Infinity, normal: tangent };
  for (const sagittal of SAGITTAL_LEANS) {
    const ts = Math.tan(sagittal * RADIANS);
    for (const coronal of CORONAL_LEANS) {
      const tc = Math.tan(coronal * RADIANS);
      let sum = 0;
      for (const [u, v] of patch) {
        const w = -u * tc - v * ts;
        sum += sample(
          point[0] + u * left[0] + v * posterior[0] + w * tangent[0],
          point[1] + u * left[1] + v * posterior[1] + w * tangent[1],
          point[2] + u * left[2] + v * posterior[2] + w * tangent[2],
        );
      }
      const hu = sum / patch.length;
      if (hu > best.hu) best = { hu, normal: unit(along(along(tangent, tc, left), ts, posterior)) };
    }
  }
  return best;
}

function findPeaks(profile: readonly number[]): { at: number; contrast: number }[] {
  const within = PEAK.withinMm / STEP_MM;
  const apart = PEAK.separationMm / STEP_MM;
  const found: { at: number; contrast: number }[] = [];
  for (let n = 1; n < profile.length - 1; n++) {
    const here = profile[n]!;
    let highest = true;
    for (let m = Math.max(0, n - apart); m <= Math.min(profile.length - 1, n + apart); m++) {
      if (profile[m]! > here || (profile[m] === here && m < n)) highest = false;
    }
    if (!highest) continue;
    const before = lowest(profile, Math.max(0, n - within), n);
    const after = lowest(profile, n, Math.min(profile.length - 1, n + within));
    const contrast = here - Math.max(before, after);
    if (contrast >= PEAK.contrastHu) found.push({ at: n, contrast });
  }
  return found;
}

function lowest(values: readonly number[], from: number, to: number): number {
  let least = Infinity;
  for (let n = from; n <= to; n++) least = Math.min(least, values[n]!);
  return least;
}

interface ChainLink {
  readonly peak: number;
  readonly role: 'upper' | 'lower';
}

/**
 * The sequence of upper and lower endplates, taking turns at plausible distances, that uses the most contrast.
 * Dynamic programming over (peak, role); a peak passed over costs half its own contrast.
 */
function bestChain(positions: readonly number[], contrasts: readonly number[]): readonly ChainLink[] {
  const n = positions.length;
  const value = (i: number): number => Math.min(contrasts[i]!, CONTRAST_CAP_HU);
  const worth = { upper: new Float64Array(n), lower: new Float64Array(n) };
  const from = { upper: new Int32Array(n).fill(-1), lower: new Int32Array(n).fill(-1) };
  for (let i = 0; i < n; i++) {
    for (const role of ['upper', 'lower'] as const) {
      const [least, most] = role === 'lower' ? BODY_MM : DISC_MM;
      const before = role === 'lower' ? 'upper' : 'lower';
      worth[role][i] = value(i);
      let skipped = 0;
      for (let j = i - 1; j >= 0 && positions[i]! - positions[j]! <= most; j--) {
        const total = worth[before][j]! + value(i) - skipped;
        if (positions[i]! - positions[j]! >= least && total > worth[role][i]!) {
          worth[role][i] = total;
          from[role][i] = j;
        }
        skipped += SKIPPED_SHARE * value(j);
      }
    }
  }
  let last: ChainLink | null = null;
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (const role of ['upper', 'lower'] as const) {
      if (worth[role][i]! > most) {
        most = worth[role][i]!;
        last = { peak: i, role };
      }
    }
  }
  const chain: ChainLink[] = [];
  for (let link = last; link !== null;) {
    chain.unshift(link);
    const before: number = from[link.role][link.peak]!;
    link = before < 0 ? null : { peak: before, role: link.role === 'upper' ? 'lower' : 'upper' };
  }
  return chain;
}

function pairUp(endplates: readonly Endplate[], chain: readonly ChainLink[]): readonly BodySeed[] {
  return chain.flatMap(({ role, peak }, n) => {
    const next = chain[n + 1];
    return role === 'upper' && next !== undefined
      ? [{ upper: endplates[peak]!, lower: endplates[next.peak]! }]
      : [];
  });
}

/** Length of a vector's part along another, for frames built from two endplates. */
export function heightOf({ upper, lower }: BodySeed): number {
  return dot(along(upper.point, -1, lower.point), unit(along(upper.normal, 1, lower.normal)));
}
