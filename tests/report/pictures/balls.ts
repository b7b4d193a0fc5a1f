/** Bodies as balls, in a volume that may lie askew: pictures of them are known exactly. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Segmentation } from '../../../contracts/segmentation.ts';
import { LABEL_VALUE, LEVELS, type Level } from '../../../contracts/levels.ts';
import { withSurfaces } from '../../../spine/outline/index.ts';
import type { Mesh } from '../../../spine/grid/mesh/mesh.ts';
import { distance } from '../../../spine/math/vector.ts';
import { indexToWorld, invertAffine, type Affine, type Volume } from '../../../spine/grid/volume.ts';

export interface Balls {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly vertebrae: null;
  readonly surfaces: ReadonlyMap<Level, Mesh>;
  readonly levels: Segmentation['levels'];
}

export const BALL_MM = 11;
const HU = { bone: 900, tissue: 0 } as const;
const MARGIN_MM = 50;

/** From T1 down, one ball a centre. */
export function levelsAt(centres: readonly Vec3[], first: Level = 'T1'): Segmentation['levels'] {
  const regular: readonly Level[] = LEVELS.filter((level) => level !== 'T13');
  const from = regular.indexOf(first);
  return centres.map((centre, n) => ({
    level: regular[from + n]!,
    labelValue: LABEL_VALUE[regular[from + n]!],
    frame: { origin: [...centre], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] },
    bodyVolumeMm3: 5500,
    truncated: false,
    refusal: null,
    qc: { light: 'green', flags: [] },
  }));
}

/** @param turnDegrees of the voxel grid about patient z: the balls stay where they are */
export function ballsAt(centres: readonly Vec3[], spacing: Vec3 = [1, 1, 1], turnDegrees = 0): Balls {
  const levels = levelsAt(centres);
  const [low, high] = boundsOf(centres, MARGIN_MM);
  const dims = [0, 1, 2].map((axis) => Math.ceil((high[axis]! - low[axis]!) / spacing[axis]!)) as [
    number,
    number,
    number,
  ];
  const affine = turned(low, spacing, turnDegrees);
  const data = new Int16Array(dims[0] * dims[1] * dims[2]).fill(HU.tissue);
  const labels = new Uint8Array(data.length);
  const toIndex = invertAffine(affine);
  for (const [n, centre] of centres.entries()) {
    const [ci, cj, ck] = indexToWorld(toIndex, ...centre);
    const [ri, rj, rk] = spacing.map((mm) => Math.ceil(BALL_MM / mm) + 1) as [number, number, number];
    for (let k = Math.max(0, Math.floor(ck - rk)); k <= Math.min(dims[2] - 1, ck + rk); k++)
      for (let j = Math.max(0, Math.floor(cj - rj)); j <= Math.min(dims[1] - 1, cj + rj); j++)
        for (let i = Math.max(0, Math.floor(ci - ri)); i <= Math.min(dims[0] - 1, ci + ri); i++) {
          if (distance(indexToWorld(affine, i, j, k), centre) > BALL_MM) continue;
          data[i + dims[0] * (j + dims[1] * k)] = HU.bone;
          labels[i + dims[0] * (j + dims[1] * k)] = levels[n]!.labelValue;
        }
  }
  const bodies = { dims, affine, data: labels };
  const { surfaces } = withSurfaces({ bodies });
  return { ct: { dims, affine, data }, bodies, vertebrae: null, surfaces, levels };
}

function turned(low: Vec3, [dx, dy, dz]: Vec3, degrees: number): Affine {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c * dx, -s * dy, 0, low[0], s * dx, c * dy, 0, low[1], 0, 0, dz, low[2]];
}

/** The least box along the axes that holds the points, and a margin around it. */
export function boundsOf(points: readonly Vec3[], margin = 0): readonly [low: Vec3, high: Vec3] {
  const ends = (axis: 0 | 1 | 2): [number, number] => {
    const sorted = points.map((point) => point[axis]).sort((a, b) => a - b);
    return [sorted[0]! - margin, sorted.at(-1)! + margin];
  };
  const [x, y, z] = [ends(0), ends(1), ends(2)];
  return [
    [x[0], y[0], z[0]],
    [x[1], y[1], z[1]],
  ];
}
