/** Every level that was seen is told, with its own flags and its own reason. */
import { expect, test } from 'vitest';

import type { Level } from '../../../contracts/levels.ts';
import { NOTHING_KNOWN } from '../../../spine/judge/fractures/known-fractures.ts';
import { levelOutcomes, LevelLost, type MapResult } from '../../../spine/judge/level-outcomes.ts';

import { assessRisk } from '../../../spine/judge/assess-risk.ts';

import { CALIBRATION, density, levelResult, PATIENT, segmentedLevel, spine, STUDY } from './cases.ts';
import { column } from './fractures/column.ts';

const REFUSAL = { code: 'LEVEL_TRUNCATED', saw: 'a part', wanted: 'the whole' } as const;
/** A flag that a grade does not raise, another at each level. */
const OWN = { T12: 'HEIGHTS_FROM_MASK', L1: 'STRENGTH_CONTRAST', L2: 'TRABECULAR_HETEROGENEOUS' } as const;
const measured = (level: 'T12' | 'L1' | 'L2'): MapResult => ({
  level,
  result: {
    ...levelResult(level, spine([level])[0]!.heights, null),
    flags: [{ code: OWN[level], message: 'test' }],
  },
});
const failed = (level: Level, error: string): MapResult => ({
  level,
  failure: {
    Error: error,
    Cause: JSON.stringify({ errorType: error, errorMessage: JSON.stringify(REFUSAL) }),
  },
});

function outcomes(levels: readonly Level[], results: readonly MapResult[]) {
  return levelOutcomes(
    levels.map((level) => segmentedLevel(level)),
    results,
    null,
    NOTHING_KNOWN,
  );
}

test('a level keeps the flags of its measurement before those of its grade', () => {
  const { levels } = outcomes(['T12', 'L1'], [measured('L1'), measured('T12')]);
  expect(levels.map(({ level, status }) => `${level} ${status}`)).toEqual(['T12 assessed', 'L1 assessed']);
  const codes = levels.map((one) =>
    one.status === 'assessed' ? one.flags.map(({ code }) => code) : one.refusal.code,
  );
  expect(codes).toEqual([
    [OWN.T12, 'REFERENCE_ONE_SIDED'],
    [OWN.L1, 'REFERENCE_ONE_SIDED'],
  ]);
});

test('a level of which nothing is known is a defect, and not a level fewer', () => {
  expect(() => outcomes(['T12', 'L1'], [measured('T12')])).toThrow(LevelLost);
});

test('a level without heights is assessed without a grade, and is nobody’s reference', () => {
  const bare: MapResult = { level: 'L1', result: levelResult('L1', null, null) };
  const { levels, grades } = outcomes(['T12', 'L1', 'L2'], [measured('T12'), bare, measured('L2')]);
  expect(levels[1]).toEqual({ status: 'assessed', level: 'L1', fracture: null, flags: [] });
  expect([...grades.keys()]).toEqual(['T12', 'L2']);
  expect(grades.get('L2')!.fracture.evidence!.reference.neighbours).toEqual(['T12']);
});

test('a refusal is told apart from a failure by the error’s name alone', () => {
  const { levels } = outcomes(
    ['T12', 'L1'],
    [failed('T12', 'LevelRefused'), failed('L1', 'SolveNotConverged')],
  );
  expect(levels.map(({ status }) => status)).toEqual(['refused', 'failed']);
});

test('a level that was refused before it was measured stays so, whatever else is there', () => {
  const { levels } = levelOutcomes([segmentedLevel('L1', REFUSAL)], [measured('L1')], null, NOTHING_KNOWN);
  expect(levels).toEqual([{ status: 'refused', level: 'L1', refusal: REFUSAL }]);
});

test('a level whose heights no fracture gives is refused, with its density and strength', () => {
  const found = column({ first: 'T11', last: 'L4', misplaced: { L1: { superior: [0, 5, 10] } } });
  const results = found.map(({ level, heights }): MapResult => ({
    level,
    result: levelResult(level, heights, density(level === 'L1' ? 40 : 130)),
  }));
  const names = found.map(({ level }) => level);
  const { levels, grades } = outcomes(names, results);
  const told = levels.find(({ level }) => level === 'L1')!;
  expect(told.status === 'refused' && told.refusal.code).toBe('HEIGHTS_IMPLAUSIBLE');
  expect(grades.has('L1')).toBe(false);
  const risk = assessRisk({
    ct: { patient: PATIENT, study: STUDY },
    segmentation: { levels: names.map((level) => segmentedLevel(level)) },
    calibration: CALIBRATION,
    order: null,
    results,
    parameterSet: 'osteon-default-4',
  });
  expect(risk.density.levels).toEqual(['L2', 'L3']);
  expect(risk.density.leftOut).toContainEqual({ level: 'L1', reason: 'not evaluated: HEIGHTS_IMPLAUSIBLE' });
  expect(risk.strength.levels).not.toContain('L1');
  expect(risk.fractures.notGraded).toContain('L1');
});
