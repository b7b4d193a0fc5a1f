/**
 * Which found body stands where a reference's does, and whether it bears the right name.
 *
 * An outline is judged against the reference in the same place, a name by the rule of VerSe; so a column that is shifted by
 * one level shows as what it is, and not as bad outlines.
 */
import { levelIndex, levelOfValue, type Level } from '../../contracts/levels.ts';
import type { Vec3 } from '../../contracts/primitives.ts';
import { distance } from '../../spine/math/vector.ts';
import type { Volume } from '../../spine/grid/volume.ts';

/** Label values of levels are below this. */
const VALUES = 32;
/** A vertebra is identified when the nearest found centre bears its name and is closer than this, mm (VerSe, eval_utilities). */
const IDENTIFIED_MM = 20;
/** Bodies stand in the same place when they share this part of the smaller one: less is a touch of neighbours. */
const IN_PLACE = 0.25;
/** A found body belongs to the vertebra that holds this part of it. */
const OWNED = 0.5;

/** Voxels that two label maps on one grid share, by the level of either. */
export interface Overlaps {
  readonly shared: (found: Level, reference: Level) => number;
  readonly found: ReadonlyMap<Level, number>;
  readonly reference: ReadonlyMap<Level, number>;
}

export function overlapsOf(found: Volume<Uint8Array>, reference: Volume<Uint8Array>): Overlaps {
  const table = new Float64Array(VALUES * VALUES);
  for (let at = 0; at < found.data.length; at++) {
    table[VALUES * found.data[at]! + reference.data[at]!]! += 1;
  }
  const value = new Map<Level, number>();
  const [inFound, inReference] = [new Map<Level, number>(), new Map<Level, number>()];
  for (let n = 1; n < VALUES; n++) {
    const level = levelOfValue(n);
    if (level === undefined) continue;
    value.set(level, n);
    let [row, column] = [0, 0];
    for (let m = 0; m < VALUES; m++) {
      row += table[VALUES * n + m]!;
      column += table[VALUES * m + n]!;
    }
    if (row > 0) inFound.set(level, row);
    if (column > 0) inReference.set(level, column);
  }
  return {
    shared: (p, q) => table[VALUES * value.get(p)! + value.get(q)!]!,
    found: inFound,
    reference: inReference,
  };
}

/** The found level that shares most with a reference's; null where none shares a good part of the smaller of both. */
export function inPlaceOf(level: Level, { shared, found, reference }: Overlaps): Level | null {
  let best: Level | null = null;
  for (const other of found.keys()) {
    if (shared(other, level) > (best === null ? 0 : shared(best, level))) best = other;
  }
  if (best === null) return null;
  const smaller = Math.min(found.get(best)!, reference.get(level)!);
  return shared(best, level) >= IN_PLACE * smaller ? best : null;
}

/** The reference's vertebra that holds most of a found body; null where none holds half of it. */
export function ownerOf(found: Level, overlaps: Overlaps): Level | null {
  const size = overlaps.found.get(found)!;
  for (const level of overlaps.reference.keys()) {
    if (overlaps.shared(found, level) >= OWNED * size) return level;
  }
  return null;
}

/** Part of a found body that lies in vertebrae other than its own, percent. */
export function inOthers(found: Level, own: Level, overlaps: Overlaps): number {
  let stray = 0;
  for (const level of overlaps.reference.keys()) {
    if (level !== own) stray += overlaps.shared(found, level);
  }
  return (100 * stray) / overlaps.found.get(found)!;
}

/** Levels of the reference that are identified as VerSe defines it (Sekuboyina et al., Med Image Anal 73:102166, 2021). */
export function identified(
  reference: ReadonlyMap<Level, Vec3>,
  found: ReadonlyMap<Level, Vec3>,
): readonly Level[] {
  return [...reference].flatMap(([level, centre]) => {
    let [nearest, least]: [Level | null, number] = [null, IDENTIFIED_MM];
    for (const [other, place] of found) {
      const away = distance(centre, place);
      if (away < least) [nearest, least] = [other, away];
    }
    return nearest === level ? [level] : [];
  });
}

/**
 * Whether the true names are among those that the provider reports: its first, or its second choice.
 *
 * @param shifts of the first choice, as `shiftOf` has them
 * @param step from the first choice to the second, in levels, at the top of the column; null where there is no second
 */
export function trueIsReported(shifts: readonly number[], step: number | null): boolean {
  return shifts.every((shift) => shift === 0) || (step !== null && shifts.every((shift) => shift === -step));
}

/** By how many levels a name is off, positive towards the feet. T13 is rare: it stands half-way between its neighbours. */
export function shiftOf(reference: Level, found: Level): number {
  return spinePlace(found) - spinePlace(reference);
}

function spinePlace(level: Level): number {
  const beyond = levelIndex(level) - levelIndex('T13');
  if (beyond === 0) return levelIndex('T12') + 0.5;
  return beyond > 0 ? levelIndex(level) - 1 : levelIndex(level);
}
