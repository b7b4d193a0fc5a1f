/** Place and size of the vertebral bodies in a label map: what the search beside the spine goes by. */
import { levelIndex, levelOfValue } from '../../../contracts/levels.ts';
import { eachLabelled } from '../../grid/extents.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';

/** In voxels of the label map, fractional; half axes in mm. */
export interface BodySeen {
  readonly i: number;
  readonly j: number;
  readonly k: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
  /** Position among `LEVELS`. */
  readonly level: number;
}

/** The half axis of an ellipse over the standard deviation of its area along it. */
const HALF_AXIS_OF_SD = 2;
/** A body with less of it in the image says little of its place. */
const LEAST_MM3 = 4000;
const LABEL_VALUES = 256;

/** Caudal to cranial, T1 to L6: beside the neck and the sacrum nothing is looked for. */
export function bodiesSeen(bodies: Volume<Uint8Array>): readonly BodySeen[] {
  const sums = Array.from({ length: LABEL_VALUES }, () => new Float64Array(6));
  eachLabelled(bodies, (value, i, j, k) => {
    const sum = sums[value]!;
    sum[0]!++;
    sum[1]! += i;
    sum[2]! += j;
    sum[3]! += k;
    sum[4]! += i * i;
    sum[5]! += j * j;
  });
  const mm = spacingOf(bodies.affine);
  const [top, bottom] = [levelIndex('T1'), levelIndex('L6')];
  return sums
    .flatMap((sum, value): BodySeen[] => {
      const name = levelOfValue(value);
      const count = sum[0]!;
      if (name === undefined || count * mm[0] * mm[1] * mm[2] < LEAST_MM3) return [];
      const level = levelIndex(name);
      if (level < top || level > bottom) return [];
      const [i, j, k] = [sum[1]! / count, sum[2]! / count, sum[3]! / count];
      return [
        {
          i,
          j,
          k,
          halfWidth: HALF_AXIS_OF_SD * mm[0] * Math.sqrt(Math.max(0, sum[4]! / count - i * i)),
          halfDepth: HALF_AXIS_OF_SD * mm[1] * Math.sqrt(Math.max(0, sum[5]! / count - j * j)),
          level,
        },
      ];
    })
    .sort((a, b) => a.k - b.k);
}
