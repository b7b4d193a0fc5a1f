import { describe, expect, test } from 'vitest';

import { attributesOf, digitalPeople, DRAWN_LEVELS } from '../../../bench/people/draw.ts';
import { peopleTable, type SeenLevel } from '../../../bench/people/table.ts';
import { referenceDensity } from '../../../spine/judge/strength/reference/reference-density.ts';
import { mean, standardDeviation } from '../../../spine/math/moments.ts';

describe('digital people whom the reference fits', () => {
  const people = digitalPeople();

  test('are twelve, each age in both sexes, with mean z 0 and SD 1', () => {
    expect(new Set(people.map(({ sex, ageYears }) => `${sex} ${ageYears}`)).size).toBe(12);
    const zs = people.map(({ z }) => z);
    expect(mean(zs)).toBeCloseTo(0, 5);
    expect(standardDeviation(zs)).toBeCloseTo(1, 1);
    expect(new Set(zs.map((z) => z.toFixed(6))).size).toBe(12);
  });

  test('have neither a z that goes with age, nor one that goes with sex', () => {
    expect(Math.abs(mean(people.map(({ ageYears, z }) => ((ageYears - 58) / 20) * z)))).toBeLessThan(0.05);
    const women = people.filter(({ sex }) => sex === 'female').map(({ z }) => z);
    expect(Math.abs(mean(women))).toBeLessThan(0.05);
  });

  test('are drawn with that z at every level', () => {
    for (const { sex, ageYears, z, options } of people)
      for (const { level, vbmdMgCc } of options.levels) {
        const reference = referenceDensity(level, sex, ageYears)!;
        expect((vbmdMgCc - reference.mean) / reference.sd).toBeCloseTo(z, 8);
        expect(vbmdMgCc).toBeGreaterThan(0);
      }
  });

  test('tell their age and sex in the header', () => {
    expect(attributesOf(people[0]!)).toEqual({ PatientSex: 'F', PatientAge: '025Y', PatientBirthDate: '' });
  });

  test('come out in a table of what was drawn and seen', () => {
    const seen = people.map((person): SeenLevel => ({
      person,
      level: DRAWN_LEVELS[0],
      densityZ: person.z + 0.1,
      strengthZ: {
        value: person.z - 0.2,
        sharedSe: 0.3,
        ownSe: 0,
        low: person.z - 0.8,
        high: person.z - 0.1,
      },
    }));
    const lines = peopleTable(people, seen).split('\n');
    expect(lines.find((line) => line.startsWith('| density'))).toContain('| 0.10 | 0.00 | 0.10 |');
    expect(lines.find((line) => line.startsWith('| strength'))).toContain('| -0.20 | 0.00 | 0.20 |');
    expect(lines.find((line) => line.startsWith('| drawn'))).toContain('| drawn | 12 | 0.00 |');
    expect(lines.at(-1)).toBe(
      "12 people, 12 of 36 levels with a z; the 95 % interval of the strength's holds the drawn one at 0.",
    );
  });
});
