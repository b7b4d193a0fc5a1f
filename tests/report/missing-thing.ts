/** What is missing and would change a verdict: made up once, for all tests that tell of it. */
import type { MissingThing } from '../../contracts/risk/overall.ts';

type Answer = MissingThing['answers'][number];

/** @param answers each: what it is, how probable, the category that it leaves, and its probability */
export function missingThing(
  item: string,
  answers: readonly (readonly [string, number, Answer['category'], number])[],
  told: Partial<Pick<MissingThing, 'kind' | 'gain' | 'expectedProbability'>> = {},
): MissingThing {
  return {
    ...{ item, kind: 'order', gain: 0.1, expectedProbability: 0.9, ...told },
    answers: answers.map(([answer, probability, category, categoryProbability]) => ({
      ...{ answer, probability, category, categoryProbability },
    })),
  };
}

/** Of an open verdict: nothing would change it more. */
export const AGE_NOT_GIVEN = missingThing(
  'age',
  [
    ['50 to 59 years', 0.5, 'low', 0.84],
    ['80 years or more', 0.5, 'moderate', 0.74],
  ],
  { gain: 0.36, expectedProbability: 0.76 },
);
export const AGE_ASSUMED = { item: 'age', assumption: 'age not provided, 50 to 90 years assumed' } as const;
