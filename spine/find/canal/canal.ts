/**
 * The spinal canal: in each slice a spot of soft tissue with bone around it, and from slice to slice a smooth path.
 *
 * Rays go out from every candidate; the score is high where most of them meet bone at about the same distance. A
 * Viterbi search then finds the best path, which may begin and end anywhere: beyond the sacrum there is none. Where the
 * arch is open (foramina, discs) continuity carries it. Marrow of the hips is enclosed by bone as well, so sideways
 * moves are dear.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';

import { smoothCurve } from '../curve.ts';
import type { WorkImage } from '../work-image.ts';

export interface Canal {
  /** Its centre in slice after slice towards the head, smoothed: patient LPS, mm. */
  readonly points: readonly Vec3[];
  /** Mean score along the path, 0 to 1. */
  readonly meanScore: number;
}

/** Candidates stand this many voxels apart. */
const GRID = 2;
const RAYS = 32;
/** A ray that meets bone within these distances counts, mm. */
const HIT_MM = [4, 22] as const;
/** HU of what a canal holds, noise allowed for. */
const SOFT_HU = [-70, 120] as const;
/** Expected distance to bone and its tolerance, mm; tolerated spread of the distances, relative. */
const RADIUS_MM = 9;
const RADIUS_TOLERANCE_MM = 5;
const SPREAD_TOLERANCE = 0.45;
/** Cells that the path may move from slice to slice, and what a cell costs, squared: sideways, and back or forth. */
const MOVE = 2;
const MOVE_COST = [0.2, 0.05] as const;
/** What a slice costs: a path ends where going on gains less; measured, paths over bodies score 0.3-0.7. */
const SLICE_COST = 0.18;
/** The canal lies within this of the image's middle, mm, and behind this part of its depth. */
const BESIDE_MM = 70;
const BEHIND = 0.25;
/** Standard deviation of the smoothing along the body, mm. */
const SMOOTH_MM = 9;
/** A canal leans less than this to the side, mm per mm over this many slices on both sides; scoliosis of 30 degrees has 0.6. */
const STRAY_SLOPE = 0.75;
const STRAY_REACH = 6;
/** Fewer slices than this are no path. */
const FEWEST = 5;

/** Null where the image is smaller than the search, or no slice has a canal. */
export function findCanal(image: WorkImage): Canal | null {
  const [, , nz] = image.dims;
  const box = searchBox(image);
  const [nx, ny] = [Math.floor((box.x1 - box.x0) / GRID), Math.floor((box.y1 - box.y0) / GRID)];
  if (nx < FEWEST || ny < FEWEST || nz < FEWEST) return null;
  const score = new Float32Array(nx * ny * nz);
  const rays = raysIn(image);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        score[i + nx * (j + ny * k)] = scoreAt(image, rays, box.x0 + i * GRID, box.y0 + j * GRID, k);
      }
    }
  }
  const { first, path } = bestPath(score, nx, ny, nz);
  if (path.length < FEWEST) return null;
  const [sx, sy, sz] = image.step;
  const points = Array.from(path, (cell, n): Vec3 => [
    image.origin[0] + sx * (box.x0 + GRID * (cell % nx)),
    image.origin[1] + sy * (box.y0 + GRID * Math.floor(cell / nx)),
    image.origin[2] + sz * (first + n),
  ]);
  const total = path.reduce((sum, cell, n) => sum + score[cell + nx * ny * (first + n)]!, 0);
  return { points: smoothCurve(beforeStraying(points), SMOOTH_MM / sz), meanScore: total / path.length };
}

/** The part of the path around its middle that nowhere runs off to the side: below the sacrum it may. */
function beforeStraying(points: readonly Vec3[]): readonly Vec3[] {
  const slope = (n: number): number => {
    const [a, b] = [
      points[Math.max(0, n - STRAY_REACH)]!,
      points[Math.min(points.length - 1, n + STRAY_REACH)]!,
    ];
    return Math.abs(b[0] - a[0]) / Math.max(1e-9, b[2] - a[2]);
  };
  const middle = points.length >> 1;
  let [low, high] = [middle, middle];
  while (low > 0 && slope(low - 1) <= STRAY_SLOPE) low--;
  while (high + 1 < points.length && slope(high + 1) <= STRAY_SLOPE) high++;
  // What lies within the reach of a stray point has begun to stray.
  if (low > 0) low = Math.min(middle, low + STRAY_REACH);
  if (high + 1 < points.length) high = Math.max(middle, high - STRAY_REACH);
  return points.slice(low, high + 1);
}

interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

function searchBox({ dims: [nx, ny], step }: WorkImage): Box {
  const beside = Math.round(BESIDE_MM / step[0]);
  const middle = (nx - 1) / 2;
  return {
    x0: Math.max(0, Math.round(middle) - beside),
    x1: Math.min(nx - 1, Math.round(middle) + beside),
    y0: Math.round(BEHIND * ny),
    y1: ny - 1,
  };
}

/** Where rays lead from a candidate: ray n passes voxels `start[n]` to `start[n + 1] - 1`, each once, at the millimetre that enters it. */
interface Rays {
  readonly start: Int32Array;
  readonly di: Int32Array;
  readonly dj: Int32Array;
  /** In the flat slice. */
  readonly stride: Int32Array;
  readonly mm: Int32Array;
  /** Candidates this far from a slice's border, voxels, have all rays within it. */
  readonly reach: number;
}

function raysIn({ step, dims: [nx] }: WorkImage): Rays {
  const start: number[] = [0];
  const [di, dj, mm]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < RAYS; n++) {
    const angle = (2 * Math.PI * n) / RAYS;
    for (let r = 1; r <= HIT_MM[1]; r++) {
      const i = Math.round((r * Math.cos(angle)) / step[0]);
      const j = Math.round((r * Math.sin(angle)) / step[1]);
      if (r > 1 && i === di.at(-1) && j === dj.at(-1)) continue;
      di.push(i);
      dj.push(j);
      mm.push(r);
    }
    start.push(mm.length);
  }
  return {
    start: Int32Array.from(start),
    di: Int32Array.from(di),
    dj: Int32Array.from(dj),
    stride: Int32Array.from(di, (i, n) => i + nx * dj[n]!),
    mm: Int32Array.from(mm),
    reach: [...di, ...dj].reduce((most, steps) => Math.max(most, Math.abs(steps)), 0),
  };
}

function scoreAt(
  { dims: [nx, ny], hu, boneHu }: WorkImage,
  { start, di, dj, stride, mm, reach }: Rays,
  i: number,
  j: number,
  k: number,
): number {
  const at = i + nx * (j + ny * k);
  const here = hu[at]!;
  if (here < SOFT_HU[0] || here > SOFT_HU[1]) return 0;
  const inner = i >= reach && j >= reach && i < nx - reach && j < ny - reach;
  let hits = 0;
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < RAYS; n++) {
    const last = start[n + 1]!;
    for (let s = start[n]!; s < last; s++) {
      if (!inner) {
        const x = i + di[s]!;
        const y = j + dj[s]!;
        if (x < 0 || y < 0 || x >= nx || y >= ny) break;
      }
      if (hu[at + stride[s]!]! < boneHu) continue;
      const r = mm[s]!;
      if (r < HIT_MM[0]) return 0;
      hits += 1;
      sum += r;
      squares += r * r;
      break;
    }
    // Too few can still be hit for a score worth having.
    if (hits + RAYS - 1 - n < RAYS / 4) return 0;
  }
  const mean = sum / hits;
  const spread = Math.sqrt(Math.max(0, squares / hits - mean * mean)) / mean;
  const enclosed = hits / RAYS;
  return (
    enclosed ** 2 *
    Math.exp(-((spread / SPREAD_TOLERANCE) ** 2) - ((mean - RADIUS_MM) / RADIUS_TOLERANCE_MM) ** 2)
  );
}

/** The path with the greatest sum of (score - SLICE_COST - moves), over any run of slices. */
function bestPath(
  score: Float32Array,
  nx: number,
  ny: number,
  nz: number,
): { readonly first: number; readonly path: Int32Array } {
  const cells = nx * ny;
  /** -1 where the path begins. */
  const from = new Int32Array(cells * nz);
  let best = new Float64Array(cells);
  let end = -1;
  let most = 0;
  for (let k = 0; k < nz; k++) {
    const next = new Float64Array(cells);
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const cell = i + nx * j;
        let value = 0;
        let source = -1;
        for (let dj = Math.max(-MOVE, -j); k > 0 && dj <= Math.min(MOVE, ny - 1 - j); dj++) {
          for (let di = Math.max(-MOVE, -i); di <= Math.min(MOVE, nx - 1 - i); di++) {
            const there = cell + di + nx * dj;
            const reached = best[there]! - MOVE_COST[0] * di * di - MOVE_COST[1] * dj * dj;
            if (reached > value) {
              value = reached;
              source = there;
            }
          }
        }
        from[cell + cells * k] = source;
        value += score[cell + cells * k]! - SLICE_COST;
        next[cell] = value;
        if (value > most) {
          end = cell + cells * k;
          most = value;
        }
      }
    }
    best = next;
  }
  const path: number[] = [];
  let first = 0;
  for (let at = end; at >= 0;) {
    first = Math.floor(at / cells);
    path.push(at % cells);
    const source = from[at]!;
    at = source < 0 ? -1 : source + cells * (first - 1);
  }
  return { first, path: Int32Array.from(path.reverse()) };
}
