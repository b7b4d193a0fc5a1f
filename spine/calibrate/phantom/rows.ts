/** A row of equal sections at equal distances, more or less across the table: the rods of a phantom in one band. */
import type { Band } from './bands.ts';
import { coreOf, type RodSection } from './rod-sections.ts';

type Point = readonly [number, number];

export interface Row {
  /** Of every rod from the patient's right to left, mm; where a rod does not stand out, where it must be. */
  readonly centres: readonly Point[];
  readonly radiusMm: number;
  readonly seen: number;
  /** Root mean square distance of the sections from equal distances, mm. */
  readonly misfitMm: number;
}

/** Between neighbours, mm (design values: known phantoms have 25-60). */
const SPACING_MM = [14, 80] as const;
/** Of the row against the image's rows: tangent of some 17 degrees. */
const TILT = 0.3;
/** Two sections are of one phantom where their radii are within this factor. */
const SAME_RADIUS = 1.35;
/** A section may lie this far from its place in the row, mm, or this part of the spacing. */
const OFF_MM = 2.5;
const OFF_SPACING = 0.08;
/** One rod may have the HU of the slab where at least so many rods there are. */
const LEAST_FOR_HIDDEN = 4;

/**
 * The row of `count` rods that explains the sections best; null where there is none.
 *
 * @param hideable whether one of four rods or more may have the HU of the slab
 */
export function rowOf(
  band: Band,
  sections: readonly RodSection[],
  count: number,
  hideable = true,
): Row | null {
  const least = hideable && count >= LEAST_FOR_HIDDEN ? count - 1 : count;
  let best: Row | null = null;
  for (const a of sections) {
    for (const b of sections) {
      for (let steps = 1; steps < count; steps++) {
        const step = [(b.x - a.x) / steps, (b.y - a.y) / steps] as const;
        if (!isStep(step) || !isLike(a, b)) continue;
        for (let first = 0; first + steps < count; first++) {
          const start = [a.x - first * step[0], a.y - first * step[1]] as const;
          const row = fitted(band, sections, {
            start,
            step,
            count,
            least,
            radiusMm: (a.radiusMm + b.radiusMm) / 2,
          });
          if (row !== null && (best === null || isBetter(row, best))) best = row;
        }
      }
    }
  }
  return best;
}

interface Guess {
  readonly start: Point;
  readonly step: Point;
  readonly count: number;
  readonly radiusMm: number;
  /** Rods that must be seen. */
  readonly least: number;
}

function fitted(
  band: Band,
  sections: readonly RodSection[],
  { start, step, count, least, radiusMm }: Guess,
): Row | null {
  const near = Math.max(OFF_MM, OFF_SPACING * step[0]);
  const at = (n: number): RodSection | undefined =>
    sections.find(
      (section) =>
        isLike(section, { radiusMm }) &&
        Math.hypot(section.x - start[0] - n * step[0], section.y - start[1] - n * step[1]) < near,
    );
  // A longer row, or a denser one, is another phantom.
  const others = [-1, count, ...Array.from({ length: count - 1 }, (_, n) => n + 0.5)];
  if (others.some((n) => at(n) !== undefined)) return null;
  const members = Array.from({ length: count }, (_, n) => at(n));
  const seen = members.filter((section) => section !== undefined).length;
  if (seen < least) return null;
  const centres = members.map((section, n): Point =>
    section === undefined ? [start[0] + n * step[0], start[1] + n * step[1]] : [section.x, section.y],
  );
  const hidden = members.findIndex((section) => section === undefined);
  if (hidden >= 0) {
    const [x, y] = centres[hidden]!;
    if (coreOf(band, { x, y, radiusMm }) === null) return null;
  }
  const squares = centres.reduce(
    (sum, [x, y], n) => sum + (x - start[0] - n * step[0]) ** 2 + (y - start[1] - n * step[1]) ** 2,
    0,
  );
  return { centres, radiusMm, seen, misfitMm: Math.sqrt(squares / seen) };
}

function isStep([x, y]: Point): boolean {
  return x >= SPACING_MM[0] && x <= SPACING_MM[1] && Math.abs(y) <= TILT * x;
}

function isLike(a: Pick<RodSection, 'radiusMm'>, b: Pick<RodSection, 'radiusMm'>): boolean {
  const ratio = a.radiusMm / b.radiusMm;
  return ratio < SAME_RADIUS && ratio > 1 / SAME_RADIUS;
}

function isBetter(row: Row, than: Row): boolean {
  return row.seen > than.seen || (row.seen === than.seen && row.misfitMm < than.misfitMm);
}
