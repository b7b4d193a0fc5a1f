/** What the patient reads: the count of people beside the overall risk. */
import { expect, test } from 'vitest';

import type { ReportData } from '../../../../report/report-data.ts';
import { makeReport } from '../../../../report/report.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { runsOf } from '../pdf-runs.ts';

const BLIND = 'Diese Zahl berücksichtigt Ihre Knochendichte nicht';

async function pageOf(change: (risk: NonNullable<ReportData['risk']>) => object): Promise<string> {
  const data = await dataOf(VARIANTS['for-the-patient']!);
  const runs = runsOf(await makeReport({ ...data, risk: { ...data.risk!, ...change(data.risk!) } }));
  return runs.map(({ text }) => text).join(' ');
}

test('a count that knows nothing of the density says so, and no other', async () => {
  const blind = await pageOf(({ strength }) => ({ strength: { ...strength, zScore: null, modelled: null } }));
  expect(blind).toContain(BLIND);
  const zScore = { value: -1.2 };
  expect(await pageOf(({ strength }) => ({ strength: { ...strength, zScore } }))).not.toContain(BLIND);
});
