/** Vertebrae beyond the last disc at either end of the column: cut by the field of view, or missed. */
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import { LEVELS, levelIndex, type Level } from '../../../contracts/levels.ts';
import { along, dot } from '../../math/vector.ts';
import { indexToWorld, invertAffine, voxelVolume, type Volume } from '../../grid/volume.ts';
import type { Plane, Spine, SpineSegment } from '../../find/index.ts';
import { LEAST_METAL_MM3, METAL_HU } from '../../definitions/hounsfield.ts';

interface Ended {
  readonly level: Level;
  readonly segment: SpineSegment;
}

/** Less of the column than this beyond a disc is an edge of it, or the rest of the disc, mm. */
const LEAST_MM = 8;
/** More of it than this, in distances between discs, has room for a whole vertebra. */
const WHOLE = 1.3;
const REGULAR: readonly Level[] = LEVELS.filter(
  (level) => level !== 'T13' && level !== 'L6' && level !== 'sacrum',
);

/** Metal this near to the column's axis is a vertebra's: the ends of screws are 20 mm to the side of it. mm */
const BESIDE_MM = 30;

/** @param ct HU @param members caudal to cranial, at least one */
export function unseenNeighbours(
  ct: Volume<Int16Array>,
  { canal }: Pick<Spine, 'canal'>,
  members: readonly Ended[],
  overSacrum: boolean,
): { readonly refusals: readonly (readonly [Level, Refusal])[]; readonly flags: readonly Flag[] } {
  const [low, high] = [members[0]!, members.at(-1)!];
  const ends = [
    ...(overSacrum ? [] : [{ ...low, disc: low.segment.lower, end: canal[0]!, step: 1, side: 'below' }]),
    { ...high, disc: high.segment.upper, end: canal.at(-1)!, step: -1, side: 'above' },
  ];
  const refusals: (readonly [Level, Refusal])[] = [];
  const flags: Flag[] = [];
  for (const { level, segment, disc, end, step, side } of ends) {
    // The canal's end lies behind the column: what counts is how far it leads beyond the disc.
    const mm = step * dot(along(disc.point, -1, end), disc.normal);
    const beyond = REGULAR[REGULAR.indexOf(level) + step];
    if (mm < LEAST_MM || beyond === undefined) continue;
    const metal = metalBeyond(ct, disc, -step, mm);
    if (metal > LEAST_METAL_MM3) {
      refusals.push([
        beyond,
        {
          code: 'METAL',
          saw: `${metal.toFixed(0)} mm3 above ${METAL_HU} HU ${side} the last identified disc`,
          wanted: 'no metal in or near the vertebral body',
        },
      ]);
      continue;
    }
    if (mm <= WHOLE * segment.heightMm) {
      refusals.push([
        beyond,
        {
          code: 'LEVEL_TRUNCATED',
          saw: `${mm.toFixed(0)} mm of the spine ${side} the last disc`,
          wanted: 'the complete vertebral body in the field of view',
        },
      ]);
      continue;
    }
    flags.push({
      code: 'COLUMN_UNEXPLAINED',
      message: `${mm.toFixed(0)} mm of the spine ${side} ${level} without an identified disc`,
    });
  }
  return {
    refusals: refusals.toSorted(([a], [b]) => levelIndex(a) - levelIndex(b)),
    flags,
  };
}

/** Between a disc and `mm` beyond it, about its axis, mm3. @param side 1 towards the head, -1 towards the feet */
function metalBeyond(
  { data, dims: [nx, ny, nz], affine }: Volume<Int16Array>,
  { point, normal }: Plane,
  side: number,
  mm: number,
): number {
  const inverse = invertAffine(affine);
  const corners = [-1, 1].flatMap((a) =>
    [-1, 1].flatMap((b) =>
      [-1, 1].map((c) => {
        const reach = BESIDE_MM + mm;
        return indexToWorld(inverse, point[0] + a * reach, point[1] + b * reach, point[2] + c * reach);
      }),
    ),
  );
  const bound = (axis: number, count: number): readonly [number, number] => {
    const low = corners.reduce((least, corner) => Math.min(least, corner[axis]!), Infinity);
    const high = corners.reduce((most, corner) => Math.max(most, corner[axis]!), -Infinity);
    return [Math.max(0, Math.floor(low)), Math.min(count - 1, Math.ceil(high))];
  };
  const [[i0, i1], [j0, j1], [k0, k1]] = [bound(0, nx), bound(1, ny), bound(2, nz)];
  let count = 0;
  for (let k = k0; k <= k1; k++) {
    for (let j = j0; j <= j1; j++) {
      for (let i = i0; i <= i1; i++) {
        if (data[i + nx * (j + ny * k)]! <= METAL_HU) continue;
        const away = along(indexToWorld(affine, i, j, k), -1, point);
        const height = side * dot(away, normal);
        const beside = Math.sqrt(Math.max(0, dot(away, away) - height * height));
        if (height >= 0 && height <= mm && beside <= BESIDE_MM) count += 1;
      }
    }
  }
  return count * voxelVolume(affine);
}
