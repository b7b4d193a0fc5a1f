/** What depends on level names is withheld where they are not settled; what does not is given. */
import { expect, test } from 'vitest';

import type { Level, NamedLevel } from '../../../contracts/levels.ts';
import type { Numbering } from '../../../contracts/segmentation.ts';
import { riskSchema } from '../../../contracts/risk/risk.ts';
import { assessRisk, type RiskInput } from '../../../spine/judge/assess-risk.ts';

import { density, levelResult, order, segmentedLevel, spine } from './cases.ts';
import { LEVELS, study } from './study.ts';

const PLACES: readonly Level[] = ['V5', 'V4', 'V3', 'V2', 'V1'];
const HIGHER: readonly NamedLevel[] = ['T10', 'T11', 'T12', 'L1', 'L2'];
const NUMBERING: Numbering = {
  probability: 0.6,
  anchors: [],
  runnerUp: null,
  transitionalProbability: 0,
  namings: [
    { levels: LEVELS.toReversed(), probability: 0.6 },
    { levels: HIGHER.toReversed(), probability: 0.4 },
  ],
  unsettled: { statement: 'not settled', advice: '', options: [] },
};

function unsettled(part: Partial<RiskInput> = {}): ReturnType<typeof assessRisk> {
  return assessRisk(
    study({
      segmentation: { levels: PLACES.map((level) => segmentedLevel(level)), numbering: NUMBERING },
      results: spine(LEVELS, { L1: [0.55, 0.78, 1] }).map(({ heights }, n) => ({
        level: PLACES[n]!,
        result: levelResult(PLACES[n]!, heights, density(96)),
      })),
      ...part,
    }),
  );
}

test('no category of density and no strength of L1, each with its reason', () => {
  const { density: mean, strength, overall } = unsettled();
  expect(mean).toMatchObject({ vbmd: null, category: null, levels: [], leftOut: [] });
  expect(mean.statement).toContain('level names are not settled');
  expect(strength).toMatchObject({ l1Equivalent: null, levels: [] });
  expect(strength.statement).toContain('level names are not settled');
  const ofDensity = overall.rules.filter(({ rule }) => rule.includes('density'));
  for (const { detail } of ofDensity) expect(detail).toContain('not measured: that of people of this age');
});

test('a fracture is told by its place, counts in the rules, and no level is told as not graded by name', () => {
  const { fractures, overall, levels } = unsettled();
  expect(fractures.graded).toEqual(PLACES);
  expect(fractures.fractured.map(({ level }) => level)).toEqual(['V3']);
  expect(fractures.statement).toContain('V3');
  expect(fractures.notGraded).toEqual([]);
  expect(fractures.flags[0]!.message).toBe(
    'not graded: 9 of 14 levels between T4 and L5 (names not settled)',
  );
  expect(fractures.deformityIndex).toMatchObject({ complete: false, missing: [] });
  const [one] = overall.rules.filter(({ rule }) => rule.startsWith('vertebral fracture ('));
  expect(one).toMatchObject({ detail: expect.stringContaining('V3') as string });
  const told = JSON.stringify({ levels, fractures: { ...fractures, table: null } });
  expect(told.replaceAll(/T4 (and|to) L[45]/g, '')).not.toMatch(/\b(T1?\d|L[1-6])\b/);
});

test('one fracture measured and the same one in the order are not two', () => {
  const { overall } = unsettled({
    order: order({ confirmedFractures: [{ level: 'L1', fractured: true }] }),
  });
  const [two] = overall.rules.filter(({ rule }) => rule.startsWith('two or more'));
  // Only what nobody saw makes a second one.
  expect(two!.probability).toBeLessThan(0.5);
});

test('the result is one that the contract knows', () => {
  const provenance = { software: { name: 'test', version: '0' }, parameterSet: 'test', inputs: [] };
  expect(() => riskSchema.parse({ schema: 'osteon/risk/3', ...unsettled(), provenance })).not.toThrow();
});
