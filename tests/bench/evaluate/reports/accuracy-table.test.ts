/** The accuracy table says what was measured, and leaves out what the field of view cuts. */
import { expect, it } from 'vitest';

import { accuracyTable } from '../../../../bench/evaluate/reports/accuracy-table.ts';
import type { BodyRow, CaseResult } from '../../../../bench/evaluate/results.ts';
import type { Level } from '../../../../contracts/levels.ts';

function body(level: Level, dice: number, truncated = false): BodyRow {
  return {
    level,
    truncated,
    found: level,
    light: 'green',
    codes: [],
    dice,
    meanSurfaceMm: 0.5,
    hd95Mm: 1.5,
    volumeRatio: 1.02,
    inNeighbourPercent: 0.4,
    heightErrorMm: { anterior: 0.1, middle: 0.2, posterior: 0.3 },
    wholeDice: null,
  };
}

function scan(name: string, sliceMm: number, rows: readonly BodyRow[]): CaseResult {
  const whole = rows.filter(({ truncated }) => !truncated).length;
  return {
    name,
    provider: 'automatic',
    map: null,
    spacingMm: [1, 1, sliceMm],
    refusal: null,
    studyFlags: [],
    levels: [],
    numbering: null,
    comparison: {
      rows,
      identified: whole,
      identifiable: whole,
      shifts: [0],
      trueReported: true,
      missed: [],
      twice: [],
      extra: [],
    },
    seconds: 12,
    cpuSeconds: 10,
    peakMb: 800,
  };
}

const CASES = [
  scan('thin', 1, [body('L1', 0.95), body('L2', 0.93), body('L3', 0.97), body('L4', 0.2, true)]),
  scan('thick', 3, [body('T5', 0.7), body('L1', 0.9)]),
];

it('gives median and worst of the bodies that are whole, by slice', () => {
  const table = accuracyTable({ schema: 'osteon/evaluation/1', cases: CASES, digital: [] });
  expect(table).toContain('slices to 1.5 mm (3 in 1 scans)');
  expect(table).toContain('Dice 0.950 (worst T8-L5 0.930)');
  // T5 is above the range of the bar: it counts in the median, not as the worst.
  expect(table).toContain('Dice 0.800 (worst T8-L5 0.900)');
  expect(table).toContain('5 of 5');
});

it('says what was refused', () => {
  const refused: CaseResult = {
    ...CASES[0]!,
    name: 'none',
    refusal: { code: 'SPINE_NOT_FOUND', saw: 'no canal' },
    comparison: null,
  };
  const table = accuracyTable({ schema: 'osteon/evaluation/1', cases: [...CASES, refused], digital: [] });
  expect(table).toContain('none (SPINE_NOT_FOUND)');
});
