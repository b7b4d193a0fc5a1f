/**
 * Streaks that metal throws in a slice, in rough likeness: rays out of each side's metal that fade with the distance,
 * and a dark band between both sides. They are no simulation of beam hardening; they spoil edges as streaks do.
 */
import { CODES_PER_VERTEBRA, MATERIAL, PART } from './materials.ts';

export interface StreakSlice {
  readonly nx: number;
  readonly ny: number;
  /** At the surface of the metal, HU. */
  readonly streakHu: number;
}

interface Spot {
  readonly i: number;
  readonly j: number;
  /** Of a disc with the metal's area, pixels. */
  readonly radius: number;
}

/** Bright and dark rays round a spot (design value). */
const RAYS = 9;
/** The band is so much darker than a ray is (design value). */
const BAND = 1.5;

/** Adds to `slice`; `codes` are the materials at its pixels' centres. */
export function addStreaks(slice: Float32Array, codes: Uint8Array, { nx, ny, streakHu }: StreakSlice): void {
  const spots = spotsOf(codes, nx, ny);
  if (spots.length === 0) return;
  const [p, q] = spots;
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      let sum = 0;
      for (const spot of spots) {
        const [di, dj] = [i - spot.i, j - spot.j];
        const distance = Math.hypot(di, dj);
        if (distance > spot.radius)
          sum += (spot.radius / distance) * Math.cos(RAYS * Math.atan2(dj, di) + spot.i);
      }
      if (p !== undefined && q !== undefined) sum -= BAND * bandAt(i, j, p, q);
      const at = i + nx * j;
      slice[at] = slice[at]! + streakHu * sum;
    }
  }
}

/** 1 on the line between two spots, falling off beside it. */
function bandAt(i: number, j: number, p: Spot, q: Spot): number {
  const [du, dv] = [q.i - p.i, q.j - p.j];
  const length = Math.hypot(du, dv);
  const t = ((i - p.i) * du + (j - p.j) * dv) / (length * length);
  if (!(t > 0 && t < 1)) return 0;
  const off = ((i - p.i) * dv - (j - p.j) * du) / length / Math.max(p.radius, q.radius);
  return Math.exp(-off * off);
}

/** One for the metal on either side of its mean, or one for all. */
function spotsOf(codes: Uint8Array, nx: number, ny: number): readonly Spot[] {
  const left = { n: 0, i: 0, j: 0 };
  const right = { n: 0, i: 0, j: 0 };
  let [n, mean] = [0, 0];
  for (let at = 0; at < nx * ny; at++) {
    if (!isMetal(codes[at]!)) continue;
    n += 1;
    mean += at % nx;
  }
  mean /= n;
  for (let at = 0; at < nx * ny; at++) {
    if (!isMetal(codes[at]!)) continue;
    const side = at % nx < mean ? right : left;
    side.n += 1;
    side.i += at % nx;
    side.j += Math.floor(at / nx);
  }
  return [right, left]
    .filter((side) => side.n > 0)
    .map((side) => ({ i: side.i / side.n, j: side.j / side.n, radius: Math.sqrt(side.n / Math.PI) }));
}

function isMetal(code: number): boolean {
  if (code === MATERIAL.metal) return true;
  if (code < MATERIAL.firstVertebra) return false;
  const part = (code - MATERIAL.firstVertebra) % CODES_PER_VERTEBRA;
  return part === PART.bodyMetal || part === PART.posteriorMetal;
}
