/** Names for a run of vertebrae: the last one that bears ribs is T12. */
import { StudyRefused } from '../../shared/errors.ts';
import { LEVELS, type Level } from '../../shared/levels.ts';

import type { RibVerdict } from './rib-anchor.ts';

/** 5 % of people have 11 pairs of ribs, 2-5 % a rib on L1 (from memory, unverified): T13 and L6 are never named here. */
const NAMES = LEVELS.filter((level) => level !== 'T13' && level !== 'L6' && level !== 'sacrum');

/**
 * @param verdicts cranial to caudal, one a vertebra
 * @throws StudyRefused LEVELS_UNANCHORED where ribs do not simply end between two vertebrae that are in view
 */
export function nameLevels(verdicts: readonly RibVerdict[]): readonly Level[] {
  const last = verdicts.lastIndexOf('rib');
  const clear = verdicts.every((verdict, n) => verdict === (n <= last ? 'rib' : 'none'));
  const first = NAMES.indexOf('T12') - last;
  const names = NAMES.slice(first, first + verdicts.length);
  if (last >= 0 && last < verdicts.length - 1 && clear && first >= 0 && names.length === verdicts.length)
    return names;
  throw new StudyRefused({
    code: 'LEVELS_UNANCHORED',
    saw: `${verdicts.length} vertebrae, cranial to caudal with: ${verdicts.map((v) => WORDS[v]).join(', ')}`,
    wanted:
      'ribs on both sides down to one vertebra and none below it, both in view, or a label map (--labels)',
  });
}

const WORDS: Readonly<Record<RibVerdict, string>> = {
  rib: 'ribs',
  none: 'no ribs',
  unclear: 'unclear',
};
