/** Where every level stands on the sheet. */
import type { Segmentation, SegmentedLevel } from '../../../contracts/segmentation.ts';
import type { SpineView } from '../views/spine-views.ts';

/** Where a view's upper left corner stands (pixels), and how large it is drawn (pixels per mm). */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface LevelMark {
  readonly level: SegmentedLevel;
  /** Height on the sheet of the body's middle. */
  readonly y: number;
  /** Leftmost and rightmost of its outline at about that height. */
  readonly edges: readonly [left: number, right: number];
}

/** A body's edges are looked for this near to the height of its middle, picture pixels. */
const NEAR_ROWS = 3;

/** From top to bottom; a level without an outline in the picture has no mark. */
export function marksOf(view: SpineView, levels: Segmentation['levels'], at: Placed): readonly LevelMark[] {
  const marks = levels.flatMap((level): LevelMark[] => {
    const points = outlinePoints(view, level.labelValue);
    if (points.length === 0) return [];
    const middle =
      level.frame === null
        ? points.reduce((sum, [, row]) => sum + row, 0) / points.length
        : view.plane.project(level.frame.origin)[1];
    const row = Math.max(0, Math.min(view.plane.height - 1, middle));
    const near = points.filter(([, other]) => Math.abs(other - row) < NEAR_ROWS);
    const columns = (near.length > 0 ? near : points).map(([column]) => column);
    const x = (column: number): number => sheetAt(view, at, column, row)[0];
    const least = columns.reduce((left, column) => Math.min(left, column));
    const most = columns.reduce((right, column) => Math.max(right, column));
    return [{ level, y: sheetAt(view, at, 0, row)[1], edges: [x(least), x(most)] }];
  });
  return marks.sort((a, b) => a.y - b.y);
}

/** The sheet's point of a picture's pixel: pixel 0 begins half a pixel before its centre. */
export function sheetAt({ plane }: SpineView, at: Placed, column: number, row: number): [number, number] {
  const size = plane.pixelMm * at.scale;
  return [at.x + (column + 0.5) * size, at.y + (row + 0.5) * size];
}

/** Of the body, or of the vertebra where the cut meets no body. */
function outlinePoints(view: SpineView, value: number): (readonly [number, number])[] {
  const lines = view.bodies.get(value) ?? view.vertebrae.get(value) ?? [];
  return lines.flatMap((line) =>
    line.flatMap((column, n) => (n % 2 === 0 ? [[column, line[n + 1]!] as const] : [])),
  );
}
