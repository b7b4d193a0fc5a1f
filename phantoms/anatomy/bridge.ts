/** A bridging osteophyte: a column of bone beside a disc that grows from the wall of one body into that of the next. */
import { ImpossibleSpine, type BridgeSpec } from '../options.ts';
import type { Segment } from './placement.ts';
import { localCoordinates, rodSolid, toWorld, type Solid } from './solids.ts';

/** It begins and ends at this part of the half heights, in the walls. */
const ROOT_AT = 0.5;
/** Along the wall it is this many times as broad as it stands out (design value). */
const BREADTH = 1.6;
const GREATEST_MM = 15;

/** @throws ImpossibleSpine where it stands out by nothing or more than 15 mm */
export function bridge({ mm, side }: BridgeSpec, upper: Segment, lower: Segment): Solid {
  if (!(mm > 0 && mm <= GREATEST_MM))
    throw new ImpossibleSpine(`saw a bridge of ${mm} mm; wanted more than 0, at most ${GREATEST_MM}`);
  const root = ({ body, frame }: Segment, end: 1 | -1): readonly [number, number, number] => {
    const w = end * ROOT_AT * body.halfHeight(0, 0);
    const [u, v] =
      side === 'anterior' ? [0, -body.halfDepth] : [side === 'left' ? body.halfWidth : -body.halfWidth, 0];
    return toWorld(frame, [u, v, w]);
  };
  const toUpper = localCoordinates(upper.frame);
  const local = (point: readonly [number, number, number]): [number, number, number] => {
    const out = new Float64Array(3);
    toUpper(...point, out);
    return [out[0]!, out[1]!, out[2]!];
  };
  const semi = side === 'anterior' ? ([BREADTH * mm, mm, mm] as const) : ([mm, BREADTH * mm, mm] as const);
  return rodSolid({ from: local(root(upper, -1)), to: local(root(lower, 1)), semi }, upper.frame);
}
