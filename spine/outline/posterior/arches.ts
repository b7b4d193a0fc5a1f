/**
 * The vertebrae whose arches are wanted, each with the measures that its arch is looked for by, and stand-ins for
 * neighbours that have no body: without a rival, a vertebra would take the next one's processes and the sacrum.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { levelIndex, levelOfValue, LEVELS, type Level } from '../../../contracts/levels.ts';
import { along, cross, distance, dot, unit } from '../../math/vector.ts';
import type { Volume } from '../../grid/volume.ts';
import { extentsOf, pieceOf, type Extent } from '../../grid/extents.ts';
import { firstCrossing, rayMask, type RayMask } from '../../grid/ray.ts';
import { mean } from '../../math/moments.ts';
import { upperMedian } from '../../math/order-statistics.ts';

/** A vertebra as its body shows it. Lengths in mm; depth is counted from the posterior wall backwards. */
export interface Arch {
  /** Label value; 0 for a stand-in. */
  readonly value: number;
  readonly level: Level;
  readonly frame: Frame;
  /** From the frame's origin to the posterior wall. */
  readonly wallMm: number;
  readonly heightMm: number;
  readonly halfWidthMm: number;
  /** From this vertebra's centre to the next one's. */
  readonly periodMm: number;
  /** Canal's centre: to the left of the mid-plane, and behind the wall. */
  readonly canal: readonly [number, number];
}

/** Longest ray that is needed, mm. */
const REACH_MM = 45;
/** A bounding box and the rays need a rim of empty voxels. */
const MARGIN = 2;
/** Rays to the posterior wall start on this cross around the centre, mm. */
const WALL_RAYS_MM = [-4, -2, 0, 2, 4];
/** Period over height of a body whose neighbours are unknown: body and disc (design value). */
const PERIOD_OF_HEIGHT = 1.25;
/** Canal's centre behind the wall where no centreline is given, mm: half the depth of a canal (design value). */
const CANAL_BEHIND_WALL_MM = 7.5;
/** A body this narrow against the median of the column is a sliver; T4 has 0.6 of the width of L5 and more. */
const SLIVER = 0.5;
const TRANSITIONAL: readonly Level[] = ['T13', 'L6'];

type Measured = Omit<Arch, 'periodMm' | 'canal'>;

/**
 * Cranial to caudal, stand-ins included: one above, one below, and one for each level that is missing in between.
 *
 * @param canal centreline, patient LPS (mm); null where it is to be taken from the bodies' walls
 */
export function archesOf(
  bodies: Volume<Uint8Array>,
  frames: ReadonlyMap<number, Frame>,
  canal: readonly Vec3[] | null,
): readonly Arch[] {
  const extents = extentsOf(bodies);
  const measured = [...frames]
    .flatMap(([value, frame]) => {
      const extent = extents.get(value);
      const level = levelOfValue(value);
      return extent === undefined || level === undefined ? [] : [measure(bodies, extent, level, frame)];
    })
    .sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  const bodiesSeen = measured.filter(isNoSliver);
  if (bodiesSeen.length === 0) return [];
  const column = withStandIns(bodiesSeen);
  return column.map((own, n) => ({
    ...own,
    periodMm: periodOf(own, column[n - 1], column[n + 1]),
    canal: canalBeside(own, canal),
  }));
}

/** The field of view leaves slivers of bodies, whose frames say nothing of an arch. */
function isNoSliver({ halfWidthMm }: Measured, _: number, all: readonly Measured[]): boolean {
  return halfWidthMm > SLIVER * upperMedian(all.map((other) => other.halfWidthMm));
}

function measure(bodies: Volume<Uint8Array>, extent: Extent, level: Level, frame: Frame): Measured {
  const mask = rayMask(pieceOf(bodies, extent, MARGIN));
  const { origin, left, posterior, superior } = frame;
  const walls = WALL_RAYS_MM.flatMap((u) =>
    WALL_RAYS_MM.flatMap((w) => {
      const from = along(along(origin, u, left), w, superior);
      return firstCrossing(mask, from, posterior, REACH_MM) ?? [];
    }),
  );
  return {
    value: extent.value,
    level,
    frame,
    wallMm: walls.length > 0 ? upperMedian(walls) : across(mask, origin, posterior) / 2,
    heightMm: across(mask, origin, superior),
    halfWidthMm: across(mask, origin, left) / 2,
  };
}

function across(mask: RayMask, from: Vec3, direction: Vec3): number {
  const back = along([0, 0, 0], -1, direction);
  return (
    (firstCrossing(mask, from, direction, REACH_MM) ?? REACH_MM) +
    (firstCrossing(mask, from, back, REACH_MM) ?? REACH_MM)
  );
}

function withStandIns(measured: readonly Measured[]): readonly Measured[] {
  const column: Measured[] = [];
  measured.forEach((own, n) => {
    const above = measured[n - 1];
    if (above === undefined) column.push(beyond(own, measured[n + 1], -1));
    else for (const standIn of between(above, own)) column.push(standIn);
    column.push(own);
  });
  const last = measured.at(-1)!;
  column.push(beyond(last, measured.at(-2), 1));
  return column;
}

/** One for each regular level between two. */
function between(above: Measured, below: Measured): readonly Measured[] {
  const missing = LEVELS.slice(levelIndex(above.level) + 1, levelIndex(below.level)).filter(
    (level) => !TRANSITIONAL.includes(level),
  );
  return missing.map((level, n) => {
    const part = (n + 1) / (missing.length + 1);
    return { ...blend(above, below, part), level };
  });
}

/** The next one up (-1) or down (1): the column carried on as it bends. */
function beyond(own: Measured, other: Measured | undefined, side: 1 | -1): Measured {
  const at = levelIndex(own.level) + side;
  const level =
    LEVELS[at] === undefined ? own.level : LEVELS[TRANSITIONAL.includes(LEVELS[at]) ? at + side : at]!;
  const near = other !== undefined && Math.abs(levelIndex(other.level) - levelIndex(own.level)) <= 2;
  if (near) return { ...blend(other, own, 2), level };
  const step = -side * PERIOD_OF_HEIGHT * own.heightMm;
  return {
    ...own,
    value: 0,
    level,
    frame: { ...own.frame, origin: [...along(own.frame.origin, step, own.frame.superior)] },
  };
}

/** `part` of the way from a (0) to b (1); 2 carries on beyond b. */
function blend(a: Measured, b: Measured, part: number): Measured {
  const mix = (p: number, q: number): number => p + part * (q - p);
  const mixed = (p: Vec3, q: Vec3): Vec3 => [mix(p[0], q[0]), mix(p[1], q[1]), mix(p[2], q[2])];
  const superior = unit(mixed(a.frame.superior, b.frame.superior));
  const back = mixed(a.frame.posterior, b.frame.posterior);
  const posterior = unit(along(back, -dot(back, superior), superior));
  const near = part > 1 ? b : null;
  return {
    value: 0,
    level: b.level,
    frame: {
      origin: [...mixed(a.frame.origin, b.frame.origin)],
      left: [...cross(posterior, superior)],
      posterior: [...posterior],
      superior: [...superior],
    },
    wallMm: near?.wallMm ?? mix(a.wallMm, b.wallMm),
    heightMm: near?.heightMm ?? mix(a.heightMm, b.heightMm),
    halfWidthMm: near?.halfWidthMm ?? mix(a.halfWidthMm, b.halfWidthMm),
  };
}

function periodOf(own: Measured, above: Measured | undefined, below: Measured | undefined): number {
  const near = [above, below].flatMap((other) =>
    other === undefined ? [] : [distance(own.frame.origin, other.frame.origin)],
  );
  return mean(near);
}

/** Where the centreline crosses the vertebra's mid-plane. */
function canalBeside({ frame, wallMm }: Measured, canal: readonly Vec3[] | null): readonly [number, number] {
  const { origin, left, posterior, superior } = frame;
  for (let n = 1; n < (canal?.length ?? 0); n++) {
    const [a, b] = [along(canal![n - 1]!, -1, origin), along(canal![n]!, -1, origin)];
    const [wa, wb] = [dot(a, superior), dot(b, superior)];
    if (wa < 0 || wb > 0 || wa === wb) continue;
    const d = along(a, wa / (wa - wb), along(b, -1, a));
    return [dot(d, left), dot(d, posterior) - wallMm];
  }
  return [0, CANAL_BEHIND_WALL_MM];
}
