/** The names that levels reported by position may have. */
import { type Level, type NamedLevel, POSITIONS } from './levels.ts';
import type { Candidate, Segmentation } from './segmentation.ts';

/** So many names of a vertebra, and ways of naming a column, are told. */
const MOST_TOLD = 3;
/** Less likely ones are not told, but for the second: it says how far the first can be doubted. */
const LEAST_TOLD = 0.05;

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

/** The likeliest few. @param sorted likeliest first */
export function worthTelling<Way extends { readonly probability: number }>(
  sorted: readonly Way[],
): readonly Way[] {
  return sorted.slice(0, MOST_TOLD).filter(({ probability }, n) => n < 2 || probability >= LEAST_TOLD);
}

/** "most likely T8 (0.68) or T9 (0.31)" */
export function candidatesText(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'level not known';
  const told = worthTelling(candidates).map(
    ({ level, probability }) => `${level} (${probability.toFixed(2)})`,
  );
  return `most likely ${told.join(' or ')}`;
}
