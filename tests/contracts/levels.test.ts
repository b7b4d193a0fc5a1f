import { describe, expect, test } from 'vitest';

import {
  ALL_LEVELS,
  isPosition,
  isThoracic,
  LABEL_VALUE,
  LEVELS,
  levelIndex,
  levelOfValue,
  POSITIONS,
  spinePosition,
  withLevelsRenamed,
} from '../../contracts/levels.ts';

test('T12 and L1 are neighbours along the spine, and a T13 stands half-way between them', () => {
  expect(spinePosition('L1') - spinePosition('T12')).toBe(1);
  expect(spinePosition('T13') - spinePosition('T12')).toBe(0.5);
  expect(spinePosition('T4')).toBe(levelIndex('T4'));
  expect(spinePosition('L5') - spinePosition('L1')).toBe(4);
});

test('positions are neighbours along the spine in their own order', () => {
  expect(spinePosition('V1') - spinePosition('V2')).toBe(1);
  expect(spinePosition('V26') - spinePosition('sacrum')).toBe(2);
});

test('a position is never taken for a name', () => {
  expect(ALL_LEVELS.filter(isPosition)).toEqual(POSITIONS);
});

test('thoracic are the twelve levels of the chest and a T13', () => {
  expect(ALL_LEVELS.filter(isThoracic)).toEqual(LEVELS.slice(7, 20));
});

describe('the voxel value of a level', () => {
  test('is that of VerSe', () => {
    const values = ['C1', 'C7', 'T1', 'T12', 'L1', 'L5', 'L6', 'sacrum', 'T13'] as const;
    expect(values.map((level) => LABEL_VALUE[level])).toEqual([1, 7, 8, 19, 20, 24, 25, 26, 28]);
  });

  test('is of positions one that no convention gives to a vertebra, counted from the lowest', () => {
    expect([LABEL_VALUE.V0, LABEL_VALUE.V1, LABEL_VALUE.V26]).toEqual([140, 141, 166]);
  });

  test('leads back to a name, and of a position to none', () => {
    expect(LEVELS.map((level) => levelOfValue(LABEL_VALUE[level]))).toEqual(LEVELS);
    expect([levelOfValue(0), levelOfValue(27), levelOfValue(LABEL_VALUE.V1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('levels of a text get other names where they have them, and words that hold one stay', () => {
  const names = new Map([
    ['T1', 'C7'],
    ['T10', 'T9'],
    ['L1', 'T13'],
  ] as const);
  expect(withLevelsRenamed('T1, T10 and L1; T12, L6 and C3; T14, L10, ST1', names)).toBe(
    'C7, T9 and T13; T12, L6 and C3; T14, L10, ST1',
  );
});
