/** The names that levels reported by position may have. */
import { type Level, type NamedLevel, POSITIONS } from './levels.ts';
import type { Segmentation } from './segmentation.ts';

interface PossibleNaming {
  readonly names: ReadonlyMap<Level, NamedLevel>;
  readonly probability: number;
}
/** Likeliest first; at least one. */
export type Namings = readonly PossibleNaming[];

/** Null where levels have names. */
export function namingsOf({ numbering }: Pick<Segmentation, 'numbering'>): Namings | null {
  if (numbering?.unsettled === undefined) return null;
  const [, ...upwards] = POSITIONS.toReversed();
  return (numbering.namings ?? []).map(({ levels, probability }) => ({
    names: new Map(levels.map((name, n) => [upwards[n]!, name])),
    probability,
  }));
}

/**
 * The likeliest name of a level: for what needs to know roughly where along the spine it lies (vessels beside it, the
 * smallest region that a body may have), never for what is reported.
 */
export function likelyName(level: Level, segmentation: Pick<Segmentation, 'numbering'>): Level {
  return namingsOf(segmentation)?.[0]?.names.get(level) ?? level;
}
