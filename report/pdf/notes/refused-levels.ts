/** The table of levels that are visible and were not evaluated. */
import type { Refusal } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';

import { meaningOf, plain } from '../../words/plain.ts';

import { CONTENT_WIDTH } from '../kit/page.ts';
import type { Cell, Column } from '../kit/table.ts';

export const REFUSED_LEVEL_COLUMNS: readonly Column[] = [
  { title: 'Level', width: 74 },
  { title: 'Reason', width: 126 },
  { title: 'Found', width: 160 },
  { title: 'Required', width: CONTENT_WIDTH - 360 },
];
/** Levels with the same reason share a row; each is named. */
export function refusalRows(
  refused: readonly { readonly level: Level; readonly refusal: Refusal }[],
): Cell[][] {
  const groups = new Map<string, { levels: Level[]; seen: string[]; refusal: Refusal }>();
  for (const { level, refusal } of refused) {
    const same = `${refusal.code} ${refusal.wanted}`;
    const group = groups.get(same) ?? { levels: [], seen: [], refusal };
    group.levels.push(level);
    if (!group.seen.includes(refusal.saw)) group.seen.push(refusal.saw);
    groups.set(same, group);
  }
  return [...groups.values()].map(({ levels, seen, refusal }) => [
    { text: levels.join(', '), bold: true },
    { text: meaningOf(refusal.code) },
    { text: plain(seen.join('; ')) },
    { text: plain(refusal.wanted) },
  ]);
}
