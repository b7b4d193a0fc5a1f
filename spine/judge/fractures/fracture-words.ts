/** What is known and what was measured of a vertebra's fracture, in words: the same on every page and in every rule. */
import type { ReaderGrade } from '../../../contracts/review/review.ts';
import type { FractureGrade, KnownFracture } from '../../../contracts/risk/fracture.ts';

export const KNOWN_WORDS: Readonly<Record<KnownFracture, string>> = {
  'read-intact': 'read as intact',
  'read-fractured': 'read as fractured',
  'in-history': 'fracture in history',
  'by-accident': 'traumatic fracture',
};

/** "grade 2, wedge", "grade 0"; "not measured" without heights. */
export function measuredWords(fracture: Pick<FractureGrade, 'grade' | 'shape'> | null): string {
  if (fracture === null) return 'not measured';
  return `grade ${fracture.grade}${fracture.shape === null ? '' : `, ${fracture.shape}`}`;
}

/** "read as grade 1, wedge", or without the reader's grade "read as fractured" */
export function knownWords(known: KnownFracture, byReader: ReaderGrade | undefined): string {
  if (known !== 'read-fractured' || byReader === undefined) return KNOWN_WORDS[known];
  return `read as ${measuredWords(byReader)}`;
}

/** "read as intact (measured grade 2, wedge)" */
export function bothWords(
  known: KnownFracture,
  fracture: Pick<FractureGrade, 'grade' | 'shape'> | null,
  byReader?: ReaderGrade,
): string {
  return `${knownWords(known, byReader)} (${fracture === null ? '' : 'measured '}${measuredWords(fracture)})`;
}
