/**
 * The region of a vertebral body that its trabecular density is measured in.
 *
 * Seen from above: the footprint of the body's central third, some mm away from its edge, in its anterior two thirds.
 * Along the spine: the central third between the endplates, column by column, so that a wedge is divided as a wedge, and at
 * least a slice away from either endplate: the middle of a slice stands for bone half a slice off, and its profile has tails.
 */
import type { BodyInFrame } from '../body-in-frame.ts';
import {
  TRABECULAR_ANTERIOR_PART,
  TRABECULAR_HEIGHT,
  TRABECULAR_MIDLINE_MM,
} from '../../definitions/regions.ts';

/** Cell of the footprint, mm. */
const CELL_MM = 0.75;

/** Columns of the body's footprint, u fastest. */
interface Footprint {
  readonly dims: readonly [number, number];
  readonly first: readonly [number, number];
  /**
   * Bounds of the region in each column along w, mm: NaN where the central third is not wholly bone, and the lower above the
   * upper where the endplates are too close.
   */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** What of each column is clear of both endplates. */
  readonly clear: readonly [low: Float64Array, high: Float64Array];
}

/**
 * Whether the point (u, v, w) of the frame, mm, lies in the region; `middle` is the place along w of the middle of the voxel that the
 * point is a part of, which has to be clear of the endplates as well.
 */
export type Region = (u: number, v: number, w: number, middle?: number) => boolean;

/**
 * @param clearMm least distance from an endplate
 * @returns the region at a distance from the edge of the footprint, moved upwards, mm
 */
export function trabecularRegions(
  body: BodyInFrame,
  clearMm: number,
): (erosionMm: number, upMm?: number) => Region {
  const footprint = footprintOf(body, clearMm);
  const limit = anteriorLimit(footprint);
  return (erosionMm, upMm = 0) => {
    const region = regionOf(footprint, eroded(footprint, erosionMm / CELL_MM), limit);
    return (u, v, w, middle = w) => region(u, v, w - upMm, middle - upMm);
  };
}

function regionOf(
  { dims, first, low, high, clear: [clearLow, clearHigh] }: Footprint,
  core: Uint8Array,
  limit: number,
): Region {
  return (u, v, w, middle = w) => {
    if (v > limit) return false;
    const i = Math.round((u - first[0]) / CELL_MM);
    const j = Math.round((v - first[1]) / CELL_MM);
    if (i < 0 || j < 0 || i >= dims[0] || j >= dims[1]) return false;
    const column = i + dims[0] * j;
    if (middle < clearLow[column]! || middle > clearHigh[column]!) return false;
    return core[column] === 1 && w >= low[column]! && w <= high[column]!;
  };
}

function footprintOf({ box: [u, v], alongW }: BodyInFrame, clearMm: number): Footprint {
  const cells = ([from, to]: readonly [number, number]): number => Math.ceil((to - from) / CELL_MM) + 3;
  const dims = [cells(u), cells(v)] as const;
  const first = [u[0] - CELL_MM, v[0] - CELL_MM] as const;
  const low = new Float64Array(dims[0] * dims[1]).fill(Number.NaN);
  const [high, clearLow, clearHigh] = [low.slice(), low.slice(), low.slice()];
  for (let at = 0; at < low.length; at++) {
    const [cu, cv] = [first[0] + (at % dims[0]) * CELL_MM, first[1] + Math.floor(at / dims[0]) * CELL_MM];
    const ends = alongW.within(cu, cv);
    const [bottom, top] = [ends[0], ends.at(-1)];
    if (bottom === undefined || top === undefined) continue;
    const from = bottom + TRABECULAR_HEIGHT[0] * (top - bottom);
    const to = bottom + TRABECULAR_HEIGHT[1] * (top - bottom);
    if (!isWhole(ends, from, to)) continue;
    clearLow[at] = bottom + clearMm;
    clearHigh[at] = top - clearMm;
    low[at] = Math.max(from, bottom + clearMm);
    high[at] = Math.min(to, top - clearMm);
  }
  return { dims, first, low, high, clear: [clearLow, clearHigh] };
}

/** Whether a line that enters and leaves at `ends` stays within between two places. */
function isWhole(ends: readonly number[], from: number, to: number): boolean {
  return ends.some((enters, n) => n % 2 === 0 && enters <= from && ends[n + 1]! >= to);
}

/** 1 where every cell within `radius` cells belongs to the footprint. */
function eroded({ dims: [nx, ny], low }: Footprint, radius: number): Uint8Array {
  const reach = Math.floor(radius);
  const core = new Uint8Array(low.length);
  for (let j = reach; j < ny - reach; j++) {
    for (let i = reach; i < nx - reach; i++) {
      let whole = 1;
      for (let dj = -reach; dj <= reach && whole === 1; dj++) {
        for (let di = -reach; di <= reach; di++) {
          if (di * di + dj * dj > radius * radius || !Number.isNaN(low[i + di + nx * (j + dj)])) continue;
          whole = 0;
          break;
        }
      }
      core[i + nx * j] = whole;
    }
  }
  return core;
}

function anteriorLimit({ dims, first, low }: Footprint): number {
  let [front, back] = [Infinity, -Infinity];
  for (let at = 0; at < low.length; at++) {
    const u = first[0] + (at % dims[0]) * CELL_MM;
    if (Number.isNaN(low[at]) || Math.abs(u) > TRABECULAR_MIDLINE_MM) continue;
    const v = first[1] + Math.floor(at / dims[0]) * CELL_MM;
    front = Math.min(front, v);
    back = Math.max(back, v);
  }
  return front + TRABECULAR_ANTERIOR_PART * (back - front);
}
