/** The grade of a level that counts, and whose word it rests on. */
import { gradeInForce } from '../../spine/judge/index.ts';

import type { LevelSource } from './row-source.ts';

export function gradeOf({ knownFracture, fracture, readGrade }: LevelSource['level']): number | null {
  return gradeInForce(knownFracture ?? undefined, fracture?.grade ?? null, readGrade);
}

/** Never a name. */
export function whoseGrade({ level, result }: LevelSource): 'reader' | 'order' | 'measured' {
  if (level.knownFracture === null) return 'measured';
  const inReview = result.review?.readings.some((reading) => reading.level === level.level) ?? false;
  // A reader does not say what made a fracture: an accident is the order's word, whoever sees the fracture.
  return inReview && level.knownFracture !== 'by-accident' ? 'reader' : 'order';
}
