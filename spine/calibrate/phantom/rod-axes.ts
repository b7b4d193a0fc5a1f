/** From rows in single bands to rods: parallel straight lines along the table that most bands agree on. */
import { theilSen } from '../../math/line-fit.ts';
import { median } from '../../math/order-statistics.ts';

import type { Band } from './bands.ts';
import type { Row } from './rows.ts';

export interface BandRow {
  readonly band: Band;
  readonly row: Row;
}

/** A rod's centre in slice k is `at + k * perSlice`, mm along the volume's axes i and j. */
export interface RodAxis {
  readonly at: readonly [number, number];
  readonly perSlice: readonly [number, number];
}

export interface RodAxes {
  readonly axes: readonly RodAxis[];
  readonly radiusMm: number;
  /** First, and one past the last. */
  readonly slices: readonly [number, number];
}

/** A band's row belongs to the rods where its middle and its spacing are this near to theirs, mm (design values). */
const MIDDLE_MM = 2.5;
const SPACING_MM = 1.5;
/** Bands in a row without the rods, between bands with them. */
const GAP_BANDS = 1;
/** Bands that must agree, where the image holds as many. */
const LEAST_BANDS = 2;

/** `rows` has an entry a band, null where none was found; null where the rows make no rods. */
export function rodAxes(rows: readonly (BandRow | null)[]): RodAxes | null {
  const found = rows.filter((entry) => entry !== null);
  if (found.length === 0) return null;
  const middles = ([0, 1] as const).map((axis) =>
    theilSen(found.map(({ band, row }) => [sliceOf(band), middleOf(row)[axis]])),
  );
  const perSlice = middles.map(({ slope }) => slope) as [number, number];
  const offset = middles.map(({ intercept }) => intercept);
  const spacing = [0, 1].map((axis) => median(found.map(({ row }) => spacingIn(row)[axis]!)));
  const agrees = ({ band, row }: BandRow): boolean => {
    const off = [0, 1].map((axis) => middleOf(row)[axis]! - offset[axis]! - perSlice[axis]! * sliceOf(band));
    const [sx, sy] = spacingIn(row);
    return (
      Math.hypot(off[0]!, off[1]!) < MIDDLE_MM && Math.hypot(sx - spacing[0]!, sy - spacing[1]!) < SPACING_MM
    );
  };
  const run = longestRun(rows.map((entry) => (entry !== null && agrees(entry) ? entry : null)));
  if (run.length < Math.min(LEAST_BANDS, rows.length)) return null;
  const axes = run[0]!.row.centres.map((_, n): RodAxis => {
    const at = [0, 1].map((axis) =>
      median(run.map(({ band, row }) => row.centres[n]![axis]! - perSlice[axis]! * sliceOf(band))),
    );
    return { at: [at[0]!, at[1]!], perSlice };
  });
  return {
    axes,
    radiusMm: median(run.map(({ row }) => row.radiusMm)),
    slices: [run[0]!.band.slices[0], run.at(-1)!.band.slices[1]],
  };
}

function longestRun(entries: readonly (BandRow | null)[]): readonly BandRow[] {
  let [best, run, gap]: [BandRow[], BandRow[], number] = [[], [], 0];
  for (const entry of entries) {
    gap = entry === null ? gap + 1 : 0;
    if (gap > GAP_BANDS) run = [];
    if (entry !== null) run.push(entry);
    if (run.length > best.length) best = run;
  }
  return best;
}

function sliceOf({ slices: [first, end] }: Band): number {
  return (first + end - 1) / 2;
}

function middleOf({ centres }: Row): readonly [number, number] {
  const [a, b] = [centres[0]!, centres.at(-1)!];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function spacingIn({ centres }: Row): readonly [number, number] {
  const [a, b] = [centres[0]!, centres.at(-1)!];
  const steps = Math.max(1, centres.length - 1);
  return [(b[0] - a[0]) / steps, (b[1] - a[1]) / steps];
}
