import { describe, expect, test } from 'vitest';

import type { Overall, Rule } from '../../../contracts/risk/overall.ts';
import {
  basisText,
  borrowedText,
  changeText,
  othersText,
  overallText,
  probabilityText,
} from '../../../report/words/verdict-words.ts';

function rule(category: Rule['category'], name: string, decides: number): Rule {
  return { category, rule: name, probability: decides, decides, detail: `of ${name}`, source: 'test' };
}
const OVERALL: Overall = {
  category: 'high',
  probability: 0.62,
  shares: { 'very-high': 0.2, high: 0.62, moderate: 0.14, low: 0.04 },
  draws: 10_000,
  shareSe: 0.005,
  withoutOtherModels: { category: 'high', probability: 0.7 },
  statement: 'A statement.',
  rules: [
    rule('very-high', 'small', 0.08),
    rule('very-high', 'large', 0.15),
    rule('high', 'second', 0.2),
    rule('high', 'first', 0.5),
    rule('high', 'rare', 0.01),
    rule('moderate', 'never', 0),
  ],
  wouldChangeMost: [
    {
      item: 'reading of L1',
      kind: 'reader',
      gain: 0.6,
      expectedProbability: 0.9,
      answers: [
        { answer: 'not fractured', probability: 0.1, category: 'moderate', categoryProbability: 0.8 },
        { answer: 'fractured', probability: 0.9, category: 'high', categoryProbability: 0.999 },
      ],
    },
  ],
};

test.each([
  [1, '> 0.99'],
  [0.995, '> 0.99'],
  [0.994, '0.99'],
  [0.5, '0.50'],
  [0.005, '0.01'],
  [0.004, '< 0.01'],
  [0, '< 0.01'],
])('a probability of %d is told as %s', (probability, text) => {
  expect(probabilityText(probability)).toBe(text);
});

test.each<[Overall['category'], number | null, string]>([
  ['very-high', 0.999, 'VERY HIGH – almost certain (> 0.99)'],
  ['high', 0.95, 'HIGH – almost certain (0.95)'],
  ['high', 0.8, 'HIGH – very likely (0.80)'],
  ['moderate', 0.6, 'MODERATE – likely (0.60)'],
  ['low', 0.5, 'LOW – more likely than not (0.50)'],
  [null, null, 'NOT DETERMINED'],
])('%s with %d is told as %s', (category, probability, text) => {
  const shares = category === null ? null : OVERALL.shares;
  expect(overallText({ category, probability, shares })).toBe(text);
});

test('no category is told as the verdict that is less likely than not', () => {
  const shares = { 'very-high': 0.42, high: 0.1, moderate: 0.05, low: 0.43 };
  expect(overallText({ category: 'low', probability: 0.43, shares })).toBe(
    'UNCERTAIN – low 0.43, very high 0.42',
  );
});

describe('the basis', () => {
  test('names the rules that decide, the greatest first', () => {
    expect(basisText(OVERALL)).toBe('First, 0.50 (of first). Second, 0.20 (of second).');
  });

  test('of low is that nothing is met, and of none the statement', () => {
    expect(basisText({ ...OVERALL, category: 'low' })).toBe('No criterion of a higher category is met.');
    expect(basisText({ ...OVERALL, category: null })).toBe('A statement.');
  });
});

test('the other categories are named with what makes most of them, the likeliest first', () => {
  expect(othersText(OVERALL)).toBe('Very high 0.20 (mainly: large). Moderate 0.14 (no criterion met).');
  expect(othersText({ ...OVERALL, shares: null })).toBe('');
  const sure = { 'very-high': 0, high: 1, moderate: 0, low: 0 };
  expect(othersText({ ...OVERALL, shares: sure })).toBe('');
});

test('thresholds of another model are told where they change the category', () => {
  expect(borrowedText(OVERALL)).toBe('');
  const other = { ...OVERALL, withoutOtherModels: { category: 'moderate', probability: 0.9 } } as const;
  expect(borrowedText(other)).toMatch(/FRAX-US.*without them the category is moderate \(0\.90\)\.$/);
  expect(borrowedText({ ...OVERALL, withoutOtherModels: null })).toBe('');
});

test('the one thing that would change it most is told with its answers', () => {
  expect(changeText(OVERALL)).toBe(
    'Reading of L1 (to be confirmed by the reader): if not fractured, moderate 0.80; if fractured, high > 0.99.',
  );
  expect(changeText({ wouldChangeMost: [] })).toBe('');
});
