/** A digital spine with rods behind it, whose label map is exact. */
import { expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { demoSpine, digitalSpine, type LevelSpec } from '../../../../phantoms/index.ts';
import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';

const plain = (level: LevelSpec['level']): LevelSpec => ({ level, vbmdMgCc: 110, fracture: null });
const hooked = (level: LevelSpec['level']): LevelSpec => ({ ...plain(level), hooks: true });
const LEVELS = [plain('T11'), hooked('T12'), plain('L1'), hooked('L2'), hooked('L3'), plain('L4')];

function refusals(levels: readonly LevelSpec[]): Partial<Record<Level, string | null>> {
  const { ct, bodies, vertebrae } = digitalSpine({
    ...demoSpine,
    levels,
    scanner: {
      ...demoSpine.scanner,
      pixelMm: 1.2,
      sliceSpacingMm: 2,
      sliceThicknessMm: 2,
      fieldOfViewMm: [140, 200],
    },
  });
  const assessed = assessLevels(ct, {
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'option' },
    bodies,
    vertebrae,
    studyFlags: [],
    levelFlags: new Map(),
  });
  expect(assessed.levels.every(({ labelValue, level }) => labelValue === LABEL_VALUE[level])).toBe(true);
  return Object.fromEntries(assessed.levels.map(({ level, refusal }) => [level, refusal?.code ?? null]));
}

test('levels with hooks and rods behind them are refused, and their neighbours are not', () => {
  // L1 has hooks on neither side of it, and no rod: rods join neighbours only.
  expect(refusals(LEVELS)).toEqual({
    T11: null,
    T12: 'METAL',
    L1: null,
    L2: 'METAL',
    L3: 'METAL',
    L4: null,
  });
});
