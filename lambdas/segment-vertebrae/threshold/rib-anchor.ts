/**
 * Which vertebra bears the last rib: the only anchor of the level names in this method.
 *
 * From the bone beside and behind each body, connected bone is followed outwards. A rib leads far to the side, a
 * transverse process ends. What is in between, or differs from side to side, is no anchor.
 */
import type { Frame } from '../../shared/contracts/segmentation.ts';

import { along } from '../../shared/vector.ts';
import { toLocal, type Outline } from './outline.ts';
import type { WorkImage } from './work-image.ts';

/** To the sides of a vertebra, mm from its middle. */
export interface LateralReach {
  /** How far connected bone leads. */
  readonly left: number;
  readonly right: number;
  /** How far the image goes, on its narrower side. */
  readonly inView: number;
}

export type RibVerdict = 'rib' | 'none' | 'unclear';

/** A rib reaches this far; a transverse process ends before that, mm. */
const RIB_MM = 58;
const PROCESS_MM = 50;
/** Start: beside the body by up to this much, mm. */
const START_MM = 12;
/** Follow only bone in this range of the frame's v and (downwards, upwards) w, mm. */
const BEHIND_MM = [-40, 45] as const;
const DOWN_UP_MM = [-60, 12] as const;
/** Beyond this it is a rib, whatever follows, mm. */
const ENOUGH_MM = 75;

export function ribVerdict({ left, right, inView }: LateralReach): RibVerdict {
  const [least, most] = [Math.min(left, right), Math.max(left, right)];
  if (least >= RIB_MM) return 'rib';
  return most <= PROCESS_MM && inView > RIB_MM ? 'none' : 'unclear';
}

export function lateralReach(outline: Outline, image: WorkImage): LateralReach {
  const x = outline.frame.origin[0] - image.origin[0];
  const inView = Math.min(x, (image.dims[0] - 1) * image.step[0] - x);
  return { left: reachOf(outline, image, 1), right: reachOf(outline, image, -1), inView };
}

/** Flood fill over 26 neighbours. */
function reachOf({ frame, widthMm, depthMm, heightMm }: Outline, image: WorkImage, side: 1 | -1): number {
  const { dims, hu, boneHu } = image;
  const [nx, ny, nz] = dims;
  const inner = widthMm / 2 + 2;
  const seen = new Set<number>();
  const queue: number[] = [];
  const visit = (i: number, j: number, k: number, start: boolean): void => {
    if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return;
    const at = i + nx * (j + ny * k);
    if (seen.has(at) || hu[at]! < boneHu) return;
    const [u, v, w] = localOf(frame, image, i, j, k);
    const out = side * u;
    if (
      out < inner ||
      v < BEHIND_MM[0] ||
      v > BEHIND_MM[1] ||
      w < DOWN_UP_MM[0] ||
      w > heightMm / 2 + DOWN_UP_MM[1]
    )
      return;
    // Beside the upper part of the body or behind it: where rib heads and transverse processes sit.
    if (
      start &&
      (out > inner + START_MM || v < 0 || v > depthMm || w < -heightMm / 4 || w > heightMm / 2 + 3)
    )
      return;
    seen.add(at);
    queue.push(at);
  };
  const { low, high } = startBox(frame, image, side, inner + START_MM, depthMm, heightMm);
  for (let k = low[2]!; k <= high[2]!; k++)
    for (let j = low[1]!; j <= high[1]!; j++) for (let i = low[0]!; i <= high[0]!; i++) visit(i, j, k, true);
  let reach = 0;
  for (let at = queue.pop(); at !== undefined && reach < ENOUGH_MM; at = queue.pop()) {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    reach = Math.max(reach, side * localOf(frame, image, i, j, k)[0]);
    for (let dk = -1; dk <= 1; dk++)
      for (let dj = -1; dj <= 1; dj++) for (let di = -1; di <= 1; di++) visit(i + di, j + dj, k + dk, false);
  }
  return reach;
}

function localOf(
  frame: Frame,
  { origin, step }: WorkImage,
  i: number,
  j: number,
  k: number,
): ReturnType<typeof toLocal> {
  return toLocal(frame, [origin[0] + i * step[0], origin[1] + j * step[1], origin[2] + k * step[2]]);
}

function startBox(
  frame: Frame,
  { origin, step }: WorkImage,
  side: 1 | -1,
  reach: number,
  depth: number,
  height: number,
): { low: number[]; high: number[] } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const u = (corner & 1) * reach * side;
    const v = ((corner >> 1) & 1) * depth;
    const w = ((corner >> 2) & 1 ? 1 : -1) * height;
    along(along(along(frame.origin, u, frame.left), v, frame.posterior), w, frame.superior).forEach(
      (value, axis) => {
        const index = (value - origin[axis]!) / step[axis]!;
        low[axis] = Math.min(low[axis]!, Math.floor(index));
        high[axis] = Math.max(high[axis]!, Math.ceil(index));
      },
    );
  }
  return { low, high };
}
