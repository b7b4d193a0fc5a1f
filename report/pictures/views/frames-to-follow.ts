/** Which points of a study the curved cuts go through. */
import type { Frame, Segmentation } from '../../../contracts/segmentation.ts';
import { indexToWorld, type Volume } from '../../../spine/grid/volume.ts';

const UPRIGHT: Omit<Frame, 'origin'> = { left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
/** Label values are bytes. */
const VALUES = 256;

/**
 * Bodies that the field of view does not cut: of one that it cuts, the middle of what is left is not that of the body.
 * Where there is none, those that it cuts; where no body has a frame at all, the middle of each label, so that a study
 * of which nothing can be assessed has a picture to see why.
 *
 * @param labels whole vertebrae, or bodies where those are not known
 */
export function framesToFollow(levels: Segmentation['levels'], labels: Volume<Uint8Array>): readonly Frame[] {
  const framed = levels.flatMap(({ frame, truncated }) => (frame === null ? [] : [{ frame, truncated }]));
  if (framed.length === 0) return middles(labels);
  const whole = framed.filter(({ truncated }) => !truncated);
  return (whole.length > 0 ? whole : framed).map(({ frame }) => frame);
}

function middles({ dims: [nx, ny, nz], affine, data }: Volume<Uint8Array>): Frame[] {
  const [count, is, js, ks] = [0, 1, 2, 3].map(() => new Float64Array(VALUES)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        const value = data[at]!;
        if (value === 0) continue;
        count[value]! += 1;
        is[value]! += i;
        js[value]! += j;
        ks[value]! += k;
      }
  return Array.from(count).flatMap((n, value) =>
    n === 0
      ? []
      : [{ ...UPRIGHT, origin: [...indexToWorld(affine, is[value]! / n, js[value]! / n, ks[value]! / n)] }],
  );
}
