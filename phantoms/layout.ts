/** Where the vertebrae of a digital spine stand: a chain of frames in patient LPS. */
import type { Vec3 } from '../lambdas/shared/contracts/primitives.ts';
import type { Frame } from '../lambdas/shared/contracts/segmentation.ts';

import { BODY_SIZE, PHANTOM_LEVELS, SPINE_BEHIND_CENTRE_MM } from './anatomy.ts';
import { vertebralBody, type Body } from './body.ts';
import { ImpossibleSpine, type LevelSpec, type SpineOptions } from './options.ts';
import { along } from '../lambdas/shared/vector.ts';

const RADIANS = Math.PI / 180;

export interface PlacedVertebra {
  readonly spec: LevelSpec;
  readonly body: Body;
  readonly frame: Frame;
  /** False for a neighbour that the field of view cuts: no part of the truth. */
  readonly whole: boolean;
}

/** Cranial to caudal. @throws ImpossibleSpine where the levels are not neighbours, cranial to caudal. */
export function placeVertebrae(options: SpineOptions): readonly PlacedVertebra[] {
  const specs = withNeighbours(options);
  const bodies = specs.map(vertebralBody);
  const tilts = specs.map(
    ({ level }) => (BODY_SIZE[level].tiltDegrees + options.sagittalTiltDegrees) * RADIANS,
  );
  const origins: Vec3[] = [[0, 0, 0]];
  for (let k = 1; k < specs.length; k++) {
    const disc = BODY_SIZE[specs[k - 1]!.level].discMm;
    const above = along(origins[k - 1]!, -bodies[k - 1]!.heights.middle / 2, superior(tilts[k - 1]!));
    const through = along(above, -disc, superior((tilts[k - 1]! + tilts[k]!) / 2));
    origins.push(along(through, -bodies[k]!.heights.middle / 2, superior(tilts[k]!)));
  }
  const mean = centroid(origins);
  const lean = options.coronalTiltDegrees * RADIANS;
  return specs.map((spec, k) => {
    const turned = (v: Vec3): [number, number, number] => [...rotated(v, lean)];
    const origin = rotated(along(origins[k]!, -1, mean), lean);
    const frame: Frame = {
      origin: [origin[0], origin[1] + SPINE_BEHIND_CENTRE_MM, origin[2]],
      left: turned([1, 0, 0]),
      posterior: turned([0, Math.cos(tilts[k]!), -Math.sin(tilts[k]!)]),
      superior: turned(superior(tilts[k]!)),
    };
    return { spec, body: bodies[k]!, frame, whole: options.levels.includes(spec) };
  });
}

function withNeighbours({ levels, neighbours }: SpineOptions): readonly LevelSpec[] {
  const first = PHANTOM_LEVELS.indexOf(levels[0]?.level ?? 'L5');
  const ordered = levels.every(({ level }, k) => PHANTOM_LEVELS[first + k] === level);
  if (levels.length === 0 || !ordered) {
    throw new ImpossibleSpine(
      `saw levels ${levels.map(({ level }) => level).join(' ')}; wanted neighbours out of ${PHANTOM_LEVELS.join(' ')}`,
    );
  }
  if (neighbours === 'absent') return levels;
  const [above, below] = [PHANTOM_LEVELS[first - 1], PHANTOM_LEVELS[first + levels.length]];
  return [
    ...(above === undefined ? [] : [{ ...levels[0]!, level: above, fracture: null }]),
    ...levels,
    ...(below === undefined ? [] : [{ ...levels.at(-1)!, level: below, fracture: null }]),
  ];
}

function superior(tilt: number): Vec3 {
  return [0, Math.sin(tilt), Math.cos(tilt)];
}

/** About the posterior axis: positive leans the top to the patient's left. */
function rotated([x, y, z]: Vec3, angle: number): Vec3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * x + s * z, y, c * z - s * x];
}

function centroid(points: readonly Vec3[]): Vec3 {
  return points.reduce<Vec3>((sum, p) => along(sum, 1 / points.length, p), [0, 0, 0]);
}
