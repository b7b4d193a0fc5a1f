import { describe, expect, test } from 'vitest';

import { candidatesText, likelyName, namingsOf, worthTelling } from '../../contracts/namings.ts';
import type { Numbering } from '../../contracts/segmentation.ts';

const NUMBERING: Numbering = {
  probability: 0.6,
  anchors: [],
  runnerUp: null,
  transitionalProbability: 0.1,
  namings: [
    { levels: ['L4', 'L3'], probability: 0.6 },
    { levels: ['L5', 'L4'], probability: 0.4 },
  ],
};
const UNSETTLED: Numbering = {
  ...NUMBERING,
  unsettled: { statement: 'no rib is in view', advice: 'Name one.', options: [] },
};

describe('the names that positions may have', () => {
  test('are counted upwards from the lowest whole body', () => {
    const [first, second] = namingsOf({ numbering: UNSETTLED })!;
    expect([...first!.names]).toEqual([
      ['V1', 'L4'],
      ['V2', 'L3'],
    ]);
    expect(second).toEqual({
      names: new Map([
        ['V1', 'L5'],
        ['V2', 'L4'],
      ]),
      probability: 0.4,
    });
  });

  test.each([undefined, NUMBERING])('are none where levels have names (%#)', (numbering) => {
    expect(namingsOf({ numbering })).toBeNull();
    expect(likelyName('L2', { numbering })).toBe('L2');
  });

  test('are none known where an artefact lists none', () => {
    const numbering = { ...UNSETTLED, namings: undefined };
    expect(namingsOf({ numbering })).toEqual([]);
    expect(likelyName('V1', { numbering })).toBe('V1');
  });

  test('have a likeliest for each vertebra that they name', () => {
    expect(likelyName('V2', { numbering: UNSETTLED })).toBe('L3');
    expect(likelyName('V3', { numbering: UNSETTLED })).toBe('V3');
  });
});

describe('of ways to name, likeliest first,', () => {
  const told = (...all: readonly number[]) =>
    worthTelling(all.map((probability) => ({ probability }))).map(({ probability }) => probability);

  test('at most three are told', () => {
    expect(told(0.4, 0.3, 0.2, 0.1)).toEqual([0.4, 0.3, 0.2]);
  });

  test('a third of less than 0.05 is not told, a second is', () => {
    expect(told(0.92, 0.05, 0.03)).toEqual([0.92, 0.05]);
    expect(told(0.95, 0.05, 0.05)).toEqual([0.95, 0.05, 0.05]);
    expect(told(0.99, 0.01)).toEqual([0.99, 0.01]);
  });
});

test('the candidates of a level are told with their probabilities', () => {
  const candidates = [
    { level: 'T8', probability: 0.678 },
    { level: 'T9', probability: 0.31 },
    { level: 'T10', probability: 0.012 },
  ] as const;
  expect(candidatesText(candidates)).toBe('most likely T8 (0.68) or T9 (0.31)');
  expect(candidatesText([])).toBe('level not known');
});
