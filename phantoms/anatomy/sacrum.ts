/**
 * Sacrum and iliac bones. S1-S5 are bodies in a chain that bends back and then forward again; S2-S5 are fused, between
 * S1 and S2 a remnant of the disc is left in the middle, and the alae join both at the sides.
 */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';

import { CANAL } from './anatomy.ts';
import { bodyOf } from './body.ts';
import { below, discBetween } from './disc.ts';
import type { Segment } from './placement.ts';
import type { LevelSpec, SacrumSpec } from '../options.ts';
import { arch } from './posterior.ts';
import {
  boxInFrame,
  localCoordinates,
  rodSolid,
  toWorld,
  uprightFrame,
  type Rod,
  type Solid,
} from './solids.ts';

/**
 * Heights at 10, 50 and 90 % of the depth, width and depth (mm); forward lean beyond that of S1 (degrees); what is left
 * of the disc above (mm; below 0 the bodies run into each other). Design values in the range of an adult woman.
 */
const SEGMENTS = [
  { heights: [28, 26.5, 28], width: 50, depth: 31, bend: 0, disc: Number.NaN },
  { heights: [24, 23.6, 24], width: 36, depth: 22, bend: 6, disc: 2.2 },
  { heights: [21, 21, 21], width: 29, depth: 16, bend: -4, disc: -1.5 },
  { heights: [19, 19, 19], width: 25, depth: 12, bend: -26, disc: -1.5 },
  { heights: [16, 16, 16], width: 20, depth: 9, bend: -50, disc: -1.5 },
] as const;

/** Rods on the left, in the frame of a segment: alae, and the processes that meet the last lumbar vertebra. */
const LATERAL: readonly { readonly segment: number; readonly rod: Rod }[] = [
  { segment: 0, rod: { from: [20, 3, -2], to: [43, 10, -9], semi: [13, 10, 14] } },
  { segment: 0, rod: { from: [19, 23, 4], to: [20, 27, 17], semi: [4.5, 4, 5] } },
  { segment: 0, rod: { from: [17, 16, 0], to: [40, 17, -8], semi: [7, 6, 11] } },
  { segment: 1, rod: { from: [13, 3, 2], to: [31, 9, 0], semi: [11, 8, 13] } },
  { segment: 2, rod: { from: [10, 3, 0], to: [19, 6, 2], semi: [9, 6, 11] } },
];

/** Upright axes, origin at the centre of S1: the left iliac bone from the joint to the crest. */
const ILIUM: readonly Rod[] = [
  { from: [62, 24, -8], to: [80, 16, 36], semi: [5, 16, 12] },
  { from: [80, 14, 38], to: [108, -22, 42], semi: [5, 16, 10] },
  { from: [70, 16, 14], to: [104, -20, 30], semi: [5, 15, 12] },
  { from: [63, 20, -18], to: [98, -18, 18], semi: [5, 16, 14] },
  { from: [66, 16, -32], to: [92, -20, 0], semi: [6, 16, 14] },
  { from: [70, 10, -44], to: [88, -22, -20], semi: [7, 15, 13] },
];

/** S1-S5 under the last lumbar vertebra; `frameOf` gives the axes for a forward lean in degrees. */
export function sacralSegments(
  last: Segment,
  spec: LevelSpec,
  { slopeDegrees }: SacrumSpec,
  frameOf: (degrees: number) => Frame,
): readonly Segment[] {
  const chain: Segment[] = [];
  for (const { heights, width, depth, bend, disc } of SEGMENTS) {
    const [anterior, middle, posterior] = heights;
    const frame = frameOf(slopeDegrees + bend);
    const segment = { body: bodyOf({ anterior, middle, posterior }, width, depth), frame };
    const above = chain.at(-1);
    chain.push(above === undefined ? discBetween(last, segment, spec) : below(above, segment, disc));
  }
  return chain;
}

export function sacralParts(segments: readonly Segment[]): readonly Solid[] {
  const [s1, s2] = [segments[0]!, segments[1]!];
  return [
    ...segments.map(bodySolid),
    ...bothSides(LATERAL).map(({ segment, rod }) => rodSolid(rod, segments[segment]!.frame)),
    ...[s1, s2].flatMap(({ body, frame }) => {
      const back = body.halfDepth + CANAL.behindWall + CANAL.halfDepth;
      const crest: Rod = { from: [0, back + 4, 3], to: [0, back + 7, -9], semi: [3, 5, 8] };
      return [arch(body, frame), rodSolid(crest, frame)];
    }),
  ];
}

/** A bridge from either transverse process of the last lumbar vertebra to the ala under it. */
export function sacralisedParts(last: Segment, s1: Segment): readonly Solid[] {
  return [1, -1].map((side) => {
    const canal = last.body.halfDepth + CANAL.behindWall;
    const from = toWorld(last.frame, [side * 24, canal - 2, 0]);
    const to = toWorld(s1.frame, [side * 42, 9, 0]);
    return rodSolid({ from, to, semi: [8, 6, 8] }, uprightFrame([0, 0, 0]));
  });
}

/** `axes` are the patient's own: they stand upright whatever the slope of the sacrum. */
export function iliacParts({ frame }: Segment, axes: Omit<Frame, 'origin'>): readonly Solid[] {
  return bothSides(ILIUM.map((rod) => ({ rod }))).map(({ rod }) =>
    rodSolid(rod, { ...axes, origin: frame.origin }),
  );
}

function bodySolid({ body, frame }: Segment): Solid {
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  return {
    ...boxInFrame(frame, [0, 0, 0], [body.halfWidth, body.halfDepth, body.greatestHalfHeight]),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      return body.depth(local[0]!, local[1]!, local[2]!);
    },
  };
}

function bothSides<T extends { readonly rod: Rod }>(left: readonly T[]): readonly T[] {
  const mirror = ([u, v, w]: Vec3): Vec3 => [-u, v, w];
  return left.flatMap((item) => {
    const { from, to, semi } = item.rod;
    return [item, { ...item, rod: { from: mirror(from), to: mirror(to), semi } }];
  });
}
