/** Why a study has no strength, or no grade, at any of its levels: in one sentence, where they all say the same. */
import { withheldBy } from '../../contracts/level/level-result.ts';
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { LevelOutcome } from '../../contracts/risk/risk.ts';

import type { MapResult } from './level-outcomes.ts';
import type { L1Withheld } from './strength/strength-summary.ts';

const HEIGHTS: readonly FlagCode[] = [
  'HEIGHTS_SLICES_TOO_THICK',
  'HEIGHTS_NO_MIDLINE',
  'HEIGHTS_NO_ENDPLATE',
];

/** Null where a level has a strength, or none was measured at all. */
export function strengthsWithheld(results: readonly MapResult[]): L1Withheld | null {
  const measured = results.flatMap((found) => ('result' in found ? [found.result] : []));
  if (measured.length === 0 || measured.some(({ strength }) => strength !== null)) return null;
  const reasons = [...new Set(measured.map((level) => withheldBy(level)!.message))];
  return { withheld: `Strength not evaluated: ${reasons.join('; ')}.`, nothingSolved: true };
}

/** Why no level has heights to grade; null where one has, or levels differ in it. */
export function heightsWithheld(outcomes: readonly LevelOutcome[]): string | null {
  const assessed = outcomes.flatMap((outcome) => (outcome.status === 'assessed' ? [outcome] : []));
  const reasons = assessed.map(({ flags }) => flags.find(({ code }) => HEIGHTS.includes(code))?.message);
  const [first] = reasons;
  return first !== undefined && reasons.every((reason) => reason === first) ? first : null;
}
