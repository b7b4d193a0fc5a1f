/** Earlier assessments in the result and on the pages: one source, the latest first, and why there is none. */
import { beforeAll, expect, test } from 'vitest';

import { visitSchema, type Visit } from '../../contracts/comparison/comparison.ts';
import { resultSchema } from '../../contracts/result.ts';
import type { ReportData } from '../../report/report-data.ts';
import { makeReport } from '../../report/report.ts';
import { resultOf } from '../../report/result.ts';
import { visitOf } from '../../spine/judge/index.ts';

import { dataOf, VARIANTS } from './page-variants.ts';
import { runsOf } from './pdf/pdf-runs.ts';

let data: ReportData;
let earlier: Visit;

beforeAll(async () => {
  data = await dataOf(VARIANTS.whole!);
  const visit = visitSchema.parse(visitOf(resultOf(data), data.about!));
  // The images' age is that of their day.
  earlier = { ...visit, date: '2020-03-01', patient: { ...visit.patient, ageYears: null } };
});

async function textOf(priors: readonly Visit[]): Promise<string> {
  const runs = runsOf(await makeReport({ ...data, priors }));
  return runs.map(({ text }) => text).join(' ');
}

test('the same values six years apart have not changed, in the result and on the pages', async () => {
  const { comparisons } = resultSchema.parse(resultOf({ ...data, priors: [earlier] }));
  expect(comparisons).toHaveLength(1);
  expect(comparisons![0]).toMatchObject({ status: 'compared', density: { percent: 0, significant: false } });
  const text = await textOf([earlier]);
  expect(text).toContain('CT of 2020-03-01, 6.0 years earlier.');
  expect(text).toContain('Density 0.0 % (0.0 % a year), within its least significant change of');
  expect(text).toContain('Comparison: CT of 2020-03-01');
});

test('a study of somebody else is no comparison on page 1, and the notes say why', async () => {
  const text = await textOf([{ ...earlier, patient: { ...earlier.patient, birthDate: '1931-01-01' } }]);
  expect(text).toContain('another date of birth: not the same patient');
  expect(text).not.toContain('Comparison: CT of');
});

test('page 1 has the change of density and strength, by levels that both have, and none where nothing was compared', async () => {
  const tenth = <Q extends { value: number }>(one: Q | null): Q | null =>
    one === null ? null : { ...one, value: one.value / 0.9 };
  const levels = earlier.levels.map((one) => ({
    ...one,
    vbmd: tenth(one.vbmd),
    strength: tenth(one.strength),
  }));
  const text = await textOf([{ ...earlier, levels }]);
  const [first] = text.split('Page 1 of');
  const lines = first!.match(
    /Since 2020-03-01, mean of [TL\d, –]+: \u221210\.0 % \(least significant change \d+ %\)\./g,
  );
  expect(lines).toHaveLength(2);
  const other = await textOf([{ ...earlier, parameterDigest: 'other' }]);
  expect(other).not.toContain('Since 2020-03-01');
});

test('the latest comes first, and one that cannot be compared says why', async () => {
  const later = { ...earlier, date: '2023-01-01', parameterDigest: 'other' };
  const { comparisons } = resultOf({ ...data, priors: [earlier, later] });
  expect(comparisons!.map(({ status }) => status)).toEqual(['not-compared', 'compared']);
  expect(await textOf([earlier, later])).toContain(
    'CT of 2023-01-01: not compared (assessed with other parameters',
  );
});

test('without one the report says that there was none', async () => {
  expect(resultOf(data)).not.toHaveProperty('comparisons');
  expect(await textOf([])).toContain('No earlier assessment was available for comparison.');
});
