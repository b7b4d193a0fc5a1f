/** Which class each thing was in, and which it is in now. */
import type { Reclassification } from '../../contracts/campaign/drift.ts';

export type Move = readonly [from: string | null, to: string | null];

/** Cells that hold something, in the order of `classes`, what is not told last. */
export function reclassification(
  of: Pick<Reclassification, 'what' | 'label'>,
  classes: readonly string[],
  moves: readonly Move[],
): Reclassification {
  const order = [...classes, null];
  const cells = order.flatMap((from) =>
    order.flatMap((to) => {
      const count = moves.filter((move) => move[0] === from && move[1] === to).length;
      return count === 0 ? [] : [{ from, to, count }];
    }),
  );
  const counted = cells.reduce((sum, { count }) => sum + count, 0);
  if (counted !== moves.length)
    throw new RangeError(`${of.what}: found a class that is none; required: one of ${classes.join(', ')}`);
  return { ...of, cells, all: counted, moved: moves.filter(([from, to]) => from !== to).length };
}
