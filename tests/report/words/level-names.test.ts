import { describe, expect, test } from 'vitest';

import { candidateLines, unsettledText } from '../../../report/words/level-names.ts';
import { candidatesText } from '../../../contracts/namings.ts';
import type { Numbering, Segmentation } from '../../../contracts/segmentation.ts';

type Outlined = Segmentation['levels'][number];

const CANDIDATES = [
  { level: 'T8', probability: 0.68 },
  { level: 'T9', probability: 0.31 },
] as const;

function numbering(unsettled?: { statement: string; advice: string }): Numbering {
  return { confidence: 0.6, unsettled } as unknown as Numbering; // Nothing else of it is read.
}

function outlined(level: string, candidates?: Outlined['candidates']): Outlined {
  return { level, candidates } as unknown as Outlined; // Nothing else of it is read.
}

describe('level names that are not settled', () => {
  test('are told with what settles them, as two sentences', () => {
    const unsettled = { statement: 'no rib is in view.', advice: 'Name one with --level-at.' };
    const text = unsettledText(numbering({ ...unsettled, statement: 'no rib is in view' }));
    expect(text).toBe('No rib is in view. Name one with --level-at.');
  });

  test.each([null, undefined, numbering()])('are not spoken of where there are none (%#)', (settled) => {
    expect(unsettledText(settled)).toBeNull();
  });

  test('are listed level by level, and levels that have a name are not', () => {
    const levels = [outlined('V2', [...CANDIDATES]), outlined('L1', []), outlined('L2')];
    expect(candidateLines({ levels })).toEqual([`V2: ${candidatesText(CANDIDATES)}`]);
    expect(candidateLines({ levels })[0]).toContain('T8');
  });

  test('are none where nothing was outlined', () => {
    expect(candidateLines(null)).toEqual([]);
  });
});
