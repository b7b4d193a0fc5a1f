/** Where closed surfaces cross a picture: exactly on a flat cut, and without the steps of any voxel. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Mesh } from '../../../spine/grid/mesh/mesh.ts';

import { joinedLines, type Segment } from '../kit/contours.ts';
import type { PicturePlane } from './plane.ts';

/** No vertex is let lie on the cut itself, where lines would meet by the half dozen: it stands so far beside it, mm. */
const ASIDE_MM = 1e-4;

/** Lines of one surface, each x1, y1, x2, y2, ... in pixels; a closed line ends where it began, one that leaves the picture does not. */
export function surfaceOutline(
  { vertices, triangles }: Mesh,
  plane: PicturePlane,
): readonly (readonly number[])[] {
  const count = vertices.length / 3;
  const pointOf = (v: number): Vec3 => [vertices[3 * v]!, vertices[3 * v + 1]!, vertices[3 * v + 2]!];
  const sides = Float64Array.from({ length: count }, (_, v) => {
    const mm = plane.side(pointOf(v));
    return Math.abs(mm) < ASIDE_MM ? ASIDE_MM : mm;
  });
  const crossings = new Map<number, readonly [number, number]>();
  /** One point an edge, whichever of its triangles asks. */
  const crossing = (a: number, b: number): readonly [number, number] => {
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const known = crossings.get(first * count + last);
    if (known !== undefined) return known;
    const share = sides[first]! / (sides[first]! - sides[last]!);
    const [p, q] = [pointOf(first), pointOf(last)];
    const found = plane.project([
      p[0] + share * (q[0] - p[0]),
      p[1] + share * (q[1] - p[1]),
      p[2] + share * (q[2] - p[2]),
    ]);
    crossings.set(first * count + last, found);
    return found;
  };
  const segments: Segment[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!] as const;
    const before = corners.map((v) => sides[v]! < 0);
    if (before[0] === before[1] && before[1] === before[2]) continue;
    const ends = [0, 1, 2].flatMap((n) =>
      before[n] === before[(n + 1) % 3] ? [] : [crossing(corners[n]!, corners[(n + 1) % 3]!)],
    );
    const [one, other] = ends as [readonly [number, number], readonly [number, number]];
    if (isShown(one, plane) && isShown(other, plane)) segments.push([one[0], one[1], other[0], other[1]]);
  }
  return joinedLines(segments);
}

/** Between the centres of the outermost pixels, as outlines of label maps are. */
function isShown([column, row]: readonly [number, number], { width, height }: PicturePlane): boolean {
  return column >= 0 && row >= 0 && column <= width - 1 && row <= height - 1;
}
