/** The made-up risk of somebody whose age nobody gave: an open verdict with what it assumes, and ranges in the place of figures. */
import type { Risk } from '../../contracts/risk/risk.ts';

import { AGE_ASSUMED, AGE_NOT_GIVEN } from './missing-thing.ts';

export function ageless(risk: Risk): Risk {
  return {
    ...risk,
    subject: { ...risk.subject, ageYears: null, ageSource: null },
    absolute: {
      ...risk.absolute,
      model: {
        status: 'not-evaluated',
        id: 'made-up',
        title: 'A made-up model',
        reason: 'age not available',
      },
      ranges: [
        {
          ...{ outcome: 'major-osteoporotic', years: 10, low: 2.516, high: 43.98 },
          byAge: [
            { age: '50 to 59 years', median: 5.013, low: 1.91, high: 17.02 },
            { age: '80 years or more', median: 21.72, low: 8.44, high: 54.71 },
          ],
        },
        {
          ...{ outcome: 'hip', years: 10, low: 0.239, high: 27.99 },
          byAge: [
            { age: '50 to 59 years', median: 0.512, low: 0.21, high: 2.13 },
            { age: '80 years or more', median: 11.43, low: 6.31, high: 43.28 },
          ],
        },
      ],
    },
    overall: {
      ...risk.overall,
      category: 'moderate',
      probability: 0.44,
      shares: { 'very-high': 0.12, high: 0.03, moderate: 0.44, low: 0.41 },
      settled: false,
      assumed: [AGE_ASSUMED],
      statement: 'Uncertain: moderate 0.44 or low 0.41, made up.',
      wouldChangeMost: [AGE_NOT_GIVEN, ...risk.overall.wouldChangeMost],
    },
  };
}
