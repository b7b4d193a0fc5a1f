import { expect, test } from 'vitest';

import { probabilityText, type Overall } from '../../../contracts/risk/overall.ts';
import { answersText, categoryWords } from '../../../report/words/verdict-words.ts';
import { riskOf } from '../fixture-risk.ts';
import { missingThing } from '../missing-thing.ts';

const OVERALL: Overall = {
  ...riskOf(['L1'], []).overall,
  category: 'high',
  withoutOtherModels: { category: 'high', probability: 0.7 },
  wouldChangeMost: [
    missingThing('reading of L1', [
      ['not fractured', 0.1, 'moderate', 0.8],
      ['fractured', 0.9, 'high', 0.999],
    ]),
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

test('answers are told with the category that each leaves', () => {
  const [reading] = OVERALL.wouldChangeMost;
  expect(answersText(reading!, 'high')).toBe('if not fractured, moderate 0.80; if fractured, high > 0.99');
  expect(answersText(reading!, null)).toBe('if not fractured, moderate 0.80; if fractured, high > 0.99');
  const open = { answer: 'yes', probability: 1, category: 'high', categoryProbability: 0.35 } as const;
  expect(answersText({ answers: [open] }, 'high')).toBe('if yes, uncertain (high 0.35)');
  // More probable than not, and the next category is near all the same.
  const near = { ...open, categoryProbability: 0.52, settled: false };
  expect(answersText({ answers: [near] }, 'high')).toBe('if yes, uncertain (high 0.52)');
  expect(categoryWords('very-high')).toBe('very high');
});

test('answers that change nothing say so, with what they do to the probability', () => {
  const answer = (name: string, category: 'high' | 'low', categoryProbability: number) => ({
    ...{ answer: name, probability: 0.5, category, categoryProbability },
  });
  const told = (now: 'high' | null, ...answers: ReturnType<typeof answer>[]) => answersText({ answers }, now);
  expect(told('high', answer('lower', 'high', 0.97), answer('higher', 'high', 0.88))).toBe(
    'unchanged: high 0.97 if lower, 0.88 if higher',
  );
  expect(told('high', answer('lower', 'high', 0.781), answer('higher', 'high', 0.779))).toBe(
    'unchanged: high 0.78',
  );
  expect(told(null, answer('lower', 'high', 0.44), answer('higher', 'low', 0.47))).toBe(
    'still uncertain: high 0.44 if lower, low 0.47 if higher',
  );
});
