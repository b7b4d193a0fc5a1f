/**
 * The spinal canal: in each slice a spot of soft tissue with bone around it, and from slice to slice a smooth path.
 *
 * Rays go out from every candidate; the score is high where most of them meet bone at about the same distance.
 * A Viterbi search then finds the best path. Where the arch is open (foramina, discs) continuity carries it.
 */
import type { WorkImage } from './work-image.ts';

export interface Canal {
  /** Patient LPS of the canal's centre in each slice of the work image, smoothed, mm. */
  readonly x: Float64Array;
  readonly y: Float64Array;
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
/** Cells that the path may move from slice to slice, and what a cell costs, squared. */
const MOVE = 2;
const MOVE_COST = 0.05;
/** The canal lies in this part of the trunk: from the middle (fraction of its width) and behind the front (of its depth). */
const BESIDE = 0.16;
const BEHIND = 0.35;
/** HU above which there is trunk and not air. */
const TRUNK_HU = -300;
/** Standard deviation of the smoothing along the body, mm. */
const SMOOTH_MM = 9;

/** Null where there is no trunk in the image, or it is smaller than the search. */
export function findCanal(image: WorkImage): Canal | null {
  const box = trunkBox(image);
  if (box === null) return null;
  const [nx, ny] = [Math.floor((box.x1 - box.x0) / GRID), Math.floor((box.y1 - box.y0) / GRID)];
  const nz = image.dims[2];
  if (nx < 5 || ny < 5 || nz < 5) return null;
  const score = new Float32Array(nx * ny * nz);
  const rays = raySteps(image);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        score[i + nx * (j + ny * k)] = scoreAt(image, rays, box.x0 + i * GRID, box.y0 + j * GRID, k);
      }
    }
  }
  const { path, total } = bestPath(score, nx, ny, nz);
  const [sx, sy, sz] = image.step;
  const x = Float64Array.from(path, (cell) => image.origin[0] + sx * (box.x0 + GRID * (cell % nx)));
  const y = Float64Array.from(path, (cell) => image.origin[1] + sy * (box.y0 + GRID * Math.floor(cell / nx)));
  return { x: smooth(x, SMOOTH_MM / sz), y: smooth(y, SMOOTH_MM / sz), meanScore: total / nz };
}

interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Where to search: behind the front of the trunk, near its middle. Counts per row and column, so that a table does not matter much. */
function trunkBox({ dims: [nx, ny, nz], hu }: WorkImage): Box | null {
  const columns = new Float64Array(nx);
  const rows = new Float64Array(ny);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        if (hu[i + nx * (j + ny * k)]! <= TRUNK_HU) continue;
        columns[i]! += 1;
        rows[j]! += 1;
      }
    }
  }
  const [left, right] = extentOf(columns, 0.1 * ny * nz);
  const [front, back] = extentOf(rows, 0.1 * nx * nz);
  if (right <= left || back <= front) return null;
  const middle = (left + right) / 2;
  const beside = Math.max(BESIDE * (right - left), 20);
  return {
    x0: Math.max(0, Math.round(middle - beside)),
    x1: Math.min(nx - 1, Math.round(middle + beside)),
    y0: Math.round(front + BEHIND * (back - front)),
    y1: Math.min(ny - 1, back),
  };
}

function extentOf(counts: Float64Array, least: number): [number, number] {
  return [counts.findIndex((n) => n > least), counts.findLastIndex((n) => n > least)];
}

/** Voxel steps of each ray at every millimetre. */
function raySteps({ step }: WorkImage): { readonly di: Int16Array; readonly dj: Int16Array } {
  const reach = HIT_MM[1];
  const di = new Int16Array(RAYS * reach);
  const dj = new Int16Array(RAYS * reach);
  for (let n = 0; n < RAYS; n++) {
    const angle = (2 * Math.PI * n) / RAYS;
    for (let r = 1; r <= reach; r++) {
      di[n * reach + r - 1] = Math.round((r * Math.cos(angle)) / step[0]);
      dj[n * reach + r - 1] = Math.round((r * Math.sin(angle)) / step[1]);
    }
  }
  return { di, dj };
}

function scoreAt(
  { dims: [nx, ny], hu, boneHu }: WorkImage,
  { di, dj }: ReturnType<typeof raySteps>,
  i: number,
  j: number,
  k: number,
): number {
  const here = hu[i + nx * (j + ny * k)]!;
  if (here < SOFT_HU[0] || here > SOFT_HU[1]) return 0;
  const reach = HIT_MM[1];
  let hits = 0;
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < RAYS; n++) {
    for (let r = 1; r <= reach; r++) {
      const x = i + di[n * reach + r - 1]!;
      const y = j + dj[n * reach + r - 1]!;
      if (x < 0 || y < 0 || x >= nx || y >= ny) break;
      if (hu[x + nx * (y + ny * k)]! < boneHu) continue;
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

function bestPath(
  score: Float32Array,
  nx: number,
  ny: number,
  nz: number,
): { path: Int32Array; total: number } {
  const cells = nx * ny;
  const from = new Int32Array(cells * nz);
  let best = Float64Array.from(score.subarray(0, cells));
  for (let k = 1; k < nz; k++) {
    const next = new Float64Array(cells);
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        let most = -Infinity;
        let source = 0;
        for (let dj = -MOVE; dj <= MOVE; dj++) {
          for (let di = -MOVE; di <= MOVE; di++) {
            const [x, y] = [i + di, j + dj];
            if (x < 0 || y < 0 || x >= nx || y >= ny) continue;
            const value = best[x + nx * y]! - MOVE_COST * (di * di + dj * dj);
            if (value > most) {
              most = value;
              source = x + nx * y;
            }
          }
        }
        const cell = i + nx * j;
        next[cell] = most + score[cell + cells * k]!;
        from[cell + cells * k] = source;
      }
    }
    best = next;
  }
  let cell = 0;
  for (let c = 1; c < cells; c++) if (best[c]! > best[cell]!) cell = c;
  const path = new Int32Array(nz);
  let total = 0;
  for (let k = nz - 1; k >= 0; k--) {
    path[k] = cell;
    total += score[cell + cells * k]!;
    cell = from[cell + cells * k]!;
  }
  return { path, total };
}

/** Local lines under Gaussian weights: unlike a plain mean it does not bend the ends. */
function smooth(values: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  return values.map((_, at) => {
    let [w0, w1, w2, v0, v1] = [0, 0, 0, 0, 0];
    for (let d = Math.max(-reach, -at); d <= Math.min(reach, values.length - 1 - at); d++) {
      const w = Math.exp(-(d * d) / (2 * sigma * sigma));
      w0 += w;
      w1 += w * d;
      w2 += w * d * d;
      v0 += w * values[at + d]!;
      v1 += w * d * values[at + d]!;
    }
    return (v0 * w2 - v1 * w1) / (w0 * w2 - w1 * w1);
  });
}
