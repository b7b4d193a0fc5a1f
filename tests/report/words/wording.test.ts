import { describe, expect, test } from 'vitest';

import {
  densityCategoryText,
  gradeText,
  gradeWords,
  intervalText,
  NOT_KNOWN,
  numberText,
  quantityText,
  unitText,
} from '../../../report/words/wording.ts';
import type { KnownFracture } from '../../../contracts/risk/fracture.ts';

import { riskOf } from '../fixture-risk.ts';

type Graded = Parameters<typeof gradeText>[0];

function graded(grade: 0 | 1 | 2 | 3, needsReader = false, known?: KnownFracture): Graded {
  return {
    fracture: {
      grade,
      shape: grade === 0 ? null : 'wedge',
      needsReader,
      lossPercent: { wedge: 0, biconcave: 0, crush: null },
      reference: 'test',
    },
    ...(known === undefined ? {} : { known }),
  };
}

test('numbers are told as finely as they deserve', () => {
  expect(numberText(2634, 'N')).toBe('2\u202f630');
  expect(numberText(93.6, 'mg/cm3')).toBe('94');
  expect(numberText(21.94, 'mm')).toBe('21.9');
  expect(numberText(12.64, 'N/mm')).toBe('10');
  expect(numberText(12_654_321, 'N/mm')).toBe('12\u202f654\u202f320');
  expect(numberText(999, 'N')).toBe('1\u202f000');
  expect(numberText(994, 'N')).toBe('990');
  expect(numberText(4.27, 'N m')).toBe('4.3');
  expect(numberText(4.27, 'deg')).toBe('4.3');
  expect(numberText(4.27, '%')).toBe('4');
});

test('nothing is printed as minus zero', () => {
  expect(numberText(-0.04, 'deg')).toBe('0.0');
  expect(numberText(-0.4, 'mg/cm3')).toBe('0');
  expect(numberText(-4, 'N')).toBe('0');
  expect(numberText(-1.26, 'deg')).toBe('-1.3');
});

describe('a quantity', () => {
  const uncertainty = { kind: 'interval95', low: 2341, high: 2987, basis: 'test' } as const;

  test('is told with its unit and its interval', () => {
    expect(quantityText({ value: 2634, unit: 'N', uncertainty })).toBe(
      '2\u202f630 N (2\u202f340–2\u202f990)',
    );
    expect(unitText('mg/cm3')).toBe('mg/cm³');
  });

  test('says that its interval is missing', () => {
    const none = { kind: 'none', reason: 'test' } as const;
    expect(intervalText({ value: 2634, unit: 'N', uncertainty: none })).toBe('interval not available');
    expect(NOT_KNOWN).toBe('not available');
  });
});

describe('a category', () => {
  test.each([
    ['osteoporosis', 'osteoporotic range'],
    ['low-bone-mass', 'low bone mass'],
    ['normal', 'normal range'],
    [null, 'no category'],
  ] as const)('of density, %s, is told as %s', (category, text) => {
    expect(densityCategoryText({ ...riskOf([], []).density, category })).toBe(text);
  });
});

describe('a grade', () => {
  test.each<[string, Graded, string]>([
    ['2 wedge', graded(2), 'fracture'],
    ['1 wedge possible', graded(1, true), 'possible'],
    ['0', graded(0), 'none'],
    ['0 uncertain', graded(0, true), 'possible'],
    ['not graded', { fracture: null }, 'none'],
    ['read as intact (measured 2 wedge)', graded(2, false, 'read-intact'), 'none'],
    ['read as fractured (measured 0)', graded(0, false, 'read-fractured'), 'fracture'],
    ['fracture in history (measured 0)', graded(0, true, 'in-history'), 'fracture'],
    ['traumatic fracture (measured 3 wedge)', graded(3, false, 'by-accident'), 'fracture'],
    ['read as fractured (not measured)', { fracture: null, known: 'read-fractured' }, 'fracture'],
  ])('is told as "%s"', (text, outcome, weight) => {
    expect(gradeText(outcome)).toBe(text);
    expect(gradeWords(outcome).weight).toBe(weight);
  });
});
