/** Bone parted among rivals: each voxel goes to the one whose cheapest way to it is cheapest. */
import { spacingOf, type Volume } from '../../grid/volume.ts';

import { COST_UNITS } from './bone.ts';

export interface FloodInput {
  /** Cost of a millimetre, units of 1/16; 0 can't be passed. */
  readonly cost: Volume<Uint8Array>;
  /** Rival by voxel, from 1; 0 where there is no seed. It is overwritten by the outcome. */
  readonly labels: Uint8Array;
  /** Factor on the cost for a rival at a voxel, 1 and more; Infinity keeps it out. */
  readonly factor: (label: number, at: number) => number;
}

/** Width of a bucket, mm. */
const BUCKET_MM = 0.125;
/** Buckets in the wheel: no step may cost more than they hold. */
const BUCKETS = 1024;
const LONGEST_STEP_MM = BUCKET_MM * (BUCKETS - 2);

/**
 * Dijkstra's algorithm from all seeds at once, ways through face, edge and corner neighbours, in Dial's buckets.
 * Of equally short ways the one found first counts, in an order that depends on the input alone.
 *
 * @remarks Dial RB, Algorithm 360: shortest-path forest with topological ordering, Commun ACM 12:632, 1969.
 */
export function flood({ cost, labels, factor }: FloodInput): void {
  const [nx, ny, nz] = cost.dims;
  const { data } = cost;
  const way = new Float32Array(labels.length).fill(Infinity);
  const buckets = Array.from({ length: BUCKETS }, (): number[] => []);
  const { steps, strides, lengths } = neighbours(cost);
  let waiting = 0;
  const put = (at: number, mm: number): void => {
    way[at] = mm;
    buckets[Math.floor(mm / BUCKET_MM) % BUCKETS]!.push(at);
    waiting += 1;
  };
  for (let at = 0; at < labels.length; at++) if (labels[at] !== 0) put(at, 0);
  for (let turn = 0; waiting > 0; turn++) {
    const bucket = buckets[turn % BUCKETS]!;
    for (let at = bucket.pop(); at !== undefined; at = bucket.pop()) {
      waiting -= 1;
      const here = way[at]!;
      // Reached on a cheaper way since.
      if (Math.floor(here / BUCKET_MM) < turn) continue;
      const i = at % nx;
      const j = Math.floor(at / nx) % ny;
      const k = Math.floor(at / (nx * ny));
      const rim = i === 0 || j === 0 || k === 0 || i === nx - 1 || j === ny - 1 || k === nz - 1;
      const label = labels[at]!;
      const own = data[at]!;
      for (let n = 0; n < strides.length; n++) {
        if (rim) {
          const x = i + steps[3 * n]!;
          const y = j + steps[3 * n + 1]!;
          const z = k + steps[3 * n + 2]!;
          if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
        }
        const to = at + strides[n]!;
        const there = data[to]!;
        if (there === 0) continue;
        const least = (lengths[n]! * (own + there)) / (2 * COST_UNITS);
        if (here + least >= way[to]!) continue;
        const step = least * factor(label, to);
        // As it is stored: a sum that was rounded up would otherwise be shorter than itself, and be queued again by each
        // of the equally short ways to it, more of them with every voxel.
        const mm = Math.fround(here + step);
        if (!(step < LONGEST_STEP_MM) || mm >= way[to]!) continue;
        labels[to] = label;
        put(to, mm);
      }
    }
  }
}

interface Neighbours {
  /** Three a neighbour, along x, y, z. */
  readonly steps: Int32Array;
  readonly strides: Int32Array;
  /** mm */
  readonly lengths: Float64Array;
}

function neighbours({ dims: [nx, ny], affine }: Volume): Neighbours {
  const [sx, sy, sz] = spacingOf(affine);
  const all = Array.from(
    { length: 27 },
    (_, n) => [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1] as const,
  );
  const steps = all.filter((_, n) => n !== 13);
  return {
    steps: Int32Array.from(steps.flat()),
    strides: Int32Array.from(steps, ([di, dj, dk]) => di + nx * (dj + ny * dk)),
    lengths: Float64Array.from(steps, ([di, dj, dk]) => Math.hypot(di * sx, dj * sy, dk * sz)),
  };
}
