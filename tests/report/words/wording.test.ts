import { describe, expect, test } from 'vitest';

import { gradeText, gradeWords, numberText } from '../../../report/words/wording.ts';
import type { KnownFracture } from '../../../contracts/risk/fracture.ts';

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
