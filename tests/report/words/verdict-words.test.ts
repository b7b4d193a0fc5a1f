import { expect, test } from 'vitest';

import { probabilityText, type Overall, type Rule } from '../../../contracts/risk/overall.ts';
import { answersText, borrowedText, categoryWords } from '../../../report/words/verdict-words.ts';

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

test('thresholds of another model are told where they change the category', () => {
  expect(borrowedText(OVERALL)).toBe('');
  const other = { ...OVERALL, withoutOtherModels: { category: 'moderate', probability: 0.9 } } as const;
  expect(borrowedText(other)).toMatch(/FRAX-US.*without them the category is moderate 0\.90\.$/);
  expect(borrowedText({ ...OVERALL, withoutOtherModels: null })).toBe('');
});

test('answers are told with the category that each leaves', () => {
  expect(answersText(OVERALL.wouldChangeMost[0]!.answers)).toBe(
    'if not fractured, moderate 0.80; if fractured, high > 0.99',
  );
  const open = { answer: 'yes', probability: 1, category: 'high', categoryProbability: 0.35 } as const;
  expect(answersText([open])).toBe('if yes, uncertain (high 0.35)');
  expect(categoryWords('very-high')).toBe('very high');
});
