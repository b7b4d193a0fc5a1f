/** Where the vertebral bodies stand in every slice of cells. */
import type { BodySeen } from './bodies-seen.ts';
import type { WorkSlices } from './work-slices.ts';

/** Of one slice, in mm from the centre of cell (0, 0) along i (left) and j (posterior). */
export interface SpineAt {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
  /** Position among `LEVELS`, between two bodies a fraction. */
  readonly level: number;
}

/** One entry a slice; beyond the outermost bodies' centres theirs. Empty where there is no body. */
export function spineLine(bodies: readonly BodySeen[], work: WorkSlices): readonly SpineAt[] {
  const { block, spacing, firstSlice } = work;
  const placed = bodies.map(({ i, j, k, ...size }) => ({
    ...size,
    k: (k - firstSlice - (block[2] - 1) / 2) / block[2],
    x: (spacing[0] * (i - (block[0] - 1) / 2)) / block[0],
    y: (spacing[1] * (j - (block[1] - 1) / 2)) / block[1],
  }));
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: work.grid.dims[2] }, (_, k) => {
    const above = placed.findIndex((body) => body.k >= k);
    if (above <= 0) return above === 0 ? first : last;
    const [low, high] = [placed[above - 1]!, placed[above]!];
    const share = (k - low.k) / (high.k - low.k);
    const between = (of: (body: SpineAt) => number): number => of(low) + share * (of(high) - of(low));
    return {
      x: between(({ x }) => x),
      y: between(({ y }) => y),
      halfWidth: between(({ halfWidth }) => halfWidth),
      halfDepth: between(({ halfDepth }) => halfDepth),
      level: between(({ level }) => level),
    };
  });
}
