import { describe, expect, test } from 'vitest';

import type { FlagCode } from '../../../../contracts/codes/codes.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { densityEvidence } from '../../../../spine/judge/density/density-evidence.ts';
import { densityLevels } from '../../../../spine/judge/density/density-levels.ts';
import type { LevelDensity } from '../../../../spine/judge/density/density-mean.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';

import { CALIBRATION, density } from '../cases.ts';

function evidence(
  levels: readonly Level[],
  calibration: Partial<typeof CALIBRATION> = {},
  part: Partial<LevelDensity> = {},
) {
  const densities = new Map(
    levels.map((level, n) => [level, { vbmd: density(100 + 10 * n), lineSe: 6, samplingSe: 2, ...part }]),
  );
  const found = densityLevels({
    outcomes: levels.map((level) => ({ status: 'assessed', level, fracture: null, flags: [] })),
    densities,
    sex: 'female',
    known: NOTHING_KNOWN,
  });
  return densityEvidence(found, 'female', densities, { ...CALIBRATION, ...calibration });
}
const flag = (code: FlagCode) => [{ code, message: 'test' }];

test('two levels: the calibration stays, sampling averages out', () => {
  expect(evidence(['L1', 'L2'])).toEqual({
    value: 105,
    agentMgCc: 0,
    errors: { calibration: 6, sampling: Math.SQRT2, levels: 0, agent: 0 },
  });
});

test('errors whose parts are not known are the calibration\u2019s', () => {
  const { errors } = evidence(['L1', 'L2'], {}, { samplingSe: null })!;
  expect(errors).toMatchObject({ sampling: 0 });
  expect(errors.calibration).toBeCloseTo(1 / 1.96, 12);
});

test('one level stands for two with an error of its own', () => {
  expect(evidence(['L1'])!.errors).toMatchObject({ levels: 6 });
});

test('thoracic levels are turned into lumbar ones, with their errors', () => {
  const { value, errors } = evidence(['T9', 'T10', 'T11'])!;
  expect(value).toBeCloseTo(0.866 * 110, 9);
  expect(errors).toMatchObject({ calibration: 0.866 * 6, levels: 20 });
});

describe('a contrast agent', () => {
  const phase = (name: 'arterial' | 'portal' | 'unknown', correctionMgCc = 0) => ({
    contrast: { phase: name, aortaHu: 120, correctionMgCc, basis: 'test' },
  });

  test('in the portal phase is taken off with its error', () => {
    const { value, errors } = evidence(['L1', 'L2'], phase('portal', 13))!;
    expect(value).toBe(92);
    expect(errors.agent).toBeCloseTo(9.1, 9);
  });

  test('of an unknown amount is taken off, and less where it is not known at all', () => {
    expect(evidence(['L1', 'L2'], phase('arterial'))).toMatchObject({ value: 95.5, errors: { agent: 9 } });
    const header = { ...phase('unknown'), flags: flag('CONTRAST_HEADER') };
    expect(evidence(['L1', 'L2'], header)).toMatchObject({ value: 95.5, errors: { agent: 9 } });
    const unknown = { ...phase('unknown'), flags: flag('CONTRAST_UNKNOWN') };
    expect(evidence(['L1', 'L2'], unknown)).toMatchObject({ value: 100.3, errors: { agent: 8 } });
  });
});

describe('nothing is told', () => {
  test('without a level, an interval, or a scale to believe', () => {
    expect(evidence([])).toBeNull();
    for (const code of ['HU_SCALE_DOUBTED', 'CALIBRATION_FILE_UNTRACEABLE'] as const)
      expect(evidence(['L1', 'L2'], { flags: flag(code) }), code).toBeNull();
    expect(evidence(['L1', 'L2'], { flags: flag('KVP_UNKNOWN') })).not.toBeNull();
    const none = { ...density(100), uncertainty: { kind: 'none', reason: 'test' } } as const;
    expect(evidence(['L1', 'L2'], {}, { vbmd: none })).toBeNull();
  });
});

test('what is taken off for an agent is told', () => {
  const header = { flags: flag('CONTRAST_HEADER') };
  expect(evidence(['L1', 'L2'], header)).toMatchObject({ value: 95.5, agentMgCc: 9.5 });
});
