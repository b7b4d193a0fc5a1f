/** Level names that are not settled, in words. */
import type { Numbering, Segmentation } from '../../contracts/segmentation.ts';
import { levelIndex, type Level } from '../../contracts/levels.ts';
import { candidatesText } from '../../contracts/namings.ts';

/** What they may be and how to settle them; null where levels have names. */
export function unsettledText(numbering: Numbering | null | undefined): string | null {
  if (numbering?.unsettled === undefined) return null;
  const { statement, advice } = numbering.unsettled;
  return `${statement[0]!.toUpperCase()}${statement.slice(1)}. ${advice}`;
}

/** "V5: most likely T8 (0.68) or T9 (0.31)", cranial to caudal; empty where levels have names. */
export function candidateLines(segmentation: Pick<Segmentation, 'levels'> | null): readonly string[] {
  return (segmentation?.levels ?? []).flatMap(({ level, candidates = [] }) =>
    candidates.length === 0 ? [] : [`${level}: ${candidatesText(candidates)}`],
  );
}

/** From here on neighbours are told as a run. */
const RUN = 3;

/** "T4, T6–T8, T12–L2", cranial to caudal: runs of three and more by their ends. */
export function rangesText(levels: readonly Level[]): string {
  const runs: Level[][] = [];
  for (const level of levels.toSorted((a, b) => levelIndex(a) - levelIndex(b))) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && areNeighbours(last, level)) runs.at(-1)!.push(level);
    else runs.push([level]);
  }
  return runs.flatMap((run) => (run.length < RUN ? run : [`${run[0]!}–${run.at(-1)!}`])).join(', ');
}

/** T13 is rarely there: L1 follows on T12 without it. */
function areNeighbours(upper: Level, lower: Level): boolean {
  return levelIndex(lower) - levelIndex(upper) === 1 || (upper === 'T12' && lower === 'L1');
}
