/** Where the vertebrae of a digital spine stand: a chain of frames in patient LPS, the sacrum at its end. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { along } from '../../spine/math/vector.ts';

import { BODY_SIZE, PHANTOM_LEVELS, SPINE_BEHIND_CENTRE_MM, type PhantomLevel } from './anatomy.ts';
import { vertebralBody } from './body.ts';
import { sideLeans, type SideLean } from './curve.ts';
import { discBetween } from './disc.ts';
import { ImpossibleSpine, type LevelSpec, type SpineOptions } from '../options.ts';
import type { Placement, Segment } from './placement.ts';
import { rotatedFrame, rotationOf, shiftedFrame } from './pose.ts';
import { sacralSegments } from './sacrum.ts';

const RADIANS = Math.PI / 180;
/** Beyond the highest and the lowest point of the whole bodies; below them where there is a sacrum, mm. */
const MARGIN_MM = { absent: 9, cut: 18, sacrum: 62 } as const;
/** Levels that may follow each other beside those that follow in the list. */
const ALSO_FOLLOW: Partial<Record<PhantomLevel, PhantomLevel>> = { T12: 'L1' };

/** @throws ImpossibleSpine where the levels are not neighbours, cranial to caudal, or the sacrum hangs on none. */
export function placeSpine(options: SpineOptions): Placement {
  const specs = withNeighbours(options);
  const bodies = specs.map(vertebralBody);
  const curvature = options.curvature ?? 1;
  const leans = sideLeans(specs, options.scoliosis);
  const chain: Segment[] = [];
  specs.forEach((spec, k) => {
    const tilt = (BODY_SIZE[spec.level].tiltDegrees * curvature + options.sagittalTiltDegrees) * RADIANS;
    const frame = frameAt(tilt, leans[k]!);
    const above = specs[k - 1];
    chain.push(
      above === undefined
        ? { body: bodies[k]!, frame }
        : discBetween(chain[k - 1]!, { body: bodies[k]!, frame }, above),
    );
  });
  const centre = centroid(chain.map(({ frame }) => frame.origin));
  const sacrum = sacrumBelow(chain, specs, options, leans.at(-1)!);
  const moved = [...chain, ...sacrum].map(({ body, frame }) => ({
    body,
    frame: leant(frame, centre, options.coronalTiltDegrees * RADIANS),
  }));
  return posed(specs, moved, options);
}

/** Superior leans back by `tilt`, then to the left; left turns about superior. The origin is left at 0. */
function frameAt(tilt: number, { lean, rotation }: SideLean): Frame {
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
  const posterior: Vec3 = [0, Math.cos(tilt), -Math.sin(tilt)];
  return {
    origin: [0, 0, 0],
    left: [...rotated([c, s * posterior[1], s * posterior[2]], lean)],
    posterior: [...rotated([-s, c * posterior[1], c * posterior[2]], lean)],
    superior: [...rotated([0, Math.sin(tilt), Math.cos(tilt)], lean)],
  };
}

function sacrumBelow(
  chain: readonly Segment[],
  specs: readonly LevelSpec[],
  { sacrum }: SpineOptions,
  lean: SideLean,
): readonly Segment[] {
  if (sacrum === undefined) return [];
  const last = specs.at(-1)!;
  if (!last.level.startsWith('L') || !(sacrum.slopeDegrees >= 0 && sacrum.slopeDegrees <= 65)) {
    throw new ImpossibleSpine(
      `saw a sacrum of slope ${sacrum.slopeDegrees} under ${last.level}; wanted 0 to 65 under a lumbar level`,
    );
  }
  return sacralSegments(chain.at(-1)!, last, sacrum, (degrees) => frameAt(-degrees * RADIANS, lean));
}

/** About the chain's centre, which then stands behind the trunk's. */
function leant({ origin, left, posterior, superior }: Frame, centre: Vec3, angle: number): Frame {
  const at = rotated(along(origin, -1, centre), angle);
  return {
    origin: [at[0], at[1] + SPINE_BEHIND_CENTRE_MM, at[2]],
    left: [...rotated(left, angle)],
    posterior: [...rotated(posterior, angle)],
    superior: [...rotated(superior, angle)],
  };
}

/** The field of view is laid round the rotated spine, before the shift: a shift moves the spine against the slices. */
function posed(
  specs: readonly LevelSpec[],
  segments: readonly Segment[],
  { levels, neighbours, marginMm, sacrum, pose }: SpineOptions,
): Placement {
  const turned =
    pose === undefined
      ? segments
      : segments.map(({ body, frame }) => ({ body, frame: rotatedFrame(rotationOf(pose), frame) }));
  const ends = turned.map(zExtent);
  const listed = specs
    .map((spec, k) => ({ end: ends[k]!, whole: levels.includes(spec) }))
    .filter((e) => e.whole);
  const low = listed.reduce((least, { end }) => Math.min(least, end[0]), Infinity);
  const high = listed.reduce((most, { end }) => Math.max(most, end[1]), -Infinity);
  const above = marginMm?.above ?? MARGIN_MM[neighbours];
  const below = marginMm?.below ?? (sacrum === undefined ? MARGIN_MM[neighbours] : MARGIN_MM.sacrum);
  const zRange = [low - below, high + above] as const;
  const shift = pose?.shiftMm ?? [0, 0, 0];
  const placed = turned.map(({ body, frame }) => ({
    body,
    frame: pose === undefined ? frame : shiftedFrame(frame, shift),
  }));
  const within = ([zLow, zHigh]: readonly [number, number]): boolean =>
    zLow + shift[2] >= zRange[0] && zHigh + shift[2] <= zRange[1];
  return {
    vertebrae: specs.map((spec, k) => ({
      spec,
      ...placed[k]!,
      whole: levels.includes(spec) && within(ends[k]!),
    })),
    sacrum: placed.slice(specs.length),
    zRange,
  };
}

function zExtent({ body, frame: { origin, left, posterior, superior } }: Segment): readonly [number, number] {
  const { halfWidth: a, halfDepth: b, heights } = body;
  const half = Math.max(heights.anterior, heights.posterior) / 2;
  const reach = Math.abs(left[2]) * a + Math.abs(posterior[2]) * b + Math.abs(superior[2]) * half;
  return [origin[2] - reach, origin[2] + reach];
}

function withNeighbours({ levels, neighbours, sacrum }: SpineOptions): readonly LevelSpec[] {
  const ordered = levels.every(({ level }, k) => {
    const above = levels[k - 1]?.level;
    if (above === undefined) return true;
    const next = PHANTOM_LEVELS[PHANTOM_LEVELS.indexOf(above) + 1];
    return level === ALSO_FOLLOW[above] || level === next;
  });
  if (levels.length === 0 || !ordered) {
    throw new ImpossibleSpine(
      `saw levels ${levels.map(({ level }) => level).join(' ')}; wanted neighbours out of ${PHANTOM_LEVELS.join(' ')}`,
    );
  }
  if (neighbours === 'absent') return levels;
  const regular: readonly PhantomLevel[] = PHANTOM_LEVELS.filter(
    (level) => level !== 'T13' && level !== 'L6',
  );
  const above = regular[regular.indexOf(levels[0]!.level) - 1];
  const last = regular.indexOf(levels.at(-1)!.level);
  const below = sacrum === undefined && last >= 0 ? regular[last + 1] : undefined;
  const plain = (like: LevelSpec, level: PhantomLevel): LevelSpec => ({
    level,
    vbmdMgCc: like.vbmdMgCc,
    fracture: null,
    ...(like.scale === undefined ? {} : { scale: like.scale }),
  });
  return [
    ...(above === undefined ? [] : [plain(levels[0]!, above)]),
    ...levels,
    ...(below === undefined ? [] : [plain(levels.at(-1)!, below)]),
  ];
}

/** About the posterior axis: positive leans the top to the patient's left. */
function rotated([x, y, z]: Vec3, angle: number): Vec3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * x + s * z, y, c * z - s * x];
}

function centroid(points: readonly Vec3[]): Vec3 {
  return points.reduce<Vec3>((sum, p) => along(sum, 1 / points.length, p), [0, 0, 0]);
}
