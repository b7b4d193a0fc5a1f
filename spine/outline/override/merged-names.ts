/**
 * What a body that is two does to the names of a column: those on one side of it are off by one, and which side is not known.
 *
 *     found    L1 | T12 T11 | T10   the middle one is T11 and T10: above it, T10 is T9   (anchored below)
 *     names       or           or   below it, T12 is L1 and L1 is L2                     (anchored above)
 */
import { LEVELS, type Level, type NamedLevel } from '../../../contracts/levels.ts';
import type { Numbering, SegmentedLevel } from '../../../contracts/segmentation.ts';
import { mean } from '../../math/moments.ts';
import { median } from '../../math/order-statistics.ts';
import { spacedPairs, type SpacedPair } from '../assess/column-checks.ts';

type Namings = NonNullable<Numbering['namings']>;

/** Of the flag that a body may be two; such a message names the body, and not what names may be. */
export const SPANS_TWO = 'may span two vertebrae';
/** T13 and L6 are rare: nothing is moved onto them. */
const USUAL = LEVELS.filter((level) => !['T13', 'L6', 'sacrum'].includes(level));

/**
 * A body that is two lies half a distance further from both of its neighbours: 1.5 times as far. One whose outline is only
 * too high keeps its distances, and the names are right (design value, half-way).
 */
const DOUBLE_DISTANCE = 1.25;

/**
 * Every way of naming parted into both, equally likely; the same where no body is two.
 * @param levels cranial to caudal, under the names of the likeliest way
 */
export function withMergedBodies(numbering: Numbering, levels: readonly SegmentedLevel[]): Numbering {
  const names: readonly Level[] = numbering.namings?.[0]?.levels ?? [];
  const places = levels
    .filter(({ level, refusal }) => refusal?.code === 'BODY_MERGED' && isFar(level, levels))
    .map(({ level }) => names.indexOf(level))
    .filter((at) => at >= 0);
  if (numbering.namings === undefined || places.length === 0) return numbering;
  let namings: Namings = numbering.namings;
  for (const at of places)
    namings = namings.flatMap(({ levels: own, probability }) => {
      const ways = [moved(own, (n) => (n > at ? -1 : 0)), moved(own, (n) => (n < at ? 1 : 0))].filter(
        (way) => way !== null,
      );
      // At an end of the spine neither may fit: that way then stands as it is.
      const fitting = ways.length === 0 ? [own] : ways;
      return fitting.map((way) => ({ levels: way, probability: probability / fitting.length }));
    });
  const sorted = namings.toSorted((a, b) => b.probability - a.probability);
  return { ...numbering, namings: sorted, probability: sorted[0]?.probability ?? 0 };
}

/** @returns null where a name would leave the spine */
function moved(names: readonly NamedLevel[], by: (at: number) => -1 | 0 | 1): readonly NamedLevel[] | null {
  const found = names.map((name, n) => (by(n) === 0 ? name : USUAL[USUAL.indexOf(name) + by(n)]));
  const isWhole = names.every((name, n) => by(n) === 0 || USUAL.includes(name));
  return isWhole && found.every((name) => name !== undefined) ? found : null;
}

/** Where distances can't tell, it may be two. */
function isFar(level: Level, levels: readonly SegmentedLevel[]): boolean {
  const members = levels.flatMap(({ level: own, frame, truncated }) =>
    frame === null || truncated ? [] : [{ level: own, centre: frame.origin }],
  );
  const pairs = spacedPairs(members);
  const isBeside = ({ above, below }: SpacedPair): boolean => above === level || below === level;
  const [beside, others] = [pairs.filter(isBeside), pairs.filter((pair) => !isBeside(pair))];
  if (beside.length === 0 || others.length === 0) return true;
  const usual = median(others.map(({ ratio }) => ratio));
  return mean(beside.map(({ ratio }) => ratio)) >= DOUBLE_DISTANCE * usual;
}
