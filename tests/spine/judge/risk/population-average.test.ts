import { expect, test } from 'vitest';

import { hipWithoutDeath, populationAverage } from '../../../../spine/judge/risk/population-average.ts';

test.each([
  ['female', 65, 2.94],
  ['female', 70, 5.76],
  ['female', 75, 10.6],
  ['male', 65, 1.63],
  ['male', 70, 3.01],
  ['male', 75, 5.89],
] as const)('section 6.4: %s of %d, 10-year hip fracture without death %d %%', (sex, age, percent) => {
  // Printed with two digits after the point; 1.627 and 10.595 lie near the middle of two of them.
  expect(Math.abs(100 * hipWithoutDeath(age, sex, 10) - percent)).toBeLessThan(0.0051);
});

test('the average of someone beyond the last age keeps its rate', () => {
  expect(hipWithoutDeath(90, 'female', 5)).toBeCloseTo(1 - Math.exp((-5 * 26.05) / 1000), 12);
});

test('the average is not given below 50 years, or without age and sex', () => {
  for (const average of [
    populationAverage(49, 'female'),
    populationAverage(null, 'female'),
    populationAverage(70, null),
  ])
    expect(average.status).toBe('not-evaluated');
});
