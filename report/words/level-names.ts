/** Level names that are not settled, in words. */
import type { Numbering, Segmentation } from '../../contracts/segmentation.ts';
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
