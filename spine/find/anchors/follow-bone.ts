/** Connected bone, followed from beside a vertebral body outwards through a room in the vertebra's own frame. */
import type { AxisPoint } from '../body-axis.ts';
import { steps } from '../places.ts';
import { huAt, OUTSIDE_HU, type Sampler } from '../work-image.ts';

type Range = readonly [from: number, to: number];
/** A place in the vertebra's frame, mm: outwards from where the way begins, behind its axis, above its middle. */
type Test = (out: number, behind: number, above: number) => boolean;

export interface Room {
  /** The way begins anywhere between these: outwards, behind the axis, above the middle. */
  readonly start: readonly [out: Range, behind: Range, above: Range];
  readonly holds: Test;
  /** What is asked for: how far the bone leads from where it begins, as the crow flies, or sideways from the midline. */
  readonly measure: 'length' | 'side';
  /** Beyond this nothing more is learnt. */
  readonly enoughMm: number;
  /** Bone that leaves the image by this much nearer than what is seen leads may lead further. */
  readonly cutSlackMm: number;
}

export interface Course {
  /** 0 where there is no bone. */
  readonly mm: number;
  /** The bone leads to the image's edge, and may lead further. */
  readonly cut: boolean;
}

/** Nothing is followed beyond these, mm: from the midline, before and behind the axis, below and above the middle. */
const REACH_MM = { side: 90, front: 45, back: 75, down: 90, up: 30 } as const;
/**
 * Flood fill over 26 neighbours in steps of 1 mm.
 *
 * @param innerMm from the midline to where the way begins
 * @param side 1 to the left, -1 to the right
 */
export function followBone(
  { start, holds, measure, enoughMm, cutSlackMm }: Room,
  innerMm: number,
  side: 1 | -1,
  middle: AxisPoint,
  boneHu: number,
  sample: Sampler,
): Course {
  const { front, back, down, up } = REACH_MM;
  const [nu, nv, nw] = [REACH_MM.side - innerMm, front + back + 1, down + up + 1];
  const seen = new Uint8Array(nu * nv * nw);
  const queue: number[] = [];
  const beyond: number[] = [];
  const visit = (out: number, v: number, w: number): void => {
    if (out < 0 || out >= nu || v < -front || v > back || w < -down || w > up || !holds(out, v, w)) return;
    const at = out + nu * (v + front + nv * (w + down));
    if (seen[at] === 1) return;
    seen[at] = 1;
    const hu = huAt(sample, middle, side * (innerMm + out), v, w);
    if (hu > boneHu) queue.push(at);
    else if (hu <= OUTSIDE_HU) beyond.push(at);
  };
  const placeOf = (at: number): readonly [number, number, number] => [
    at % nu,
    (Math.floor(at / nu) % nv) - front,
    Math.floor(at / (nu * nv)) - down,
  ];
  const [outs, behind, above] = start.map((range) => steps(range, 1)) as [number[], number[], number[]];
  for (const out of outs) for (const v of behind) for (const w of above) visit(out, v, w);
  const [v0, w0] = middleOf(queue.map(placeOf));
  const mmOf = (at: number): number => {
    const [out, v, w] = placeOf(at);
    return measure === 'side' ? innerMm + out : Math.hypot(out, v - v0, w - w0);
  };
  let mm = 0;
  for (let at = queue.pop(); at !== undefined && mm < enoughMm; at = queue.pop()) {
    mm = Math.max(mm, mmOf(at));
    const [out, v, w] = placeOf(at);
    for (let dw = -1; dw <= 1; dw++)
      for (let dv = -1; dv <= 1; dv++) for (let du = -1; du <= 1; du++) visit(out + du, v + dv, w + dw);
  }
  // Where the image ends further inwards than bone leads elsewhere, it hides nothing.
  return { mm, cut: beyond.some((at) => mmOf(at) >= mm - cutSlackMm) };
}

/** Of places, behind and above; 0 where there are none. */
function middleOf(places: readonly (readonly [number, number, number])[]): readonly [number, number] {
  const n = Math.max(1, places.length);
  return [places.reduce((sum, [, v]) => sum + v, 0) / n, places.reduce((sum, [, , w]) => sum + w, 0) / n];
}
