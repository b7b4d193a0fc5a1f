/**
 * Whether a vertebra bears ribs: from the bone beside and behind its body, connected bone is followed outwards and
 * downwards. A rib leads far to the side, a transverse process ends.
 *
 * Last ribs fall steeply, first ribs hardly; and what falls from C7 is the first rib, which it touches. So the lower end
 * of the rib cage is judged by a deep room and the upper by a flat one.
 */
import type { AxisPoint } from '../body-axis.ts';
import { inFrame } from '../curve.ts';
import { steps } from '../places.ts';
import { OUTSIDE_HU, type Sampler } from '../work-image.ts';
import { mean } from '../../math/moments.ts';

/** Half of a body's width in parts of the column's depth. */
const HALF_WIDTH = 0.65;
/** The room that is followed, 1 mm steps: sideways, forwards and backwards, downwards and upwards, mm. */
const ROOM_MM = { side: 80, depth: 45, down: 70, up: 20 } as const;
/** Start: beside the body by up to this, from and to this behind the axis, mm. */
const START = { besideMm: 9, behindMm: [-6, 24] } as const;
/** Parts of the vertebra's height from which the way starts, and how far up and down it may lead: mm above it, part of the height below. */
const ROOMS = {
  deep: { start: [-0.15, 0.5], riseMm: 6, fall: null, middleMm: 54, scaleMm: 3.5 },
  flat: { start: [0.1, 0.5], riseMm: 4, fall: 0.25, middleMm: 47, scaleMm: 3 },
} as const;
type Room = keyof typeof ROOMS;
const STARTS_BEHIND = steps(START.behindMm, 1);
/** Bone of ribs is denser than this, HU, and than the study's own threshold. */
const LEAST_HU = 200;
/**
 * Reach beyond which nothing more is learnt, mm. Half-way (`middleMm`) lies between transverse processes and ribs: deep,
 * 23-47 and 63 and more on five CT; flat, 28-36 (C7) and 52-77 (T1) on three.
 */
const ENOUGH_MM = 70;
const MOST = 4;
const CUT_SLACK_MM = 3;
/** Half of a small body's width, mm. */
const LEAST_HALF_WIDTH_MM = 8;

export interface RibOdds {
  /** Log-odds that the vertebra bears ribs, for the lower end of the rib cage; 0 where the image ends too early to tell. */
  readonly deep: number;
  /** The same for the upper end. */
  readonly flat: number;
}

export function ribOdds(middle: AxisPoint, heightMm: number, boneHu: number, sample: Sampler): RibOdds {
  const odds = (room: Room): number => {
    const sides = ([1, -1] as const).map((side) =>
      reachTo(side, room, middle, heightMm, Math.max(boneHu, LEAST_HU), sample),
    );
    const usualMm = mean(sides.map(({ mm }) => Math.min(mm, ENOUGH_MM)));
    const value = (usualMm - ROOMS[room].middleMm) / ROOMS[room].scaleMm;
    return value < 0 && sides.some(({ cut }) => cut) ? 0 : Math.max(-MOST, Math.min(MOST, value));
  };
  return { deep: odds('deep'), flat: odds('flat') };
}

/** Flood fill over 26 neighbours in the vertebra's frame. */
function reachTo(
  side: 1 | -1,
  room: Room,
  middle: AxisPoint,
  heightMm: number,
  boneHu: number,
  sample: Sampler,
): { readonly mm: number; readonly cut: boolean } {
  const { start, riseMm, fall } = ROOMS[room];
  const inner = Math.ceil(Math.max(LEAST_HALF_WIDTH_MM, HALF_WIDTH * middle.depthMm) + 1);
  const [nu, nv, nw] = [ROOM_MM.side, 2 * ROOM_MM.depth + 1, ROOM_MM.down + ROOM_MM.up + 1];
  const seen = new Uint8Array(nu * nv * nw);
  const queue: number[] = [];
  let cutAt = -Infinity;
  const visit = (u: number, v: number, w: number): void => {
    if (u < inner || u >= nu || Math.abs(v) > ROOM_MM.depth || w < -ROOM_MM.down || w > ROOM_MM.up) return;
    if (w > heightMm / 2 + riseMm) return;
    if (w < (fall === null ? -heightMm / 2 - (u - inner) : -fall * heightMm)) return;
    const at = u + nu * (v + ROOM_MM.depth + nv * (w + ROOM_MM.down));
    if (seen[at] === 1) return;
    seen[at] = 1;
    const hu = sample(...inFrame(middle, side * u, v, w));
    if (hu <= OUTSIDE_HU) cutAt = Math.max(cutAt, u);
    if (hu > boneHu) queue.push(at);
  };
  const [lowest, highest] = start.map((part) => Math.round(part * heightMm)) as [number, number];
  for (let u = inner; u <= inner + START.besideMm; u++)
    for (const v of STARTS_BEHIND) for (let w = lowest; w <= highest; w++) visit(u, v, w);
  let mm = 0;
  for (let at = queue.pop(); at !== undefined && mm < ENOUGH_MM; at = queue.pop()) {
    const u = at % nu;
    const v = (Math.floor(at / nu) % nv) - ROOM_MM.depth;
    const w = Math.floor(at / (nu * nv)) - ROOM_MM.down;
    mm = Math.max(mm, u);
    for (let dw = -1; dw <= 1; dw++)
      for (let dv = -1; dv <= 1; dv++) for (let du = -1; du <= 1; du++) visit(u + du, v + dv, w + dw);
  }
  // Where the image ends further inwards than bone leads elsewhere, it hides nothing.
  return { mm, cut: cutAt >= mm - CUT_SLACK_MM };
}
