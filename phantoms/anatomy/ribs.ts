/** Ribs: rods from the body's upper corner out, back, round and down; the first are narrower, the last are short. */
import type { Vec3 } from '../../contracts/primitives.ts';
import { isThoracic, levelIndex, type Level } from '../../contracts/levels.ts';

import { along } from '../../spine/math/vector.ts';

import type { Body } from './body.ts';
import type { PlacedVertebra } from './placement.ts';
import { ImpossibleSpine, type RibSpec, type SpineOptions } from '../options.ts';
import { rodSolid, type Rod, type Solid } from './solids.ts';

/** Size of the upper pairs' course against that of the others, beyond the transverse process (design values). */
const NARROWER: Partial<Record<Level, number>> = { T1: 0.56, T2: 0.7, T3: 0.8, T4: 0.88, T5: 0.95 };
/** How many points of the course are left to the floating ribs: T12 ends 82 mm beside the midline, a 13th pair 60 mm. */
const POINTS_OF_12 = 4;
const POINTS_OF_13 = 3;

/** @throws ImpossibleSpine where T13, which is T13 by its ribs, is to have none. */
export function bearsRibs(level: Level, { levels, ribPairs }: SpineOptions): boolean {
  const hasT13 = levels.some((spec) => spec.level === 'T13');
  const pairs = ribPairs ?? (hasT13 ? 13 : 12);
  if (hasT13 && pairs !== 13)
    throw new ImpossibleSpine(`saw T13 and ${pairs} pairs of ribs; wanted 13 pairs with T13`);
  if (level === 'L1') return pairs === 13 && !hasT13;
  if (level === 'T12') return pairs >= 12;
  return isThoracic(level);
}

export function ribParts(
  { spec: { level }, body, frame }: PlacedVertebra,
  options: SpineOptions,
): readonly Solid[] {
  const points = courseOf(level, body, options);
  return points.slice(1).flatMap((to, i) =>
    [1, -1].map((side) => {
      const mirror = ([u, v, w]: Vec3): Vec3 => [side * u, v, w];
      const rod: Rod = { from: mirror(points[i]!), to: mirror(to), semi: [4, 4, 5.5] };
      return rodSolid(rod, frame);
    }),
  );
}

function courseOf(
  level: Level,
  { halfWidth: a, halfDepth: b, heights }: Body,
  options: SpineOptions,
): readonly Vec3[] {
  const { sweepMm = 0, last } = options.ribs ?? {};
  const f = NARROWER[level] ?? 1;
  const joint: Vec3 = [a + 1.5, b - 4, heights.posterior * 0.25];
  const isLast = !options.levels.some(
    (spec) => levelIndex(spec.level) > levelIndex(level) && bearsRibs(spec.level, options),
  );
  if (last !== undefined && isLast) return [joint, along(joint, last.lengthMm, directionOf(last))];
  const course: Vec3[] = [
    joint,
    [a + 17, b + 9 + 0.5 * sweepMm, 2],
    [Math.max(60 * f, a + 25), b + 15 * f + sweepMm, -8 * f],
    [82 * f, b + 7 * f + 0.9 * sweepMm, -20 * f],
    [99 * f, b - 12 * f, -31 * f],
    [108 * f, b - 32 * f, -40 * f],
  ];
  if (level === 'T12') return course.slice(0, POINTS_OF_12);
  return level === 'T13' || level === 'L1' ? course.slice(0, POINTS_OF_13) : course;
}

/** Outwards, back and down. */
function directionOf({ fallDegrees, backDegrees }: NonNullable<RibSpec['last']>): Vec3 {
  const [fall, back] = [(fallDegrees * Math.PI) / 180, (backDegrees * Math.PI) / 180];
  return [Math.cos(fall) * Math.cos(back), Math.cos(fall) * Math.sin(back), -Math.sin(fall)];
}
