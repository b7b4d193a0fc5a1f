/** Who the patient may be, and the density of people like that where none was measured. */
import { describe, expect, test } from 'vitest';

import { densityOfPeople, drawDensity } from '../../../../../spine/judge/verdict/draws/density-draws.ts';
import { drawSubject } from '../../../../../spine/judge/verdict/draws/subject-draws.ts';
import { referenceDensity } from '../../../../../spine/judge/strength/reference/reference-density.ts';
import { mean, populationDeviation } from '../../../../../spine/math/moments.ts';
import { drawsOf } from '../../../../../spine/math/random/latin-hypercube.ts';

const COUNT = 2000;
const all = <T>(of: (draw: number) => T): T[] => Array.from({ length: COUNT }, (_, n) => of(n));

describe('the subject', () => {
  test('that is known is the same in every draw', () => {
    const { ageYears, sex } = drawSubject({ ageYears: 71, sex: 'male' }, drawsOf('subject', COUNT));
    expect([new Set(all(ageYears)), new Set(all(sex))]).toEqual([new Set([71]), new Set(['male'])]);
  });

  test('whose age nobody gave is anywhere between 50 and 90, and of either sex', () => {
    const { ageYears, sex } = drawSubject({ ageYears: null, sex: null }, drawsOf('subject', COUNT));
    const ages = all(ageYears);
    const sorted = ages.toSorted((a, b) => a - b);
    expect([sorted[0], sorted.at(-1)]).toEqual([50, 90]);
    expect(mean(ages)).toBeCloseTo(70, 1);
    expect(ages.filter((age) => age < 60).length / COUNT).toBeCloseTo(9.5 / 40, 2);
    expect(all(sex).filter((one) => one === 'female').length).toBe(COUNT / 2);
  });

  test('has the model of its own age and sex, beyond 40 to 90 years the last one', () => {
    const model = (ageYears: number, sex: 'female' | 'male') =>
      drawSubject({ ageYears, sex }, drawsOf('subject', 1)).model(0).yearly;
    expect(model(35, 'female')).toBe(model(40, 'female'));
    expect(model(95, 'male')).toBe(model(90, 'male'));
    expect(model(80, 'female')).toBeGreaterThan(model(60, 'female'));
    expect(model(80, 'female')).toBeGreaterThan(model(80, 'male'));
    const mixed = drawSubject({ ageYears: 70, sex: null }, drawsOf('subject', COUNT));
    for (let n = 0; n < 50; n++) expect(mixed.model(n).yearly).toBe(model(70, mixed.sex(n)));
  });
});

describe('the density', () => {
  const subject = { ageYears: () => 70, sex: () => 'female' as const };

  test('of nobody has mean and deviation of people of the age and sex', () => {
    const { values, unknowns } = drawDensity(null, subject, drawsOf('density', COUNT));
    const { mean: expected, sd } = densityOfPeople('female', 70);
    expect(mean(values)).toBeCloseTo(expected, 6);
    expect(populationDeviation(values)).toBeCloseTo(sd, 1);
    expect([...unknowns.keys()]).toEqual(['density']);
  });

  test('that was measured has each error that it has, apart', () => {
    const errors = { calibration: 3, sampling: 0, levels: 4, agent: 0 };
    const { values, unknowns } = drawDensity({ value: 90, agentMgCc: 0, errors }, subject, drawsOf('density', COUNT)); // prettier-ignore
    expect(mean(values)).toBeCloseTo(90, 6);
    expect([...unknowns.keys()]).toEqual(['calibration', 'levels']);
    const [line, levels] = [unknowns.get('calibration')!, unknowns.get('levels')!];
    values.forEach((value, n) => expect(value).toBeCloseTo(90 + 3 * line[n]! + 4 * levels[n]!, 9));
  });

  test('of people beyond 20 to 100 years is that of the nearest age', () => {
    expect(densityOfPeople('male', 15)).toEqual(referenceDensity('L1', 'male', 20));
    expect(densityOfPeople('male', 105)).toEqual(referenceDensity('L1', 'male', 100));
    expect(densityOfPeople('male', 60)).toEqual(referenceDensity('L1', 'male', 60));
  });
});
