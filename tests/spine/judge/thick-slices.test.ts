/** A study in slices of 5 mm: judged by its densities, and everything else says why it is missing. */
import { expect, test } from 'vitest';

import { assessRisk } from '../../../spine/judge/assess-risk.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Level } from '../../../contracts/levels.ts';

import { density, densityOnly, levelResult, order, segmentedLevel } from './cases.ts';
import { study } from './study.ts';

const LEVELS = ['T12', 'L1', 'L2', 'L3'] as const;
const SAW = 'slices of 5 mm';

function thick(vbmd: number, flags: Partial<Record<Level, Flag['code']>> = {}, told = order()) {
  const results = LEVELS.map((level) => ({
    level,
    result: densityOnly(levelResult(level, null, density(vbmd))),
  }));
  const levels = LEVELS.map((level) => {
    const code = flags[level];
    const seen = segmentedLevel(level);
    return code === undefined
      ? seen
      : { ...seen, qc: { light: 'amber' as const, flags: [{ code, message: 'x' }] } };
  });
  return assessRisk(study({ results, segmentation: { levels }, order: told }));
}

test('density has its category; strength and fractures say why they have none', () => {
  const { density: found, strength, fractures, overall, levels } = thick(60);
  expect(found).toMatchObject({ levels: ['L1', 'L2'], category: 'osteoporosis' });
  expect(found.statement).toContain('Fracture not excluded at L1, L2');
  expect(strength).toMatchObject({ l1Equivalent: null, levels: [] });
  expect(strength.statement).toBe(`Strength not evaluated: ${SAW}; strength not computed.`);
  expect(fractures.statement).toBe(`Not evaluated: ${SAW}; heights not measured.`);
  expect(fractures.deformityIndex.statement).toBe('not evaluated, as no level was graded');
  expect(overall.withoutOtherModels).toMatchObject({ category: 'high' });
  expect(levels.map(({ status }) => status)).toEqual(['assessed', 'assessed', 'assessed', 'assessed']);
});

test('a normal density excludes no fracture: those that nobody graded keep their frequency', () => {
  const { withoutOtherModels, rules } = thick(160).overall;
  expect(withoutOtherModels!.category).toBe('low');
  const one = rules.find(({ rule }) => rule.startsWith('vertebral fracture ('))!;
  expect(one.probability).toBeGreaterThan(0.05);
  expect(one.detail).toMatch(/^not graded: T4/);
});

test('a level of odd size is left out unless a reader calls it intact', () => {
  const odd = { L1: 'HEIGHT_OFF_TREND' } as const;
  expect(thick(60, odd).density).toMatchObject({
    levels: ['L2', 'L3'],
    leftOut: [{ level: 'L1', reason: 'size off the trend of the other levels, fracture not excluded' }],
  });
  const read = order({ confirmedFractures: [{ level: 'L1', fractured: false }] });
  const { density: found } = thick(60, odd, read);
  expect(found.levels).toEqual(['L1', 'L2']);
  expect(found.statement).toContain('not excluded at L2:');
});

test('a study whose every level was refused in solving is refused, with every reason', () => {
  const refusal = { code: 'BODY_FRAGMENTED', saw: 'two pieces', wanted: 'one' } as const;
  const errors = ['LevelRefused', 'SolveNotConverged'];
  const results = study().results.map(({ level }, n) => ({
    level,
    failure: {
      Error: errors[n % 2]!,
      Cause: JSON.stringify({ errorMessage: JSON.stringify(refusal) }),
    },
  }));
  const assess = () => assessRisk(study({ results }));
  expect(assess).toThrow(StudyRefused);
  expect(assess).toThrow(/NO_ASSESSABLE_LEVEL.*L1 BODY_FRAGMENTED/);
});
