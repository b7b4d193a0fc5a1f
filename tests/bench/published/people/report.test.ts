/** What the people of VerSe 2019 say of the reference (decision 0034). */
import { describe, expect, test } from 'vitest';

import { readPeople } from '../../../../bench/published/people/read.ts';
import { peopleReport, personReferred, plainReferring } from '../../../../bench/published/people/report.ts';
import { scatterOf } from '../../../../bench/published/people/scatter.ts';
import { lacksSharedData } from '../../../shared-data.ts';

describe.skipIf(lacksSharedData('verse004-l2/') || lacksSharedData('verse19-genant/'))(
  'people of VerSe 2019 without contrast agent',
  () => {
    const input = lacksSharedData('verse004-l2/') ? null : readPeople();
    const scatter = (status: 'intact' | 'grade 1' | 'grade 2-3') => {
      const referring = plainReferring(input!);
      const people = input!.people.filter((person) => person.status === status);
      return scatterOf(people.flatMap((person) => personReferred(person, referring) ?? []))!;
    };

    test('who are intact lie within two standard errors of 0 and scatter as expected', () => {
      const { n, mean, se, sd, expectedSd } = scatter('intact');
      expect(n).toBe(25);
      expect(mean).toBeCloseTo(0.42, 2);
      expect(Math.abs(mean)).toBeLessThan(2 * se!);
      expect(Math.abs(sd! / expectedSd - 1)).toBeLessThan(0.15);
    });

    test('lie the lower the worse their fractures are', () => {
      expect(scatter('grade 1').mean).toBeLessThan(scatter('intact').mean - 0.5);
      expect(scatter('grade 2-3').mean).toBeLessThan(scatter('grade 1').mean - 0.5);
    });

    test('have densities that stand as far above phantoms as a scale with 37 mg/cm3 in water, and once converted do not', () => {
      const told = peopleReport(input!);
      expect(told).toContain(
        'without an agent (6) +16.0 (SD 13.8) as printed and +1.5 (SD 12.5) on the scale',
      );
      expect(told).toContain('with an agent (11) −10.6 (SD 11.8)');
    });

    test('are nobody whose scan has foreign material, an agent, or levels that the reference has not', () => {
      const referring = plainReferring(input!);
      for (const person of input!.people) {
        const usable = person.scans.filter(
          ({ contrast, foreign, densityLevels }) =>
            contrast === 'ce-no' && !foreign && densityLevels.every((level) => /^(T([4-9]|1[0-2])|L[1-5])$/.test(level)), // prettier-ignore
        );
        expect(personReferred(person, referring) === null).toBe(usable.length === 0);
      }
    });
  },
);
