/**
 * The canal beyond the axial slices: in the sacrum it runs backwards, at 45 degrees and more, so that the search goes on
 * step by step in planes across it.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { along, unit } from '../../math/vector.ts';

import { frameAt, inFrame, type CurveFrame } from '../curve.ts';
import { steps } from '../places.ts';
import { huAt, type Sampler } from '../work-image.ts';

/** From plane to plane, mm. */
const STEP_MM = 2;
/** Candidates in each plane: within this of the straight way, mm. */
const REACH_MM = 3;
const RAYS = 24;
/** Along a ray, mm: bone nearer than the first is none of a canal's. */
const RAY_MM = steps([3, 20], 1);
/** Expected distance to bone and its tolerance, mm; tolerated spread of the distances, relative. The sacral canal is flat. */
const RADIUS_MM = 8;
const RADIUS_TOLERANCE_MM = 5;
const SPREAD_TOLERANCE = 0.5;
/** Costs: of a step aside, per mm squared. */
const ASIDE_COST = 0.012;
/** Part of the new direction in each step. */
const TURN = 0.25;
/** It ends where the mean score of the last planes is below this, or after this way, mm. */
const LEAST_SCORE = 0.14;
const PLANES = 7;
const LONGEST_MM = 70;
/** HU of what a canal holds. */
const SOFT_HU = [-90, 130] as const;

const BACK: Vec3 = [0, 1, 0];

/**
 * Points that go on from the first two of the canal towards the feet, nearest first.
 *
 * @param points towards the head
 * @param boneHu HU from which a voxel counts as bone
 */
export function marchDown(points: readonly Vec3[], sample: Sampler, boneHu: number): Vec3[] {
  let at = points[0]!;
  let down = unit(along(at, -1, points[Math.min(points.length - 1, 8)]!));
  const out: Vec3[] = [];
  const scores: number[] = [];
  for (let n = 0; n * STEP_MM < LONGEST_MM; n++) {
    const frame = frameAt(along(at, STEP_MM, down), [-down[0], -down[1], -down[2]], BACK);
    let best = { value: -Infinity, score: 0, point: frame.point };
    for (let v = -REACH_MM; v <= REACH_MM; v++) {
      for (let u = -REACH_MM; u <= REACH_MM; u++) {
        const point = inFrame(frame, u, v);
        const score = scoreAt({ ...frame, point }, sample, boneHu);
        const value = score - ASIDE_COST * (u * u + v * v);
        if (value > best.value) best = { value, score, point };
      }
    }
    const step = unit(along(best.point, -1, at));
    down = unit(along(along([0, 0, 0], 1 - TURN, down), TURN, step));
    at = best.point;
    out.push(at);
    scores.push(best.score);
    const last = scores.slice(-PLANES);
    if (last.length === PLANES && last.reduce((sum, s) => sum + s, 0) < LEAST_SCORE * PLANES)
      return out.slice(0, Math.max(0, out.length - PLANES));
  }
  return out;
}

function scoreAt(frame: CurveFrame, sample: Sampler, boneHu: number): number {
  const here = sample(...frame.point);
  if (here < SOFT_HU[0] || here > SOFT_HU[1]) return 0;
  let [hits, sum, squares] = [0, 0, 0];
  for (let n = 0; n < RAYS; n++) {
    const angle = (2 * Math.PI * n) / RAYS;
    const [du, dv] = [Math.cos(angle), Math.sin(angle)];
    for (const r of RAY_MM) {
      if (huAt(sample, frame, r * du, r * dv) < boneHu) continue;
      if (r === RAY_MM[0]) return 0;
      hits += 1;
      sum += r;
      squares += r * r;
      break;
    }
  }
  if (hits < RAYS / 4) return 0;
  const mean = sum / hits;
  const spread = Math.sqrt(Math.max(0, squares / hits - mean * mean)) / mean;
  return (
    (hits / RAYS) ** 2 *
    Math.exp(-((spread / SPREAD_TOLERANCE) ** 2) - ((mean - RADIUS_MM) / RADIUS_TOLERANCE_MM) ** 2)
  );
}
